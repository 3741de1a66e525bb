import { seededRolls } from '../../apps/sandbox/src/faults/fault-plan.js';
import type { FaultKind, FaultOperation, GatewayFault } from '../processes/faulty-gateway.js';

/** Who can be killed. `doors` are both copies of checkout-api at once, as when their machine dies. */
export type Victim = 'doors' | 'door' | 'finder' | 'clock' | 'inbox' | 'teller';

/** What a storefront, a shopper or an operator does to one order; `copies` requests go out together. */
export type Action =
  | { readonly kind: 'create'; readonly key: string; readonly copies: number }
  | { readonly kind: 'reissue'; readonly key: string; readonly copies: number; readonly minutes: number | null }
  | { readonly kind: 'extend'; readonly minutes: number; readonly copies: number }
  | { readonly kind: 'cancel'; readonly copies: number }
  | { readonly kind: 'check' }
  | { readonly kind: 'look'; readonly at: 'api' | 'page' }
  | {
      readonly kind: 'pay';
      /** `shown`: the latest the shopper saw; `earlier`: one seen before it; `unseen`: an orphan nobody was shown. */
      readonly which: 'shown' | 'earlier' | 'unseen';
      readonly notify: 'once' | 'twice' | 'late' | 'reordered' | 'never';
      readonly wrongAmount: boolean;
    }
  | { readonly kind: 'kill'; readonly victim: Victim };

/** Actions that begin together, before or after the clock moves in that tick. `awaited`: the tick ends with them. */
export interface Step {
  readonly tick: number;
  readonly when: 'before' | 'after';
  readonly awaited: boolean;
  readonly actions: readonly Action[];
}

/** One round: everything that is done to one order, decided by its seed alone. */
export interface Schedule {
  readonly seed: number;
  readonly orderId: string;
  /** Null: the product's own PAYMENT_TTL. */
  readonly minutes: number | null;
  /** A storefront that repeats its create until it has an answer; the others leave after the first. */
  readonly persistent: boolean;
  readonly steps: readonly Step[];
  readonly faults: readonly GatewayFault[];
}

export const LAST_TICK = 26;

/** About how long a payment lives that nobody extends: its deadline, the grace and the last question. */
const LIVELY_TICKS = 10;

/** Share of payments of another amount. */
const WRONG_AMOUNTS = 0.06;

type Weighted<T> = readonly (readonly [weight: number, value: T])[];

const FAULTS: Weighted<FaultKind> = [
  [4, 'drop_before'],
  [6, 'drop_after'],
  [2, 'fail_before'],
  [3, 'fail_after'],
  [2, 'rate_limited'],
  [3, 'late'],
  [3, 'never'],
  [1, 'kill_before'],
  [1, 'kill_after'],
];
const ORPHANING: ReadonlySet<FaultKind> = new Set(['drop_after', 'fail_after', 'never', 'kill_after']);
const FAULTY: Weighted<FaultOperation> = [
  [6, 'create'],
  [4, 'delete'],
  [3, 'extend'],
  [1, 'search'],
];
const ACTIONS: Weighted<Action['kind']> = [
  [5, 'pay'],
  [4, 'reissue'],
  [5, 'extend'],
  [2, 'cancel'],
  [3, 'create'],
  [3, 'look'],
  [1, 'check'],
];

