import { seededRolls } from '../../apps/sandbox/src/faults/fault-plan.js';
import type { FaultKind, FaultOperation, GatewayFault } from '../processes/faulty-gateway.js';

/** What becomes of an order, in one word. */
export type Story =
  | 'pays'
  | 'leaves'
  | 'pays_late'
  | 'pays_twice'
  | 'pays_wrong'
  | 'is_reversed'
  | 'cancels'
  | 'extends'
  | 'reissues'
  | 'comes_again';

export type Notify = 'once' | 'twice' | 'never' | 'late' | 'forged' | 'reordered';

/** What a storefront, a shopper or an agent does about one order. */
export type Deed =
  | { readonly kind: 'create'; readonly key: string; readonly copies: number }
  | {
      readonly kind: 'pay';
      /** `latest` and `first` of the codes that the shopper was given; `mailed`: one that only an e-mail showed. */
      readonly which: 'latest' | 'first' | 'mailed';
      readonly notify: Notify;
      readonly channel: string;
      /** In minor units, on top of the amount of the order. */
      readonly excessMinor: number;
    }
  | { readonly kind: 'reverse'; readonly notify: 'once' | 'never' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'extend'; readonly hours: number }
  | { readonly kind: 'reissue'; readonly hours: number };

export interface Visit {
  /** Since the first midnight of the simulation, in ms of business time. */
  readonly atMs: number;
  readonly deed: Deed;
}

/** One order: everything that its seed decides. */
export interface OrderPlan {
  readonly orderId: string;
  readonly story: Story;
  readonly amountMinor: number;
  readonly visits: readonly Visit[];
  readonly faults: readonly GatewayFault[];
}

export interface Span {
  readonly orders: number;
  readonly days: number;
  readonly seed: number;
}

export type Weighted<T> = readonly (readonly [weight: number, value: T])[];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Orders per hour of a day in Lima: few at night, a rush at noon and another after work. */
const ARRIVALS = [4, 2, 1, 1, 1, 2, 4, 8, 14, 20, 26, 30, 32, 28, 24, 24, 26, 30, 36, 40, 38, 30, 18, 9];

const STORIES: Weighted<Story> = [
  [640, 'pays'],
  [190, 'leaves'],
  [40, 'pays_late'],
  [20, 'pays_twice'],
  [20, 'pays_wrong'],
  [20, 'is_reversed'],
  [20, 'cancels'],
  [20, 'extends'],
  [20, 'reissues'],
  [10, 'comes_again'],
];

const NOTIFY: Weighted<Notify> = [
  [76, 'once'],
  [10, 'twice'],
  [5, 'never'],
  [4, 'late'],
  [3, 'reordered'],
  [2, 'forged'],
];

const CHANNELS = ['BCP agente', 'Interbank app', 'Tambo', 'KasNet', 'BBVA banca por internet', 'Yape', 'Western Union'];

/** Share of orders of which one call gets lost on its way to the gateway or back. */
const FAULTY_SHARE = 0.04;
const FAULTS: Weighted<FaultKind> = [
  [8, 'drop_before'],
  [8, 'drop_after'],
  [4, 'fail_before'],
  [4, 'fail_after'],
  [4, 'rate_limited'],
  [2, 'late'],
  [1, 'never'],
  [1, 'kill_before'],
  [1, 'kill_after'],
];
/** Calls that get lost: creates most of all. */
export const OPERATIONS: Weighted<FaultOperation> = [
  [6, 'create'],
  [3, 'search'],
  [2, 'delete'],
  [1, 'extend'],
];
/** The gateway made a code and nobody of ours was told; it mails it to the shopper. */
export const ORPHANING: ReadonlySet<FaultKind> = new Set(['drop_after', 'fail_after', 'kill_after', 'never']);

/** All orders of `span`, in order of arrival: the same seed is the same plan. */
export function planOrders(span: Span): OrderPlan[] {
  return Array.from({ length: span.orders }, (_, nth) => planOrder(span, nth)).sort(byArrival);
}

function planOrder({ days, seed }: Span, nth: number): OrderPlan {
  const dice = new Dice(seededRolls((Math.imul(seed, 2_654_435_761) ^ Math.imul(nth + 1, 40_503)) >>> 0));
  const day = Math.floor(dice.roll() * days);
  const hour = dice.pick(ARRIVALS.map((weight, place) => [weight, place] as const));
  const arrivesMs = Math.round(day * DAY + (hour + dice.roll()) * HOUR);
  const story = dice.pick(STORIES);
  const fault = dice.chance(FAULTY_SHARE)
    ? [{ operation: dice.pick(OPERATIONS), nth: dice.pick(FIRST_OR_SECOND), kind: dice.pick(FAULTS) }]
    : [];
  const create: Visit = { atMs: arrivesMs, deed: { kind: 'create', key: 'a', copies: dice.chance(0.02) ? 2 : 1 } };
  const told = tell(story, dice).map(({ atMs, deed }) => ({ atMs: arrivesMs + atMs, deed }));
  const mailed = fault.some(({ operation, kind }) => operation === 'create' && ORPHANING.has(kind));
  const orphan: Visit[] =
    mailed && dice.chance(0.5)
      ? [
          {
            atMs: arrivesMs + dice.between(30 * MINUTE, 8 * HOUR),
            deed: dice.payment({ which: 'mailed', notify: 'once' }),
          },
        ]
      : [];
  return {
    orderId: `S-${seed}-${nth}`,
    story,
    amountMinor: 1_000 + Math.floor(dice.roll() ** 3 * 120_000),
    visits: [create, ...told, ...orphan].sort((a, b) => a.atMs - b.atMs),
    faults: fault,
  };
}

