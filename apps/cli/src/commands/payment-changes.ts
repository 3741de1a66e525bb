import { randomUUID } from 'node:crypto';
import {
  AuditLog,
  type ChangeOutcome,
  type FoundPayment,
  type IdempotencyClaim,
  type IdempotencyStore,
  judgeDeadline,
  limaInstant,
  type Payments,
} from '#payments';
import { expiryOf, optional, required, textOptions } from '../admin/options.js';
import { ACTOR, say } from '../admin/say.js';
import { type Command, type CommandCall, EXIT, UsageError } from '../command.js';
import { clockTime } from '../print/columns.js';
import { DESK } from './desk-group.js';
import { findPayment } from './find-payment.js';

const ONE = { min: 1, max: 1 } as const;
const WHICH = '<id, orderId or cip>';

/** Changes to an open payment, as a storefront makes them through the API (requirement R15). */
export const paymentChanges: readonly Command[] = [
  {
    name: 'payment cancel',
    group: DESK,
    usage: `${WHICH} [--json]`,
    summary: 'Has PagoEfectivo delete the code, cancels the payment and releases its stock.',
    options: textOptions(),
    words: ONE,
    async run(call) {
      const payments = await call.session.payments();
      const { payment } = await findPayment(payments, call.positionals[0] ?? '');
      const outcome = await payments.changes.cancel(payment.id, ACTOR);
      return tell(call, { payments, outcome, action: 'payment.cancelled', done: () => 'is cancelled' });
    },
  },
  {
    name: 'payment extend',
    group: DESK,
    usage: `${WHICH} --expires <2027-01-01T00:00:00-05:00 or P1D> [--json]`,
    summary: 'Gives an open payment more time; the shopper keeps the code.',
    details: 'A duration counts from now. The new deadline is later than the present one.',
    options: textOptions('expires'),
    required: ['expires'],
    words: ONE,
    async run(call) {
      const expiresAt = await deadlineOf(call);
      if (expiresAt === null) throw new Error('--expires is read as required and not listed so');
      const payments = await call.session.payments();
      const { payment } = await findPayment(payments, call.positionals[0] ?? '');
      const outcome = await payments.changes.extend(payment.id, expiresAt, ACTOR);
      return tell(call, {
        payments,
        outcome,
        action: 'payment.extended',
        done: (found) => `can be paid until ${clockTime(limaInstant(found.payment.expiresAt))}`,
      });
    },
  },
  {
    name: 'payment reissue',
    group: DESK,
    usage: `${WHICH} [--expires <instant or duration>] [--key <key>] [--json]`,
    summary: 'Gives an open payment a new code; the one before can no longer be paid.',
    details: 'When PagoEfectivo does not answer, the same --key (it is told then) goes on where this one stopped.',
    options: textOptions('expires', 'key'),
    words: ONE,
    async run(call) {
      const expiresAt = await deadlineOf(call);
      const payments = await call.session.payments();
      const found = await findPayment(payments, call.positionals[0] ?? '');
      const key = optional(call.values, 'key') ?? `cli-${randomUUID()}`;
      const outcome = await reissue({ payments, found, key, expiresAt });
      if (outcome.kind === 'unavailable') call.io.complain(`Repeat the command with --key ${key}.\n`);
      return tell(call, {
        payments,
        outcome,
        action: 'payment.reissued',
        done: (after) => `has the new code ${after.payment.cips.find(({ current }) => current)?.number ?? '-'}`,
      });
    },
  },
];

/** Bound to a key as a storefront's request is, so that it can go on after a crash and never asks for two codes. */
async function reissue(wish: {
  payments: Payments;
  found: FoundPayment;
  key: string;
  expiresAt: Date | null;
}): Promise<ChangeOutcome> {
  const { payments, found, key, expiresAt } = wish;
  const { idempotency, reissues } = payments;
  const paymentId = found.payment.id;
  const operation = `cli payment reissue ${paymentId}`;
  const verdict = await idempotency.claim({ shopId: found.details.shopId, key, operation }, { paymentId });
  switch (verdict.kind) {
    case 'claimed':
      return reissueWith(idempotency, verdict.claim, () =>
        reissues.reissue(verdict.claim, { paymentId, expiresAt, actor: ACTOR }),
      );
    case 'stored':
      return { kind: 'payment', found: await payments.reader.get(paymentId) };
    case 'in_use':
      return { kind: 'busy' };
    case 'reused':
      throw new UsageError(`--key ${key} belongs to another request: leave it away to begin anew.`);
  }
}

async function reissueWith(
  idempotency: IdempotencyStore,
  claim: IdempotencyClaim,
  work: () => Promise<ChangeOutcome>,
): Promise<ChangeOutcome> {
  try {
    const outcome = await work();
    if (outcome.kind === 'payment') await idempotency.finish(claim, { status: 200, body: '{}' });
    return outcome;
  } finally {
    // What began stays bound to the key; an answer that was kept is not touched.
    await idempotency.forget(claim);
    await idempotency.release(claim);
  }
}

/** Null when none was given. */
async function deadlineOf({ session, values }: CommandCall): Promise<Date | null> {
  const now = (await session.clock()).now();
  const expiresAt = expiryOf(values, now);
  if (expiresAt === null) return null;
  switch (judgeDeadline(expiresAt, now)) {
    case 'fits':
      return expiresAt;
    case 'too_soon':
      throw new UsageError(
        `--expires ${required(values, 'expires')} is less than 10 minutes from now: give more time.`,
      );
    case 'too_late':
      throw new UsageError(`--expires ${required(values, 'expires')} is 6 months or more from now: give less time.`);
  }
}

async function tell(
  call: CommandCall,
  told: {
    payments: Payments;
    outcome: ChangeOutcome;
    action: string;
    done: (found: FoundPayment) => string;
  },
): Promise<number> {
  const { outcome, payments } = told;
  if (outcome.kind !== 'payment') {
    if (call.values['json'] !== true) throw new Error(whyNot(outcome));
    const { kind: refused, ...details } = outcome;
    say(call, { json: { refused, ...details, message: whyNot(outcome) }, text: '' });
    return EXIT.failed;
  }
  const { found } = outcome;
  const { id } = found.payment;
  const audit = new AuditLog(await call.session.database(), await call.session.clock());
  const data = { orderId: found.details.orderId, state: found.payment.state };
  await audit.record({ actor: ACTOR, action: told.action, subject: id, data });
  return say(call, {
    json: { payment: payments.reader.view(found) },
    text: `Order ${found.details.orderId} (${id}) ${told.done(found)}.`,
  });
}

function whyNot(outcome: Exclude<ChangeOutcome, { kind: 'payment' }>): string {
  switch (outcome.kind) {
    case 'not_open':
      return `The payment is ${outcome.state}: only an open one can be changed.`;
    case 'in_review':
      return 'Money of another amount has come for it: look at `chasqui case list` and resolve that first.';
    case 'no_code':
      return 'It has no code that could be changed: the first is still being asked for, or `payment reissue` gives a new one.';
    case 'busy':
      return 'Another call to PagoEfectivo about it is under way: try again in a moment.';
    case 'deadline_not_later':
      return `--expires is not later than the present deadline, ${limaInstant(outcome.expiresAt)}: give more time.`;
    case 'rejected':
      return `PagoEfectivo declined it: ${outcome.code} ${outcome.message}`;
    case 'unavailable':
      return 'PagoEfectivo has not confirmed it. The payment stays open: try again, and ask `chasqui doctor` when that goes on.';
    case 'given_up':
      return 'PagoEfectivo did not answer two requests for a new code. The old one can no longer be paid: begin anew without --key.';
  }
}
