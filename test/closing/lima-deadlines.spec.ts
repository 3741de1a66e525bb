import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { limaInstant } from '#payments';
import { type ClosingWorld, GRACE_MS, openClosingWorld } from './closing-world.js';

const HOUR_MS = 3_600_000;
const MACHINE_ZONE = process.env['TZ'];

/** Zones with and without daylight saving, of whole and of odd offsets, on both sides of the date line: minutes in June. */
const ZONES = [
  ['UTC', 0],
  ['America/Lima', -300],
  ['America/New_York', -240],
  ['Europe/Madrid', 120],
  ['Australia/Lord_Howe', 630],
  ['Asia/Kathmandu', 345],
  ['Pacific/Apia', 780],
  ['America/Santiago', -240],
] as const;

/** Instants around which clocks of these zones are put forward or back, and the turn of a Lima day, month and year. */
const TURNS = [
  '2026-03-08T07:00:00Z',
  '2026-11-01T06:00:00Z',
  '2026-03-29T01:00:00Z',
  '2026-10-25T01:00:00Z',
  '2026-04-04T15:00:00Z',
  '2026-10-03T15:30:00Z',
  '2027-01-01T05:00:00Z',
  '2028-02-29T05:00:00Z',
].map((turn) => Date.parse(turn));

const deadline = fc
  .tuple(fc.constantFrom(...TURNS), fc.integer({ min: -3 * 3600, max: 3 * 3600 }))
  .map(([turn, seconds]) => new Date(turn + seconds * 1000));

describe('a deadline', () => {
  let world: ClosingWorld;
  let nth = 0;

  beforeAll(async () => {
    world = await openClosingWorld();
  });
  afterAll(() => world.close());
  afterEach(() => {
    if (MACHINE_ZONE === undefined) delete process.env['TZ'];
    else process.env['TZ'] = MACHINE_ZONE;
  });

  async function stateAt(
    id: string,
    now: Date,
  ): Promise<{ state: string; expires_at: Date; next_at: Date } | undefined> {
    world.clock.set(now);
    await world.payments.closing.sweep();
    const rows = await world.dataSource.query<{ state: string; expires_at: Date; next_at: Date }[]>(
      'select state, expires_at, next_at from payment where id = $1',
      [id],
    );
    return rows[0];
  }

  it.each(ZONES)('is kept to the second, and neither before nor after it, on a server in %s', async (zone, minutes) => {
    process.env['TZ'] = zone;
    expect(new Date('2026-06-01T12:00:00Z').getTimezoneOffset() + minutes).toBe(0);
    await fc.assert(
      fc.asyncProperty(deadline, async (expiresAt) => {
        const from = (nth += 1);
        await world.openDue({ count: 1, from, state: 'pending', expiresAt });
        const id = `pay_due_${from}`;
        const before = new Date(expiresAt.getTime() - 1);
        expect(await stateAt(id, before)).toMatchObject({ state: 'pending', expires_at: expiresAt });
        const passed = await stateAt(id, expiresAt);
        expect(passed).toMatchObject({
          state: 'expiring',
          expires_at: expiresAt,
          next_at: new Date(expiresAt.getTime() + GRACE_MS),
        });
        const asked = new Date(expiresAt.getTime() + GRACE_MS);
        expect((await stateAt(id, new Date(asked.getTime() - 1)))?.state).toBe('expiring');
        expect((await stateAt(id, asked))?.state).toBe('expired');
        // The event tells the shop the deadline in Lima time, whatever the server's zone.
        const [event] = await world.dataSource.query<{ body: string }[]>(
          `select body from outbox_event where payment_id = $1 and type = 'order.expired'`,
          [id],
        );
        const lima = new Date(expiresAt.getTime() - 5 * HOUR_MS).toISOString().replace(/\.000Z$/, '-05:00');
        expect(limaInstant(expiresAt)).toBe(lima);
        expect(event?.body).toContain(`"expiresAt":"${lima}"`);
      }),
      { numRuns: 6 },
    );
  });
});
