import type { ChecklistItem, ScenarioResult } from './go-live-report.js';

/** How verdicts are called in a report. */
export const VERDICTS: Record<ChecklistItem['verdict'] | ScenarioResult['verdict'], string> = {
  passed: 'passed',
  failed: 'failed',
  attention: 'needs attention',
  person: 'to be confirmed by a person',
  not_run: 'not run',
};
