import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../apps/cli/src/cli.js';
import { waitFor } from '#testing';
import { flowEnvironment, Product } from './product.js';

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What an operator does from a terminal while the product runs. */
describe('the operator commands', () => {
  let product: Product;

  beforeAll(async () => {
    product = await Product.start({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
  });

  afterAll(() => product.close());

  async function run(...argv: string[]): Promise<Run> {
    return runIn({}, ...argv);
  }

  async function runIn(change: Record<string, string>, ...argv: string[]): Promise<Run> {
    const { url, prefix } = product.config.queue;
    const env = { ...flowEnvironment(product.database, { url: url ?? '', prefix }), ...change };
    let [out, err] = ['', ''];
    const code = await runCli(argv, {
      env,
      write: (text) => void (out += text),
      complain: (text) => void (err += text),
    });
    return { code, out, err };
  }

  async function json<Answer>(...argv: string[]): Promise<Answer> {
    const answer = await run(...argv, '--json');
    expect(answer).toMatchObject({ code: 0, err: '' });
    return JSON.parse(answer.out) as Answer;
  }

  const audited = async (subject: string): Promise<string[]> =>
    (
      await product.database.query<{ action: string; actor: string }>(
        'select action, actor from audit_entry where subject = $1 order by id',
        [subject],
      )
    ).map(({ action, actor }) => `${actor} ${action}`);

  /** Every delivery of an order's events at the ERP, repeated ones too. */
  const received = (orderId: string): { id: string; type: string }[] =>
    product.erp.deliveries
      .flatMap(({ event }) => event ?? [])
      .filter(({ data }) => orderOf(data) === orderId)
      .map(({ id, type }) => ({ id, type }));

  it('cancel a payment: its code is deleted and its stock released', async () => {
    const { id } = await product.order('OP-CANCEL');
    const { code, out } = await run('payment', 'cancel', 'OP-CANCEL');
    expect([code, out]).toEqual([0, `Order OP-CANCEL (${id}) is cancelled.\n`]);
    expect(await product.payment(id)).toMatchObject({ state: 'cancelled', stock: 'released' });
    expect(await product.requestCount('delete')).toBe(1);
    expect(await audited(id)).toEqual(['cli payment.cancelled']);
  });

  it('say why a change is not made, to people and to scripts', async () => {
    const { id, cip } = await product.order('OP-PAID');
    await product.pay(cip.number);
    await product.waitForState(id, 'paid');
    const refused = await run('payment', 'cancel', 'OP-PAID');
    expect(refused).toMatchObject({ code: 1, err: 'The payment is paid: only an open one can be changed.\n' });
    const told = await run('payment', 'cancel', 'OP-PAID', '--json');
    expect([told.code, JSON.parse(told.out)]).toEqual([
      1,
      { refused: 'not_open', state: 'paid', message: 'The payment is paid: only an open one can be changed.' },
    ]);
    expect(await audited(id)).toEqual([]);
  });

  it('extend a payment by an instant or a duration, within the gateway’s bounds', async () => {
    const { id, cip } = await product.order('OP-EXTEND');
    const { payment } = await json<{ payment: { expiresAt: string } }>(
      'payment',
      'extend',
      cip.number,
      '--expires',
      'P3D',
    );
    const extended = await product.payment(id);
    expect(extended.expiresAt).toBe(payment.expiresAt);
    expect(Date.parse(payment.expiresAt) - product.clock.now().getTime()).toBeGreaterThan(2.9 * 24 * 3_600_000);
    for (const [expires, says] of [
      ['PT5M', '--expires PT5M is less than 10 minutes from now'],
      ['P200D', '--expires P200D is 6 months or more from now'],
      ['tomorrow', '--expires is an instant with an offset'],
    ] as const) {
      const wrong = await run('payment', 'extend', id, '--expires', expires);
      expect([wrong.code, wrong.err]).toEqual([64, expect.stringContaining(says)]);
    }
    const earlier = await run('payment', 'extend', id, '--expires', 'P1D');
    expect([earlier.code, earlier.err]).toEqual([1, expect.stringContaining('not later than the present deadline')]);
    expect(await audited(id)).toEqual(['cli payment.extended']);
  });

  it('reissue a code, and go on with the same key after a call without an answer', async () => {
    const { id, cip } = await product.order('OP-REISSUE');
    const before = await product.requestCount('create');
    await product.faults({ dropConnection: true, operations: ['delete'], times: 1 });
    const cut = await run('payment', 'reissue', id, '--key', 'once-more');
    expect([cut.code, cut.err]).toEqual([1, expect.stringContaining('Repeat the command with --key once-more.')]);
    await product.faults({ dropConnection: null, operations: null, times: null });
    const { payment } = await waitFor(
      async () => {
        const again = await run('payment', 'reissue', id, '--key', 'once-more', '--json');
        return again.code === 0 ? (JSON.parse(again.out) as { payment: { cip: { number: string } } }) : undefined;
      },
      { what: 'the code to be given anew', timeoutMs: 20_000 },
    );
    expect(payment.cip.number).not.toBe(cip.number);
    expect((await json<{ payment: unknown }>('payment', 'reissue', id, '--key', 'once-more')).payment).toMatchObject({
      cip: { number: payment.cip.number },
    });
    expect(await product.requestCount('create')).toBe(before + 1);
    const other = await product.order('OP-REISSUE-2');
    expect((await run('payment', 'reissue', other.id, '--key', 'once-more')).err).toContain('belongs to another');
  });

  it('ask which payment is meant when an order has several', async () => {
    const first = await product.order('OP-TWICE');
    await run('payment', 'cancel', 'OP-TWICE');
    const second = (await product.create('OP-TWICE', {}, 'second-key')).body;
    expect((await run('payment', 'cancel', 'OP-TWICE')).out).toContain(second.id);
    const unclear = await run('payment', 'cancel', 'OP-TWICE');
    expect(unclear).toMatchObject({ code: 1, err: expect.stringContaining('names several payments') });
    for (const id of [first.id, second.id]) expect(unclear.err).toContain(`${id} (cancelled)`);
  });

  it('show a case and resolve it, with the reason on record', async () => {
    const { id, cip } = await product.order('OP-CASE');
    await product.pay(cip.number, { amount: '100.00' });
    const found = await waitFor(
      async () => (await json<{ cases: { id: string; orderId: string }[] }>('case', 'list')).cases[0],
      { what: 'a case' },
    );
    const shown = await run('case', 'show', found.id);
    expect(shown.out).toMatch(
      new RegExp(`^Case ${found.id}: wrong_amount, open\n {2}order +OP-CASE\n {2}payment +${id}`),
    );
    const resolved = await json<{ case: unknown }>(
      'case',
      'resolve',
      found.id,
      '--resolution',
      'close',
      '--reason',
      'paid back by transfer',
    );
    expect(resolved.case).toMatchObject({ state: 'resolved', resolvedBy: 'cli', reason: 'paid back by transfer' });
    expect(await audited(found.id)).toEqual(['cli case.resolved']);
    for (const [argv, code, says] of [
      [['--resolution', 'burn', '--reason', 'because'], 64, '--resolution is accept, refund, close, not burn'],
      [['--resolution', 'close', '--reason', 'x'], 64, '--reason is a text of 3 to 500 characters'],
      [['--resolution', 'close'], 64, '--reason'],
    ] as const) {
      const wrong = await run('case', 'resolve', found.id, ...argv);
      expect([wrong.code, wrong.err]).toEqual([code, expect.stringContaining(says)]);
    }
    expect((await run('case', 'show', 'case_none')).err).toContain('There is no case case_none');
  });

  it('list notifications, and replay one that came signed from an address that was not listed', async () => {
    const { id, cip } = await product.order('OP-ADDRESS');
    // Its search, which a signed message of a wrong address triggers, must not be what finds the money.
    const message = { cip: cip.number, eventType: 'cip.paid' };
    const answer = await product.notify(message, { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(answer.status).toBe(403);
    const list = ['notification', 'list', '--lane', 'signed', '--cip', cip.number];
    const { notifications } = await json<{ notifications: { id: string; sourceAddress: string }[] }>(...list);
    expect(notifications).toEqual([
      expect.objectContaining({ sourceAddress: '203.0.113.9', sourceVerdict: 'not_allowed', status: 'rejected' }),
    ]);
    const notification = notifications[0]?.id ?? '';
    expect((await run(...list)).out).toMatch(
      new RegExp(`${notification} +cip.paid +${cip.number} +203.0.113.9 +valid`),
    );
    const replayed = await run('notification', 'replay', notification);
    expect([replayed.code, replayed.out]).toEqual([0, expect.stringContaining('is due again')]);
    expect((await run('payment', 'check', id)).out).toMatch(/is paid/);
    expect(await audited(notification)).toEqual(['cli notification.replayed']);
    expect((await run('notification', 'replay', notification)).err).toMatch(/is applied: only what failed/);
    expect((await run('notification', 'replay', 'ntf_none')).err).toContain('There is no notification ntf_none');
    expect((await run('notification', 'list', '--status', 'lost')).err).toContain('--status is one of pending');
  });

  it('send the events of a payment again, with the ids and the order they had', async () => {
    const { id, cip } = await product.order('OP-EVENTS');
    await product.pay(cip.number);
    // What is on its way is not sent twice: both must have arrived.
    await waitFor(
      async () => {
        const rows = await product.database.query<{ status: string }>(
          'select status from delivery where payment_id = $1',
          [id],
        );
        return rows.length === 2 && rows.every(({ status }) => status === 'delivered') ? true : undefined;
      },
      { what: 'both events at the ERP', timeoutMs: 20_000 },
    );
    const preview = await json<{ events: { eventId: string; type: string }[] }>('events', 'replay', id, '--dry-run');
    expect(preview.events.map(({ type }) => type)).toEqual(['order.pending', 'order.paid']);
    expect(await audited(id)).toEqual([]);
    const sent = await json<{ events: { eventId: string }[] }>('events', 'replay', 'OP-EVENTS');
    expect(sent.events).toEqual(preview.events);
    await waitFor(() => received('OP-EVENTS').length === 4 || undefined, { what: 'both once more', timeoutMs: 20_000 });
    const [pending, paid, ...again] = received('OP-EVENTS');
    expect([pending?.type, paid?.type]).toEqual(['order.pending', 'order.paid']);
    expect(again).toEqual([pending, paid]);
    expect(await audited('OP-EVENTS')).toEqual(['cli events.replayed']);
  });

  it('send the events of a time to an endpoint that came later', async () => {
    const endpoint = await product.api<{ id: string }>('POST', '/v1/webhook-endpoints', {
      url: product.erp.url,
      types: ['order.paid'],
    });
    const one = ['--endpoint', endpoint.body.id];
    const from = ['--from', '2020-01-01T00:00:00-05:00'];
    const { events } = await json<{ events: { type: string; endpointId: string }[] }>(
      'events',
      'replay',
      ...one,
      ...from,
      '--dry-run',
    );
    expect(events.length).toBeGreaterThanOrEqual(2);
    expect(new Set(events.map(({ type, endpointId }) => `${type} ${endpointId}`))).toEqual(
      new Set([`order.paid ${endpoint.body.id}`]),
    );
    const none = ['--until', '2020-01-02T00:00:00-05:00'];
    expect((await run('events', 'replay', ...one, ...from, ...none)).out).toBe('0 deliveries are due again.\n');
    for (const [argv, says] of [
      [[], 'Say which payment, or --endpoint with --from'],
      [one, 'Say which payment, or --endpoint with --from'],
      [[...one, '--from', 'yesterday'], '--from is an instant with an offset'],
      [[...one, '--from', '2020-01-03T00:00:00-05:00', ...none], '--until must be later than --from'],
      [['OP-EVENTS', '--types', 'order.flown'], 'there is no order.flown'],
    ] as const) {
      const wrong = await run('events', 'replay', ...argv);
      expect([wrong.code, wrong.err]).toEqual([64, expect.stringContaining(says)]);
    }
    expect((await run('events', 'replay', 'OP-EVENTS', '--endpoint', 'we_none')).err).toContain('There is no endpoint');
  });

  it('rotate a secret under the name of the contract', async () => {
    const next = 'the-next-secret-key/0000+1111222233334444AB';
    const missing = await run('secret', 'rotate', 'default');
    expect(missing).toMatchObject({ code: 64, err: expect.stringContaining('ACCOUNT_SECRET_KEY is missing') });
    const rotated = await runIn({ ACCOUNT_SECRET_KEY: next }, 'secret', 'rotate', 'default', '--overlap', 'P7D');
    expect([rotated.code, rotated.out]).toEqual([0, expect.stringContaining('signs with the new secret')]);
    expect(rotated.out).not.toContain(next);
    const [account] = await product.database.query<{ id: string }>('select id from gateway_account');
    expect(await audited(account?.id ?? '')).toContain('cli account.secret_rotated');
  });
});

function orderOf(data: unknown): unknown {
  const payment: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'payment') : undefined;
  return typeof payment === 'object' && payment !== null ? Reflect.get(payment, 'orderId') : undefined;
}
