import type { NotifyMode } from '../notifications/notification-plan.js';

/** Outcomes that a shopper's e-mail chooses up front (api-contract.md): the word before the first `+`. */
export const SCENARIOS = [
  'manual',
  'paid',
  'paid-twice',
  'never-notified',
  'late',
  'wrong-amount',
  'reversed',
  'timeout',
  'rejected',
] as const;
export type Scenario = (typeof SCENARIOS)[number];

export const ACT_KINDS = ['pay', 'await-expiry', 'reverse'] as const;
export type ActKind = (typeof ACT_KINDS)[number];

/** Something the sandbox does by itself at a time. `amountMinor` null pays the CIP's own amount. */
export interface PlannedAct {
  kind: ActKind;
  dueAt: Date;
  notify: NotifyMode;
  amountMinor: bigint | null;
}

const SELF_PAYMENT_MS = 1_000;
const SECOND_STEP_MS = 3_000;

/**
 * How long after the sandbox notices the expiry a `late+` CIP pays itself: long enough for the merchant to close the
 * order first, also when both wake up from one jump of a shared clock.
 */
export const LATE_PAYMENT_AFTER_MS = 20_000;

/** "Paid-Twice+rosa@example.pe" → "paid-twice"; anything without a known word before a `+` waits for the Pay button. */
export function scenarioOf(email: string): Scenario {
  const [local = ''] = email.split('@');
  const plus = local.indexOf('+');
  const word = plus < 0 ? '' : local.slice(0, plus).toLowerCase();
  return SCENARIOS.find((scenario) => scenario === word && scenario !== 'manual') ?? 'manual';
}

/** What will happen to a CIP of that scenario without anybody touching it. */
export function actsOf(
  scenario: Scenario,
  cip: { amountMinor: bigint; createdAt: Date; expiresAt: Date },
): PlannedAct[] {
  const after = (ms: number) => new Date(cip.createdAt.getTime() + ms);
  const pay = (ms: number, notify: NotifyMode, amountMinor: bigint | null = null): PlannedAct => ({
    kind: 'pay',
    dueAt: after(ms),
    notify,
    amountMinor,
  });
  switch (scenario) {
    case 'paid':
      return [pay(SELF_PAYMENT_MS, 'once')];
    case 'paid-twice':
      return [pay(SELF_PAYMENT_MS, 'once'), pay(SECOND_STEP_MS, 'once')];
    case 'never-notified':
      return [pay(SELF_PAYMENT_MS, 'never')];
    case 'wrong-amount':
      return [pay(SELF_PAYMENT_MS, 'once', wrongAmount(cip.amountMinor))];
    case 'reversed':
      return [
        pay(SELF_PAYMENT_MS, 'once'),
        { kind: 'reverse', dueAt: after(SECOND_STEP_MS), notify: 'once', amountMinor: null },
      ];
    case 'late':
      return [{ kind: 'await-expiry', dueAt: cip.expiresAt, notify: 'once', amountMinor: null }];
    case 'manual':
    case 'timeout':
    case 'rejected':
      return [];
  }
}

/** One unit of currency less than asked, or one more where less would be nothing. */
function wrongAmount(amountMinor: bigint): bigint {
  return amountMinor > 100n ? amountMinor - 100n : amountMinor + 100n;
}

/**
 * The order that a `transactionCode` belongs to: our client writes `<order>-<8 characters>` (pagoefectivo-api.md §13.3).
 * Codes of another form share one order per shopper.
 */
export function orderStem(transactionCode: string): string {
  return /^(.+)-[0-9a-z]{8}$/.exec(transactionCode)?.[1] ?? '';
}
