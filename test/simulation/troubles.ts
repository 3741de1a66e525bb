import { seededRolls } from '../../apps/sandbox/src/faults/fault-plan.js';
import type { ReceiverBehaviour } from '#testing';
import type { Span } from './shoppers.js';
import { DAY } from './shoppers.js';

/** One process of the product. */
export type SeatName = 'door' | 'inbox' | 'finder' | 'clock' | 'teller';

export type Trouble =
  /** PagoEfectivo sends nothing. */
  | { readonly kind: 'silence' }
  /** Switches of the sandbox; each is put back afterwards. */
  | {
      readonly kind: 'gateway';
      readonly name: string;
      readonly faults: Readonly<Record<string, unknown>>;
      /** Longer than a closing waits for an answer: what is due meanwhile closes unconfirmed. */
      readonly outlastsHold: boolean;
    }
  /** Nobody answers at the gateway's address. */
  | { readonly kind: 'unreachable' }
  /** Processes of ours do not run. */
  | { readonly kind: 'down'; readonly seats: readonly SeatName[] }
  | { readonly kind: 'erp'; readonly behaviour: ReceiverBehaviour };

/** Trouble from one moment to another, in ms since the first midnight. */
export interface Spell {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly trouble: Trouble;
}

export interface Kill {
  readonly atMs: number;
  readonly seat: SeatName;
}

export interface Troubles {
  readonly spells: readonly Spell[];
  readonly kills: readonly Kill[];
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const KILLS_PER_DAY = 2;
const SEATS: readonly SeatName[] = ['door', 'inbox', 'finder', 'clock', 'teller'];

/** EXPIRY_MAX_HOLD of the simulated product is six. */
const LONG_OUTAGE_MS = 9 * HOUR;

interface Kind {
  /** Two of one group are never at once. */
  readonly group: 'gateway' | 'silence' | 'ours' | 'erp';
  readonly lasts: readonly [fromMs: number, toMs: number];
  readonly trouble: Trouble;
}

const gateway = (name: string, lasts: Kind['lasts'], faults: Record<string, unknown>): Kind => ({
  group: 'gateway',
  lasts,
  trouble: { kind: 'gateway', name, faults, outlastsHold: false },
});
const down = (lasts: Kind['lasts'], ...seats: SeatName[]): Kind => ({
  group: 'ours',
  lasts,
  trouble: { kind: 'down', seats },
});
const erp = (behaviour: ReceiverBehaviour): Kind => ({
  group: 'erp',
  lasts: [30 * MINUTE, 5 * HOUR],
  trouble: { kind: 'erp', behaviour },
});
const silence: Kind = { group: 'silence', lasts: [HOUR, 6 * HOUR], trouble: { kind: 'silence' } };

/** In this order they come day by day, several a day, so that a simulation of four days has met each. */
const KINDS: readonly Kind[] = [
  silence,
  gateway('errors', [20 * MINUTE, 90 * MINUTE], { status: 500, errorRate: 0.5 }),
  down([30 * MINUTE, 2 * HOUR], 'inbox'),
  erp({ status: 500 }),
  { group: 'gateway', lasts: [20 * MINUTE, 2 * HOUR], trouble: { kind: 'unreachable' } },
  down([HOUR, 4 * HOUR], 'finder', 'clock', 'teller'),
  erp({ drop: true }),
  silence,
  gateway('an HTML page for every tenth call', [HOUR, 3 * HOUR], { htmlErrors: true, errorRate: 0.1 }),
  gateway('429', [30 * MINUTE, 2 * HOUR], { rateLimit: 6 }),
  down([10 * MINUTE, HOUR], 'clock'),
  erp({ status: 429, headers: { 'retry-after': '120' } }),
  gateway('searches ten minutes behind', [HOUR, 3 * HOUR], { searchLag: 'PT10M' }),
  gateway('latency', [30 * MINUTE, HOUR], { latency: 'PT0.2S' }),
  down([10 * MINUTE, 40 * MINUTE], 'door', 'inbox', 'finder', 'clock', 'teller'),
  gateway('searches that know nothing', [20 * MINUTE, HOUR], { emptySearch: true }),
];
const PER_DAY = 4;

/** What goes wrong when, decided by the seed: everything is over before the last day ends. */
export function planTroubles({ days, seed }: Omit<Span, 'orders'>): Troubles {
  const roll = seededRolls(seed ^ 0x51_3d_0a);
  const between = (fromMs: number, toMs: number): number => Math.round(fromMs + roll() * (toMs - fromMs));
  const spells: Spell[] = [];
  const free = (group: Kind['group'], fromMs: number, untilMs: number): boolean =>
    spells.every((spell) => groupOf(spell.trouble) !== group || spell.untilMs < fromMs || spell.fromMs > untilMs);
  const outageDay = days >= 4 ? Math.floor(days / 2) : null;
  if (outageDay !== null) spells.push(longOutage(outageDay * DAY + 10 * HOUR));
  for (let day = 0; day < days; day += 1) {
    for (let nth = 0; nth < PER_DAY; nth += 1) {
      const kind = KINDS[(day * PER_DAY + nth) % KINDS.length];
      if (kind === undefined) throw new Error('there is no trouble to choose from');
      const lastsMs = between(...kind.lasts);
      const fromMs = between(day * DAY, (day + 1) * DAY - lastsMs - HOUR);
      if (free(kind.group, fromMs, fromMs + lastsMs))
        spells.push({ fromMs, untilMs: fromMs + lastsMs, trouble: kind.trouble });
    }
  }
  const kills = Array.from({ length: days * KILLS_PER_DAY }, () => ({
    atMs: between(0, days * DAY),
    seat: SEATS[Math.floor(roll() * SEATS.length)] ?? 'finder',
  }));
  return { spells: spells.sort((a, b) => a.fromMs - b.fromMs), kills: kills.sort((a, b) => a.atMs - b.atMs) };
}

function longOutage(fromMs: number): Spell {
  return {
    fromMs,
    untilMs: fromMs + LONG_OUTAGE_MS,
    trouble: {
      kind: 'gateway',
      name: 'nothing but creates for nine hours',
      faults: { operations: ['search', 'delete', 'extend'], status: 503, errorRate: 1 },
      outlastsHold: true,
    },
  };
}

function groupOf(trouble: Trouble): Kind['group'] {
  switch (trouble.kind) {
    case 'silence':
      return 'silence';
    case 'gateway':
    case 'unreachable':
      return 'gateway';
    case 'down':
      return 'ours';
    case 'erp':
      return 'erp';
  }
}

/** One word or two for the report. */
export function nameOf(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'silence':
      return 'silence';
    case 'gateway':
      return `gateway: ${trouble.name}`;
    case 'unreachable':
      return 'gateway unreachable';
    case 'down':
      return `down: ${trouble.seats.join(', ')}`;
    case 'erp':
      return `ERP: ${trouble.behaviour.drop ? 'cuts the connection' : `answers ${trouble.behaviour.status}`}`;
  }
}
