import type { FaultKind, GatewayFault } from '../processes/faulty-gateway.js';
import type { Dice, Notify, OrderPlan, Story, Visit, Weighted } from '../simulation/shoppers.js';
import { OPERATIONS, ORPHANING } from '../simulation/shoppers.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Real time of a round in which faults come and orders go on, in ms. */
export const LIVE_MS = 8_000;
/** Business time since the round began, of what comes after its faults: money for replaced codes, late money, second tries, silent reversals. */
const AFTER = { replaced: 3 * MINUTE, deadline: 20 * MINUTE, later: HOUR, muchLater: 5 * HOUR } as const;

const STORIES: Weighted<Story> = [
  [50, 'pays'],
  [12, 'leaves'],
  [6, 'pays_late'],
  [6, 'pays_twice'],
  [5, 'pays_wrong'],
  [6, 'is_reversed'],
  [5, 'cancels'],
  [4, 'extends'],
  [5, 'reissues'],
  [4, 'comes_again'],
];

const NOTIFY: Weighted<Notify> = [
  [66, 'once'],
  [14, 'twice'],
  [6, 'never'],
  [3, 'late'],
  [6, 'reordered'],
  [5, 'forged'],
];

/** Share of orders of which one call gets lost, or kills who makes it. */
const FAULTY_SHARE = 0.15;
const LOSSES: Weighted<FaultKind> = [
  [6, 'drop_before'],
  [6, 'drop_after'],
  [3, 'fail_before'],
  [3, 'fail_after'],
  [3, 'rate_limited'],
  [3, 'late'],
  [2, 'never'],
  [1, 'kill_before'],
  [1, 'kill_after'],
];

/** One order of a round, with all that becomes of it. `loses`: the calls that get lost in place of those that the dice choose. */
export function planOrder(dice: Dice, orderId: string, loses?: readonly GatewayFault[]): OrderPlan {
  const story = dice.pick(STORIES);
  const arrivesMs = dice.between(0, 0.6 * LIVE_MS);
  const rolled: GatewayFault[] = dice.chance(FAULTY_SHARE)
    ? [{ operation: dice.pick(OPERATIONS), nth: dice.chance(0.75) ? 1 : 2, kind: dice.pick(LOSSES) }]
    : [];
  const faults = loses ?? rolled;
  const mailed = faults.some(({ operation, kind }) => operation === 'create' && ORPHANING.has(kind));
  const create: Visit = { atMs: arrivesMs, deed: { kind: 'create', key: 'a', copies: dice.chance(0.1) ? 2 : 1 } };
  const orphan: Visit[] =
    mailed && dice.chance(0.8)
      ? [
          {
            // Before it is replaced, or beside the code that replaced it.
            atMs: dice.chance(0.5) ? dice.between(arrivesMs, LIVE_MS) : AFTER.replaced,
            deed: pay(dice, { which: 'mailed', notify: 'once' }),
          },
        ]
      : [];
  return {
    orderId,
    story,
    amountMinor: 1_000 + dice.between(0, 90_000),
    visits: [create, ...tell(story, dice, arrivesMs), ...orphan].sort((a, b) => a.atMs - b.atMs),
    faults,
  };
}

/** What follows the create. A code lives ten minutes, unless the story moves its deadline. */
function tell(story: Story, dice: Dice, arrivesMs: number): Visit[] {
  const soonMs = dice.between(arrivesMs + 200, LIVE_MS);
  const soon = (change: PayChange = {}): Visit => ({ atMs: soonMs, deed: pay(dice, change) });
  switch (story) {
    case 'leaves':
      return [];
    case 'pays':
      return [soon()];
    case 'pays_late':
      return [{ atMs: AFTER.deadline, deed: pay(dice) }];
    case 'pays_twice':
      return dice.chance(0.5)
        ? [soon({ notify: 'once' }), soon({ notify: 'once' })]
        : [soon(), { atMs: AFTER.deadline, deed: pay(dice) }];
    case 'pays_wrong': {
      const wrong = soon({ excessMinor: dice.chance(0.7) ? -100 : 500 });
      return dice.chance(0.4) ? [wrong, { atMs: soonMs + 300, deed: pay(dice, { notify: 'once' }) }] : [wrong];
    }
    case 'is_reversed':
      return dice.chance(0.6)
        ? [soon(), { atMs: dice.between(soonMs, LIVE_MS) + 100, deed: { kind: 'reverse', notify: 'once' } }]
        : // A silent reversal shows to searches that contradict an earlier one.
          [soon(), { atMs: AFTER.later, deed: { kind: 'reverse', notify: 'never' } }];
    case 'cancels':
      return [{ atMs: dice.between(arrivesMs, LIVE_MS), deed: { kind: 'cancel' } }, soon()];
    case 'extends':
      return [
        { atMs: soonMs, deed: { kind: 'extend', hours: 3 } },
        ...(dice.chance(0.7) ? [{ atMs: AFTER.later, deed: pay(dice) }] : []),
      ];
    case 'reissues':
      return [
        { atMs: soonMs, deed: { kind: 'reissue', hours: 3 } },
        ...(dice.chance(0.5) ? [{ atMs: dice.between(arrivesMs, LIVE_MS), deed: pay(dice, { which: 'first' }) }] : []),
        ...(dice.chance(0.8) ? [{ atMs: AFTER.deadline, deed: pay(dice) }] : []),
      ];
    case 'comes_again':
      return [
        { atMs: AFTER.deadline, deed: { kind: 'create', key: 'b', copies: 1 } },
        { atMs: AFTER.deadline, deed: pay(dice) },
        ...(dice.chance(0.5) ? [{ atMs: AFTER.muchLater, deed: pay(dice, { which: 'first' }) }] : []),
      ];
  }
}

type PayChange = Parameters<Dice['payment']>[0];

/** As the simulation's shoppers pay, but announced as rounds of chaos want it. */
function pay(dice: Dice, change: PayChange = {}): ReturnType<Dice['payment']> {
  return dice.payment({ notify: dice.pick(NOTIFY), ...change });
}