const FIRST_OR_SECOND = [
  [3, 1],
  [1, 2],
] as const satisfies Weighted<number>;

/** What follows the create, in ms after it. A code lives 24 hours, unless the story moves its deadline. */
function tell(story: Story, dice: Dice): Visit[] {
  const soon = dice.delay();
  switch (story) {
    case 'leaves':
      return [];
    case 'pays':
      return [{ atMs: soon, deed: dice.payment() }];
    case 'pays_late':
      return [{ atMs: DAY + dice.between(HOUR, 30 * HOUR), deed: dice.payment() }];
    case 'pays_twice':
      return [
        { atMs: soon, deed: dice.payment() },
        { atMs: soon + dice.between(20 * MINUTE, 6 * HOUR), deed: dice.payment() },
      ];
    case 'pays_wrong': {
      const wrong = { atMs: soon, deed: dice.payment({ excessMinor: dice.chance(0.7) ? -100 : 500 }) };
      return dice.chance(0.4)
        ? [wrong, { atMs: soon + dice.between(30 * MINUTE, HOUR), deed: dice.payment({ notify: 'once' }) }]
        : [wrong];
    }
    case 'is_reversed': {
      // A silent reversal shows to two searches that contradict an earlier one: after its first look, before its last.
      const notify = dice.chance(0.6) ? 'once' : 'never';
      return [
        { atMs: soon, deed: dice.payment() },
        { atMs: soon + dice.between(2 * HOUR, 15 * HOUR), deed: { kind: 'reverse', notify } },
      ];
    }
    case 'cancels': {
      const atMs = dice.between(HOUR, 12 * HOUR);
      return [
        { atMs, deed: { kind: 'cancel' } },
        { atMs: atMs + dice.between(20 * MINUTE, 5 * HOUR), deed: dice.payment() },
      ];
    }
    case 'extends': {
      const hours = 6 + Math.floor(dice.roll() * 18);
      return [
        { atMs: dice.between(12 * HOUR, 23 * HOUR), deed: { kind: 'extend', hours: 24 + hours } },
        ...(dice.chance(0.7) ? [{ atMs: DAY + dice.between(HOUR, 5 * HOUR), deed: dice.payment() }] : []),
      ];
    }
    case 'reissues': {
      const atMs = dice.between(HOUR, 12 * HOUR);
      const old = dice.chance(0.5) ? [{ atMs: atMs + 20 * MINUTE, deed: dice.payment({ which: 'first' }) }] : [];
      return [
        // The money that is on its way while the shop takes the code back.
        ...(dice.chance(0.2) ? [{ atMs, deed: dice.payment({ notify: 'late' }) }] : []),
        { atMs, deed: { kind: 'reissue', hours: 24 } },
        ...old,
        ...(dice.chance(0.8) ? [{ atMs: atMs + dice.between(HOUR, 20 * HOUR), deed: dice.payment() }] : []),
      ];
    }
    case 'comes_again': {
      const atMs = DAY + dice.between(4 * HOUR, 16 * HOUR);
      return [
        { atMs, deed: { kind: 'create', key: 'b', copies: 1 } },
        { atMs: atMs + soon, deed: dice.payment() },
        ...(dice.chance(0.5) ? [{ atMs: atMs + dice.between(HOUR, DAY), deed: dice.payment({ which: 'first' }) }] : []),
      ];
    }
  }
}

/** Rolls of one seed. */
export class Dice {
  constructor(readonly roll: () => number) {}

  chance(share: number): boolean {
    return this.roll() < share;
  }

  between(fromMs: number, toMs: number): number {
    return Math.round(fromMs + this.roll() * (toMs - fromMs));
  }

  pick<T>(choices: Weighted<T>): T {
    const total = choices.reduce((sum, [weight]) => sum + weight, 0);
    let left = this.roll() * total;
    for (const [weight, value] of choices) {
      left -= weight;
      if (left < 0) return value;
    }
    const [last] = choices.slice(-1);
    if (last === undefined) throw new Error('there is nothing to pick from');
    return last[1];
  }

  /** Minutes for who pays with a phone, hours for who walks to an agent: log-normal about 50 minutes, within a day. */
  delay(): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.roll())) * Math.cos(2 * Math.PI * this.roll());
    const minutes = 50 * Math.exp(1.5 * normal);
    return Math.round(Math.min(Math.max(minutes, 2), 22 * 60) * MINUTE);
  }

  payment(change: Partial<Extract<Deed, { kind: 'pay' }>> = {}): Extract<Deed, { kind: 'pay' }> {
    return {
      kind: 'pay',
      which: 'latest',
      notify: this.pick(NOTIFY),
      channel: CHANNELS[Math.floor(this.roll() * CHANNELS.length)] ?? 'BCP agente',
      excessMinor: 0,
      ...change,
    };
  }
}

function byArrival(one: OrderPlan, other: OrderPlan): number {
  return (one.visits[0]?.atMs ?? 0) - (other.visits[0]?.atMs ?? 0);
}
