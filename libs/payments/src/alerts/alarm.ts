import type { AlertNotice, Alerts } from './alerts.js';
import type { Suspicions } from './suspicions.js';

export type Finding = Omit<AlertNotice, 'kind'>;

/** What a check says: of one kind, everything that is the case now. */
export interface CheckResult {
  readonly kind: AlertNotice['kind'];
  readonly findings: readonly Finding[];
  /** How long each has to last before a person is told, ms. */
  readonly patienceMs: number;
}

/** Raises what has lasted, and clears what is no longer found. */
export async function sound(alerts: Alerts, suspicions: Suspicions, result: CheckResult): Promise<void> {
  const { kind, findings, patienceMs } = result;
  const keys = findings.map(({ key }) => key);
  for (const finding of findings) {
    const lasted = patienceMs === 0 || (await suspicions.lastedMs(finding.key)) >= patienceMs;
    if (lasted) await alerts.raise({ kind, ...finding });
  }
  if (patienceMs > 0) await suspicions.forgetOthers(`${kind}:`, keys);
  await alerts.clearOthers(`${kind}:`, keys);
}