/** The whole life of one order under `seed`: the same seed is the same schedule, whatever else runs beside it. */
export function scheduleOf(seed: number): Schedule {
  const roll = seededRolls(seed);
  const upTo = (count: number): number => Math.floor(roll() * count);
  const chance = (share: number): boolean => roll() < share;
  const pick = <T>(choices: Weighted<T>): T => pickWeighted(choices, roll());
  const copies = (): number =>
    pick([
      [3, 1],
      [2, 2],
      [1, 4],
    ] as const);

  const begins = upTo(6);
  const first: Step = {
    tick: begins,
    when: chance(0.5) ? 'before' : 'after',
    awaited: chance(0.7),
    actions: [{ kind: 'create', key: 'a', copies: copies() }],
  };
  const action = (): Action => {
    const kind = pick(ACTIONS);
    switch (kind) {
      case 'create':
        return { kind, key: chance(0.6) ? 'a' : 'b', copies: copies() };
      case 'reissue':
        return {
          kind,
          key: chance(0.7) ? 'r' : 's',
          copies: copies(),
          minutes: chance(0.3) ? 11 + upTo(4) : null,
        };
      case 'extend':
        return { kind, minutes: 11 + upTo(4), copies: chance(0.2) ? 2 : 1 };
      case 'cancel':
        return { kind, copies: chance(0.3) ? 3 : 1 };
      case 'look':
        return { kind, at: chance(0.5) ? 'api' : 'page' };
      case 'pay':
        return {
          kind,
          which: pick([
            [5, 'shown'],
            [2, 'unseen'],
            [2, 'earlier'],
          ] as const),
          notify: pick([
            [6, 'once'],
            [2, 'twice'],
            [1, 'late'],
            [1, 'reordered'],
            [3, 'never'],
          ] as const),
          wrongAmount: chance(WRONG_AMOUNTS),
        };
      case 'check':
        return { kind };
      case 'kill':
        return { kind, victim: 'doors' };
    }
  };
  // Most of it while the payment lives, some of it long after.
  const later = Array.from({ length: 3 + upTo(4) }, (): Step => ({
    tick: begins + upTo(chance(0.75) ? LIVELY_TICKS : LAST_TICK - begins + 1),
    when: chance(0.5) ? 'before' : 'after',
    awaited: chance(0.6),
    actions: Array.from(
      {
        length: pick([
          [4, 1],
          [3, 2],
          [1, 3],
        ] as const),
      },
      action,
    ),
  }));
  const kill: Step[] = chance(0.06)
    ? [
        {
          tick: upTo(LAST_TICK),
          when: 'after',
          awaited: false,
          actions: [
            {
              kind: 'kill',
              victim: pick<Victim>([
                [2, 'doors'],
                [2, 'door'],
                [2, 'finder'],
                [2, 'clock'],
                [1, 'inbox'],
                [1, 'teller'],
              ]),
            },
          ],
        },
      ]
    : [];
  const faults = Array.from(
    {
      length: pick([
        [3, 0],
        [4, 1],
        [2, 2],
      ] as const),
    },
    (): GatewayFault => ({
      operation: pick(FAULTY),
      nth: pick([
        [5, 1],
        [2, 2],
        [1, 3],
      ] as const),
      kind: pick(FAULTS),
    }),
  );
  // A create that happened without an answer leaves an orphan: often its money comes while the order is still young.
  const orphaned = faults.some(({ operation, kind }) => operation === 'create' && ORPHANING.has(kind));
  const orphan: Step[] =
    orphaned && chance(0.5)
      ? [
          {
            tick: begins + upTo(4),
            when: 'after',
            awaited: true,
            actions: [{ kind: 'pay', which: 'unseen', notify: chance(0.7) ? 'once' : 'twice', wrongAmount: false }],
          },
        ]
      : [];
  return {
    seed,
    orderId: `R-${seed}`,
    minutes: chance(0.2) ? 11 + upTo(3) : null,
    persistent: chance(0.8),
    steps: [first, ...later, ...orphan, ...kill].sort((a, b) => a.tick - b.tick),
    faults,
  };
}

function pickWeighted<T>(choices: Weighted<T>, roll: number): T {
  const total = choices.reduce((sum, [weight]) => sum + weight, 0);
  let left = roll * total;
  for (const [weight, value] of choices) {
    left -= weight;
    if (left < 0) return value;
  }
  const [last] = choices.slice(-1);
  if (last === undefined) throw new Error('there is nothing to pick from');
  return last[1];
}
