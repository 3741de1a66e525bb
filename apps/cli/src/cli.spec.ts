import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliWorld, openWorld, runWith } from './cli.fixture.js';

describe('the command line', () => {
  let folder = '';
  let nowhere = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chasqui-cli-'));
    nowhere = join(folder, 'none');
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each([[[]], [['help']], [['--help']]])('lists its commands for %j', async (argv) => {
    const { code, out } = await runWith({}, ...argv);
    expect(code).toBe(0);
    for (const name of ['doctor', 'payment show', 'payment check', 'case list', 'migrate']) expect(out).toContain(name);
  });

  it.each([[['fly']], [['payment']], [['payment', 'burn']], [['case', 'burn', 'x']]])(
    'answers what it does not know (%j) with the list and 64',
    async (argv) => {
      const { code, out, err } = await runWith({}, ...argv);
      expect(code).toBe(64);
      expect(out).toBe('');
      expect(err).toContain('There is no command');
      expect(err).toContain('payment show <id, orderId or cip>');
    },
  );

  it.each([
    [['payment', 'show'], 'Something is missing'],
    [['payment', 'show', 'a', 'b'], 'too much'],
    [['doctor', '--fast'], '--fast'],
    [['case', 'list', '--state'], '--state'],
  ])('says how %j should have been', async (argv, what) => {
    const { code, err } = await runWith({}, ...argv);
    expect(code).toBe(64);
    expect(err).toContain(what);
    expect(err).toContain('Usage: chasqui');
  });

  it('explains one command', async () => {
    const { code, out } = await runWith({}, 'payment', 'check', '--help');
    expect(code).toBe(0);
    expect(out).toContain('chasqui payment check <id, orderId or cip> [--json]');
  });

  it('names every wrong variable and exits 78', async () => {
    const { code, err } = await runWith({ DATABASE_URL: 'mysql://x', RETENTION_MONTHS: '2' }, 'case', 'list');
    expect(code).toBe(78);
    expect(err.trim().split('\n')).toHaveLength(2);
    expect(err).toContain('DATABASE_URL');
    expect(err).toContain('RETENTION_MONTHS');
  });

  it('fails with a sentence and never with a stack, unless debugging', async () => {
    const env = { DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/none' };
    const { code, err } = await runWith(env, 'case', 'list');
    expect(code).toBe(1);
    expect(err).toContain('nothing listens at that address');
    expect(err).not.toContain('    at ');
    expect(err).not.toContain('secret');
    expect((await runWith({ ...env, LOG_LEVEL: 'debug' }, 'case', 'list')).err).toContain('    at ');
  });

  it('makes no database where it was only asked to look', async () => {
    const { code, err } = await runWith({ CHASQUI_DATA_DIR: nowhere }, 'payment', 'show', 'A-1');
    expect(code).toBe(1);
    expect(err).toContain(`${nowhere} does not exist`);
  });

  it('ends at once when the person has had enough', async () => {
    const { runCli } = await import('./cli.js');
    const io = { env: {}, write: () => undefined, complain: () => undefined, interrupted: AbortSignal.abort() };
    expect(await runCli(['migrate'], { ...io, env: { DATABASE_URL: 'postgres://u:p@192.0.2.1/x' } })).toBe(130);
  });
});

describe('payments on the command line', () => {
  let world: CliWorld;
  let cip = '';
  let id = '';

  beforeAll(async () => {
    world = await openWorld();
    const { payment } = await world.shop.order({ orderId: 'A-1001' });
    ({ id } = payment);
    cip = payment.cips[0]?.number ?? '';
  });

  afterAll(() => world.close());

  it('shows an order with its CIP and timeline, by id, reference or CIP', async () => {
    for (const text of [id, 'A-1001', cip, `000${cip}`]) {
      const { code, out, err } = await world.run('payment', 'show', text);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(/^Order A-1001: pending \(test\)\n/);
      expect(out).toContain('PEN 129.90');
      expect(out).toMatch(new RegExp(`${cip} +pending +A-1001-`));
      expect(out).toContain('Timeline');
      expect(out).toMatch(/gateway_call +create/);
    }
  });

  it('shows the same as JSON', async () => {
    const { out } = await world.run('payment', 'show', 'A-1001', '--json');
    expect(JSON.parse(out)).toMatchObject({
      payments: [
        {
          payment: { id, orderId: 'A-1001', state: 'pending', amount: '129.90' },
          cips: [{ number: cip, status: 'pending' }],
          cases: [],
          timeline: expect.arrayContaining([expect.objectContaining({ kind: 'gateway_call', what: 'create' })]),
        },
      ],
    });
  });

  it('says so when nothing has that name', async () => {
    const { code, err } = await world.run('payment', 'show', 'A-9999');
    expect(code).toBe(1);
    expect(err).toBe('Nothing has the payment id, order reference, CIP or transaction code "A-9999".\n');
  });

  it('needs no master key to look, and says so when it needs one to ask', async () => {
    const env = { ...world.env, CHASQUI_MASTER_KEY: undefined };
    expect((await runWith(env, 'payment', 'show', 'A-1001')).code).toBe(0);
    const { code, err } = await runWith(env, 'payment', 'check', 'A-1001');
    expect(code).toBe(1);
    expect(err).toContain('CHASQUI_MASTER_KEY is missing');
  });

  it('asks the gateway, applies what it says, and says what changed, without worker and queue', async () => {
    const env = { ...world.env, QUEUE_URL: 'redis://127.0.0.1:1' };
    const before = await runWith(env, 'payment', 'check', cip);
    expect(before).toEqual({
      code: 0,
      err: '',
      out: `Order A-1001 (${id}) is pending, as before.\n  PagoEfectivo was asked about 1 CIP(s).\n`,
    });
    world.gateway.pay(cip, '2026-11-22T18:45:00-05:00');
    const after = await runWith(env, 'payment', 'check', 'A-1001', '--json');
    expect(after.code).toBe(0);
    expect(JSON.parse(after.out)).toEqual({
      payments: [
        {
          id,
          orderId: 'A-1001',
          before: 'pending',
          after: 'paid',
          notificationsApplied: 0,
          commandSettled: false,
          cipsKnown: 1,
          cipsAsked: 1,
          gatewayError: null,
        },
      ],
    });
    const { out } = await world.run('payment', 'show', cip);
    expect(out).toMatch(/^Order A-1001: paid/);
    expect(out).toMatch(/Money\n {2}PEN 129\.90 {2}paid 2026-11-22 18:45:00/);
  });

  it('applies a stored notification that no worker took', async () => {
    const { payment } = await world.shop.order({ orderId: 'A-1002' });
    await world.shop.notify({ cip: payment.cips[0]?.number ?? '', amount: '129.90' });
    const { out } = await world.run('payment', 'check', 'A-1002');
    expect(out).toContain('was pending and is paid');
    expect(out).toContain('1 stored notification(s) applied.');
  });

  it('exits 1 and says why when the gateway cannot be asked', async () => {
    await world.shop.order({ orderId: 'A-1003' });
    world.gateway.mode = 'down';
    try {
      const { code, out } = await world.run('payment', 'check', 'A-1003');
      expect(code).toBe(1);
      expect(out).toContain('is pending, as before');
      expect(out).toMatch(/PagoEfectivo could not be asked about 1 of 1 CIP\(s\): .+`chasqui doctor` tells more/);
    } finally {
      world.gateway.mode = 'well';
    }
  });

  it('lists cases that wait for a person', async () => {
    expect((await world.run('case', 'list')).out).toBe('No case.\n');
    const { payment } = await world.shop.order({ orderId: 'A-1004' });
    await world.shop.notify({ cip: payment.cips[0]?.number ?? '', amount: '100.00' });
    await world.run('payment', 'check', 'A-1004');
    const { out } = await world.run('case', 'list');
    expect(out).toMatch(
      /^OPENED +DUE +KIND +STATE +ORDER +OWNER +CASE +RESOLUTION\n.+ wrong_amount +open +A-1004 +- +case_/,
    );
    expect(JSON.parse((await world.run('case', 'list', '--state', 'all', '--json')).out)).toMatchObject({
      cases: [{ kind: 'wrong_amount', orderId: 'A-1004' }],
    });
    expect((await world.run('case', 'list', '--state', 'resolved')).out).toBe('No case.\n');
    expect((await world.run('case', 'list', '--state', 'some')).code).toBe(64);
  });
});
