import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ANNOUNCED_WITHIN_MS,
  HEARING_MEMORY_MS,
  HEARD_RUN,
  type HearingSample,
  judgeSilence,
  SILENCE_WINDOW_MS,
  SILENT_RUN,
  type SilenceVerdict,
} from './silence-rules.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function sample(change: Partial<HearingSample>): HearingSample {
  return { unannounced: 0, announced: 0, latest: [], ...change };
}

const times = (count: number, heard: boolean): boolean[] => Array.from({ length: count }, () => heard);

describe('judgeSilence', () => {
  it.each<[string, Partial<HearingSample>, SilenceVerdict]>([
    ['no payment at all', {}, 'unsure'],
    ['four unannounced, all there are', { unannounced: 4, latest: times(4, false) }, 'unsure'],
    ['five unannounced in a row', { unannounced: 5, latest: times(5, false) }, 'stopped'],
    ['five in a row over a week, none in the window', { latest: times(5, false) }, 'stopped'],
    ['five in a row, and one announced before them', { latest: [...times(5, false), true] }, 'stopped'],
    ['one announced after five that were not', { latest: [true, ...times(4, false)] }, 'unsure'],
    ['five of 25 missing', { unannounced: 5, announced: 20, latest: [true, false] }, 'missing'],
    ['five of 26 missing', { unannounced: 5, announced: 21, latest: [true, false] }, 'unsure'],
    ['four of four missing beside an announced one', { unannounced: 4, latest: [true, ...times(4, false)] }, 'unsure'],
    ['all announced', { announced: 5, latest: times(5, true) }, 'heard'],
    ['four announced, all there are', { announced: 4, latest: times(4, true) }, 'unsure'],
    [
      'five announced in a row while too many of the window are missing',
      { unannounced: 20, announced: 5, latest: times(5, true) },
      'missing',
    ],
  ])('%s', (_what, change, verdict) => {
    expect(judgeSilence(sample(change))).toBe(verdict);
  });

  it('needs evidence for each of its words', () => {
    fc.assert(
      fc.property(
        fc.nat(100),
        fc.nat(1000),
        fc.array(fc.boolean(), { maxLength: 8 }),
        (unannounced, announced, latest) => {
          const verdict = judgeSilence({ unannounced, announced, latest });
          if (verdict === 'heard') {
            expect(latest.slice(0, HEARD_RUN)).toEqual(times(HEARD_RUN, true));
            expect(unannounced < SILENT_RUN || unannounced < 0.2 * (unannounced + announced)).toBe(true);
          }
          if (verdict === 'stopped') expect(latest.slice(0, SILENT_RUN)).toEqual(times(SILENT_RUN, false));
          if (verdict === 'missing') expect(unannounced).toBeGreaterThanOrEqual(SILENT_RUN);
        },
      ),
    );
  });
});

interface Paid {
  readonly at: number;
  readonly heardAt: number | null;
}

/** As the database counts it: announced at once, unannounced once it is due and a search has found it. */
function sampleAt(now: number, paid: readonly Paid[], foundAfterMs: (payment: Paid) => number): HearingSample {
  const known = paid
    .filter(({ at }) => at <= now && at >= now - HEARING_MEMORY_MS)
    .flatMap((payment) => {
      const heard = payment.heardAt !== null && payment.heardAt <= now;
      const missed = payment.at <= now - ANNOUNCED_WITHIN_MS && payment.at + foundAfterMs(payment) <= now;
      return heard || missed ? [{ at: payment.at, heard }] : [];
    });
  const window = known.filter(({ at }) => at >= now - SILENCE_WINDOW_MS);
  return {
    unannounced: window.filter(({ heard }) => !heard).length,
    announced: window.filter(({ heard }) => heard).length,
    latest: known
      .toSorted((a, b) => b.at - a.at)
      .slice(0, SILENT_RUN)
      .map(({ heard }) => heard),
  };
}

/** Mulberry32: a stream of chances that a failing seed brings back. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Poisson arrivals, a tenth as many between midnight and seven; announced within a minute or two, few never. */
function traffic(options: { seed: number; perDay: number; days: number; lost: number; silentFrom?: number }): Paid[] {
  const chance = chances(options.seed);
  const paid: Paid[] = [];
  for (let at = 0; ;) {
    at += (-Math.log(1 - chance()) * DAY) / options.perDay;
    if (at > options.days * DAY) return paid;
    const asleep = at % DAY < 7 * HOUR && chance() > 0.1;
    const lost = chance() < options.lost || at >= (options.silentFrom ?? Infinity);
    if (!asleep) paid.push({ at, heardAt: lost ? null : at + chance() * 2 * MINUTE });
  }
}

const SEARCHED_AFTER = 30 * MINUTE;

/** One look after each payment that can change the verdict, instead of one every half minute for a month. */
function looks(paid: readonly Paid[]): number[] {
  return paid.flatMap(({ at, heardAt }) =>
    heardAt === null ? [at + ANNOUNCED_WITHIN_MS, at + SEARCHED_AFTER] : [heardAt],
  );
}

const rates = fc.constantFrom(1, 3, 10, 40, 200, 600);
const seeds = fc.integer();

describe('the silent-gateway rule over time', () => {
  it('never alarms in thirty days of healthy traffic, of a tiny shop or a large one, by night or by day', () => {
    fc.assert(
      fc.property(seeds, rates, (seed, perDay) => {
        const paid = traffic({ seed, perDay, days: 30, lost: 0.001 });
        // Only an unannounced payment can begin an alarm.
        for (const now of looks(paid.filter(({ heardAt }) => heardAt === null))) {
          const near = paid.filter(({ at }) => at <= now && at >= now - HEARING_MEMORY_MS);
          expect(['unsure', 'heard']).toContain(judgeSilence(sampleAt(now, near, () => SEARCHED_AFTER)));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('alarms at the latest once the fifth payment of a silence has been searched', () => {
    fc.assert(
      fc.property(seeds, rates, (seed, perDay) => {
        const silentFrom = 10 * DAY;
        const paid = traffic({ seed, perDay, days: 17, lost: 0.001, silentFrom });
        const unheard = paid.filter(({ at }) => at >= silentFrom);
        const fifth = unheard[SILENT_RUN - 1];
        // Fewer than five payments in a week are too few to say anything.
        fc.pre(fifth !== undefined && fifth.at - (unheard[0]?.at ?? 0) < HEARING_MEMORY_MS);
        const now = (fifth?.at ?? 0) + SEARCHED_AFTER;
        expect(['stopped', 'missing']).toContain(judgeSilence(sampleAt(now, paid, () => SEARCHED_AFTER)));
      }),
      { numRuns: 60 },
    );
  });

  it('says that it is over once five are announced and the window is sound again', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(40, 200, 600), (seed, perDay) => {
        const back = 3 * DAY + 12 * HOUR;
        const paid = traffic({ seed, perDay, days: 5, lost: 0 }).map((payment) =>
          payment.at >= 3 * DAY && payment.at < back ? { ...payment, heardAt: null } : payment,
        );
        const after = paid.filter(({ at }) => at >= back + SILENCE_WINDOW_MS);
        const now = (after[HEARD_RUN - 1]?.heardAt ?? 0) + SEARCHED_AFTER;
        expect(judgeSilence(sampleAt(now, paid, () => SEARCHED_AFTER))).toBe('heard');
      }),
      { numRuns: 40 },
    );
  });
});
