import type { AdminOutcome, AdminRefusal } from './admin-outcome.js';

export const ACTOR = 'operator:admin@chasqui.test';

/** The value of a wish that was granted; a refusal fails the spec with its words. */
export function granted<Value>(outcome: AdminOutcome<Value>): Value {
  if (outcome.kind !== 'done') throw new Error(`refused: ${JSON.stringify(outcome)}`);
  return outcome.value;
}

/** The refusal of a wish that was not. */
export function refused(outcome: AdminOutcome<unknown>): AdminRefusal {
  if (outcome.kind === 'done') throw new Error('it was granted');
  return outcome;
}
