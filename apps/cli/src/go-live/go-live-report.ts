/** What was found out before going live, as data; printed by the report writers (requirement R28). */
export interface GoLiveReport {
  /** ISO 8601 at Lima's offset, like every instant here. */
  readonly startedAt: string;
  readonly endedAt: string;
  /** Prefix of the order references that this run used. */
  readonly run: string;
  readonly shop: string;
  /** Account that the scenarios ran against; null when there was no sandbox account. */
  readonly account: string | null;
  readonly scenarios: readonly ScenarioResult[];
  readonly checklist: readonly ChecklistItem[];
  /** Nothing failed; what a person must confirm stays for a person. */
  readonly passed: boolean;
}

export interface ScenarioResult {
  readonly id: string;
  readonly title: string;
  /** What had to happen. */
  readonly expected: string;
  readonly verdict: 'passed' | 'failed' | 'not_run';
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** What was done and seen, in order. */
  readonly steps: readonly { readonly at: string; readonly what: string }[];
  /** Numbers and ids by which others find the same: CIP, operation number, event ids. */
  readonly evidence: readonly { readonly name: string; readonly value: string }[];
  /** Why it failed or was not run; null when it passed. */
  readonly problem: string | null;
}

export interface ChecklistItem {
  readonly title: string;
  /** `person`: cannot be found out from here. */
  readonly verdict: 'passed' | 'attention' | 'failed' | 'person';
  readonly what: string;
  /** What to do about it; null where all is well. */
  readonly mend: string | null;
}

/** Whether the report holds nothing that failed. */
export function hasPassed(report: Pick<GoLiveReport, 'scenarios' | 'checklist'>): boolean {
  return [...report.scenarios, ...report.checklist].every(({ verdict }) => verdict !== 'failed');
}
