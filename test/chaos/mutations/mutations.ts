import type { GatewayFault } from '../../processes/faulty-gateway.js';
import type { PlannedFault } from '../fault-kind.js';

/** One guard that is taken out of the built product, and the rules of which one must fire. */
export interface Mutation {
  readonly without: string;
  readonly edits: readonly Edit[];
  readonly caughtBy: readonly string[];
  /** Faults that show it, brought in every round beside those of its seed; the seed's alone when absent. */
  readonly brings?: readonly PlannedFault[];
  /** Calls that get lost of every order, in place of those of the seed. */
  readonly loses?: readonly GatewayFault[];
  /** Where only one backend can show it. */
  readonly backend?: 'postgres' | 'redis';
}

export interface Edit {
  /** Below dist. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly find: string;
  readonly replace: string;
}

const MONEY = 'our money is the gateway’s';
const STATE = 'a payment is what its money and its decisions make of it';
const CASES = 'every difference has its case, and no case lacks a cause';
const SHIPS = 'one order.paid for what is to be shipped, none for the rest';
const STOCK = 'stock follows the payment';
const LEFT = 'nothing is left to do';
const FAILS = 'no request fails inside';
const CLOSED_OVER = 'nothing closes over money that came in time';
const PAYABLE = 'nothing that closed can be paid any more';
const HEARD = 'the ERP heard every event, in order per payment';
const ANSWERED = 'what was answered 200 is in the inbox';
const FORGED = 'no forgery is answered 200';
const ALIVE = 'no process ends by itself';
const UNAIDED = 'the product finds its work by itself';
const DELETED = 'a code that nobody should pay is deleted';

/** A fault that is over at once, at each of these moments. */
const each = (name: string, ...moments: readonly number[]): readonly PlannedFault[] =>
  moments.map((atMs) => ({ name, atMs, untilMs: atMs, seats: [] }));
const lasting = (name: string, atMs: number, untilMs: number): readonly PlannedFault[] => [
  { name, atMs, untilMs, seats: [] },
];

const POSTGRES_AWAY = each('connections to Postgres cut', 1_000, 2_800, 4_600, 6_400);
const POSTGRES_KILLED = each('Postgres killed', 1_500, 4_500);
const ANSWERS_LOST = lasting('gateway: cuts creates off', 300, 4_500);
/** The gateway made a code, nobody of ours was told, and another one replaces it. */
const CREATE_UNHEARD: GatewayFault = { operation: 'create', nth: 1, kind: 'drop_after' };
const ERP_REFUSES = lasting('ERP: answers 500', 500, 6_000);

export const MUTATIONS: readonly Mutation[] = [
  {
    without: 'the wait for the commit before a notification is answered',
    edits: [
      {
        file: 'apps/webhook-ingest/src/notification-receiver.js',
        find: 'await this.intake.store({',
        replace: 'void this.intake.store({',
      },
    ],
    caughtBy: [ANSWERED, ALIVE],
    // While its connections are only cut, a commit of a millisecond is seldom under way.
    brings: POSTGRES_KILLED,
  },
  {
    without: 'the check of the signature',
    edits: [
      {
        file: 'libs/pagoefectivo/src/notifications/notification-signature.js',
        find: 'input.secrets.find((secret) => isSignedBy(secret.value, signature, parts))?.id ?? null',
        replace: 'input.secrets[0]?.id ?? null',
      },
    ],
    caughtBy: [FORGED],
  },
  {
    without: 'the release of stock where a payment closes',
    edits: [
      {
        file: 'libs/payments/src/domain/payment-desk.js',
        find: "const releases = this.payment.stock === 'held';",
        replace: 'const releases = false;',
      },
    ],
    caughtBy: [STOCK],
  },
  {
    without: 'the look whether the order has been shipped before order.paid',
    edits: [
      {
        file: 'libs/payments/src/domain/settle-money.js',
        find: 'if (shippedBy === null) {',
        replace: 'if (shippedBy !== undefined) {',
      },
    ],
    caughtBy: [LEFT, SHIPS, MONEY],
  },
  {
    without: 'the case of money that came after the closing',
    edits: [
      {
        file: 'libs/payments/src/domain/settle-money.js',
        find: 'if (shippedBy !== before.id) {',
        replace: 'if (shippedBy === undefined) {',
      },
    ],
    caughtBy: [CASES],
  },
  {
    without: 'the look at the amount of money',
    edits: [
      {
        file: 'libs/payments/src/domain/receipt-fold.js',
        find: 'const isRight = (money) => (money.lead.amountMinor === input.expected.amountMinor',
        replace: 'const isRight = (money) => (money.lead.amountMinor !== undefined',
      },
    ],
    caughtBy: [STATE, CASES, SHIPS, STOCK],
  },
  {
    without: 'the call that deletes a CIP',
    edits: [
      {
        file: 'libs/payments/src/gateway-commands/gateway-command.runner.js',
        find: 'const outcome = await gateway.deleteCip(number, { paymentRef: command.payment_id });',
        replace: "const outcome = { kind: 'ok' };",
      },
    ],
    caughtBy: [PAYABLE, CLOSED_OVER],
  },
  {
    without: 'the end of creates whose answer never came',
    edits: [
      {
        file: 'libs/payments/src/gateway-commands/gateway-command.runner.js',
        find: 'await this.giveUpCreate(command);',
        replace: 'return false;',
      },
    ],
    caughtBy: [LEFT],
    brings: ANSWERS_LOST,
  },
  {
    without: 'the repetition of calls of unknown outcome',
    edits: [
      {
        file: 'apps/reconciliation-worker/src/reconciliation.js',
        find: 'this.payments.commandSweep.settleDue(50),',
        replace: '0,',
      },
    ],
    caughtBy: [LEFT],
    // Nobody but the sweep has an interest in the delete of a code that another one replaced.
    loses: [CREATE_UNHEARD, { operation: 'delete', nth: 1, kind: 'drop_before' }],
  },
  {
    // Money that the polls miss is found at the deadline: without the second guard, the first is not missed.
    without: 'the polls, and what the last question hears',
    edits: [
      {
        file: 'apps/reconciliation-worker/src/reconciliation.js',
        find: 'return this.payments.search.pollDue(BATCH);',
        replace: 'return Promise.resolve(0);',
      },
      {
        file: 'libs/payments/src/closing/payment-closing.service.js',
        find: 'const heard = this.search.observations(payment.cips, answers);',
        replace: 'const heard = [];',
      },
    ],
    caughtBy: [MONEY],
    brings: lasting('gateway: silent', 300, 7_000),
  },
  {
    without: 'the look at the ERP’s answer',
    edits: [
      {
        file: 'libs/payments/src/outbox/webhook-sender.js',
        find: 'return answer.httpStatus !== null && answer.httpStatus >= 200 && answer.httpStatus < 300;',
        replace: 'return answer.httpStatus !== undefined;',
      },
    ],
    caughtBy: [HEARD],
    brings: ERP_REFUSES,
  },
  {
    without: 'the claim of an Idempotency-Key',
    edits: [
      {
        file: 'libs/payments/src/checkout/idempotency.store.js',
        find: 'on conflict do nothing returning pg_current_xact_id()',
        replace: 'returning pg_current_xact_id()',
      },
    ],
    caughtBy: [FAILS],
  },
  {
    // Keys stand behind the lock, and undo the second of two decisions that did not see each other.
    without: 'the lock on the payments of an order, and the keys of history and events',
    edits: [
      {
        file: 'libs/payments/src/migrations/0001-main-model.js',
        find: 'constraint pk_payment_event primary key (payment_id, sequence)',
        replace: 'check (true)',
      },
      {
        file: 'libs/payments/src/migrations/0001-main-model.js',
        find: 'constraint uq_outbox_event_sequence unique (payment_id, sequence)',
        replace: 'check (true)',
      },
      {
        file: 'libs/payments/src/orders/order-book.loader.js',
        find: 'order by id for update',
        replace: 'order by id',
      },
    ],
    caughtBy: [FAILS, LEFT, MONEY, STATE, SHIPS, CASES, STOCK, HEARD],
  },
  {
    without: 'sweeps that look without being woken',
    edits: [
      {
        file: 'libs/queues/src/sweep.js',
        find: 'this.ownTimer = setTimeout(() => this.kick(), 2 * this.options.everyMs);',
        replace: ';',
      },
      {
        file: 'libs/queues/src/sweep.js',
        find: 'this.assertTimer = setTimeout(() => void this.keepSchedule(), assertEveryMs);',
        replace: ';',
      },
    ],
    caughtBy: [UNAIDED],
    // What comes in until the end of the round wakes nobody, and nothing comes after it.
    brings: lasting('Redis killed', 4_500, 7_900),
    backend: 'redis',
  },
  {
    without: 'the answer 503 while the database is away',
    edits: [
      {
        file: 'libs/platform/src/http/problem-filter.js',
        find: 'if (isDatabaseAway(exception))',
        replace: 'if (exception === undefined)',
      },
    ],
    caughtBy: [FAILS],
    brings: POSTGRES_AWAY,
  },
  {
    without: 'the wait of an event for an earlier one of its payment',
    edits: [
      {
        file: 'libs/payments/src/outbox/delivery-claim.js',
        find: "and earlier.sequence < d.sequence and earlier.status = 'pending' and earlier.blocking",
        replace: 'and false',
      },
    ],
    caughtBy: [HEARD],
    brings: ERP_REFUSES,
  },
  {
    without: 'the deletion of codes that nobody should pay any more',
    edits: [
      {
        file: 'libs/payments/src/domain/payment-desk.js',
        find: 'return isPayable(cip) && !wanted ? (cip.retireAt ?? now) : null;',
        replace: 'return null;',
      },
    ],
    caughtBy: [DELETED],
    loses: [CREATE_UNHEARD],
  },
];
