import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WatchStage } from './watch.fixture.js';

const MINUTE_MS = 60_000;

let stage: WatchStage;
beforeEach(async () => {
  stage = await WatchStage.open();
});
afterEach(() => stage.close());

async function unheard(count: number): Promise<string[]> {
  const cips: string[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    cips.push((await stage.paidUnheard()).cip);
    stage.clock.advance(MINUTE_MS);
  }
  return cips;
}

describe('SilentGateway', () => {
  it('raises one alert with numbers when five payments in a row were not announced, and has polling catch up', async () => {
    await unheard(5);
    await stage.look();
    expect(await stage.uncleared('gateway_silent')).toEqual([]);

    stage.clock.advance(10 * MINUTE_MS);
    await stage.look();
    await stage.look();

    const [alert, ...others] = await stage.uncleared('gateway_silent');
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      severity: 'warning',
      times: 2,
      numbers: {
        account: 'default',
        verdict: 'stopped',
        unannounced: 5,
        announced: 0,
        refused: [],
        lastAnnouncedAt: null,
      },
    });
    expect(await stage.budget()).toEqual({ catchingUp: true });
  });

  it('says nothing of four', async () => {
    await unheard(4);
    stage.clock.advance(10 * MINUTE_MS);
    await stage.look();
    expect(await stage.uncleared('gateway_silent')).toEqual([]);
    expect(await stage.budget()).toEqual({ catchingUp: false });
  });

  it('counts what is announced late as announced', async () => {
    const cips = await unheard(5);
    await stage.announce(cips[2] ?? '');
    stage.clock.advance(10 * MINUTE_MS);
    await stage.look();
    expect(await stage.uncleared('gateway_silent')).toEqual([]);
  });

  it('does not blame the gateway for what waits in our inbox', async () => {
    const cips = await unheard(5);
    await stage.shop.notify({ cip: cips[0] ?? '', amount: '129.90' });
    stage.clock.advance(10 * MINUTE_MS);
    await stage.look();
    expect(await stage.uncleared('gateway_silent')).toEqual([]);
  });

  it('does not blame the gateway for the time in which no ingest ran', async () => {
    const from = stage.clock.now();
    await unheard(5);
    await stage.dataSource.query(
      `insert into outage (id, app, away_from, back_at, settled_at) values ('out_1', 'webhook-ingest', $1, $2, $2)`,
      [from, stage.clock.now()],
    );
    stage.clock.advance(10 * MINUTE_MS);
    await stage.look();
    expect(await stage.uncleared('gateway_silent')).toEqual([]);
  });

  it('names the notifications that were refused meanwhile, and why', async () => {
    const cips = await unheard(5);
    const [first = '', second = ''] = cips;
    const refused = { lane: 'quarantine', signatureVerdict: 'mismatch', sourceAddress: '200.1.2.3' } as const;
    for (const cip of cips) await stage.shop.notify({ cip, amount: '129.90', accountId: null, ...refused });
    const strange = { lane: 'signed', sourceVerdict: 'not_allowed', sourceAddress: '198.51.100.7' } as const;
    for (const cip of [first, second]) await stage.shop.notify({ cip, amount: '129.90', ...strange });
    stage.clock.advance(10 * MINUTE_MS);
    await stage.look();

    const [alert] = await stage.uncleared('gateway_silent');
    expect(alert?.numbers['refused']).toMatchObject([
      { why: 'bad_signature', sourceAddress: '200.1.2.3', count: 5 },
      { why: 'wrong_address', sourceAddress: '198.51.100.7', count: 2 },
    ]);
    expect(alert?.summary).toContain('5 came from 200.1.2.3 with a signature of no secret that is known here.');
    expect(alert?.summary).toContain(
      '2 signed ones came from 198.51.100.7, which WEBHOOK_ALLOWED_SOURCES does not name.',
    );
  });

  it('stays while nobody pays, goes on catching up, and clears when announcements are heard again', async () => {
    await unheard(5);
    stage.clock.advance(10 * MINUTE_MS);
    await stage.look();
    stage.clock.advance(3 * 60 * MINUTE_MS);
    for (let turn = 0; turn < 4; turn += 1) await stage.paidAnnounced();
    await stage.look();
    expect(await stage.uncleared('gateway_silent')).toHaveLength(1);
    expect(await stage.budget()).toEqual({ catchingUp: true });

    await stage.paidAnnounced();
    await stage.look();

    expect(await stage.uncleared('gateway_silent')).toEqual([]);
    expect(await stage.budget()).toEqual({ catchingUp: false });
    expect(await stage.alerts.list({ state: 'cleared' })).toMatchObject([{ kind: 'gateway_silent' }]);
  });
});

describe('CatchUp', () => {
  it('searches open CIPs again after minutes instead of half an hour, and only for the account that catches up', async () => {
    const { payment } = await stage.shop.order();
    stage.clock.advance(31 * MINUTE_MS);
    await stage.shop.payments.search.pollDue();
    const pollAt = async (): Promise<Date | undefined> => {
      const rows = await stage.dataSource.query<{ poll_at: Date }[]>('select poll_at from cip where payment_id = $1', [
        payment.id,
      ]);
      return rows[0]?.poll_at;
    };
    const planned = await pollAt();
    stage.clock.advance(4 * MINUTE_MS);
    await stage.look();
    expect(await pollAt()).toEqual(planned);

    await unheard(5);
    stage.clock.advance(10 * MINUTE_MS);
    await stage.look();

    expect(await pollAt()).toEqual(stage.clock.now());
    await stage.shop.payments.search.pollDue();
    await stage.look();
    expect((await pollAt())?.getTime()).toBeGreaterThan(stage.clock.now().getTime());
  });
});
