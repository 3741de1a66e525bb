import type { ChasquiConfig } from '#platform';
import { fail, type Finding, ok } from '../finding.js';

const DEMANDED_MONTHS = 6;

/** Raw messages settle disputes: at least half a year of them is kept (requirement R17). */
export function checkRetention({ retentionMonths }: Pick<ChasquiConfig, 'retentionMonths'>): Finding[] {
  if (retentionMonths >= DEMANDED_MONTHS) {
    return [ok('retention', `Raw messages are kept for ${retentionMonths} months at least.`)];
  }
  return [
    fail(
      'retention',
      `Raw messages are kept for ${retentionMonths} months only.`,
      `Set RETENTION_MONTHS to ${DEMANDED_MONTHS} or more.`,
    ),
  ];
}
