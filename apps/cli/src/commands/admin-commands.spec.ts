import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { merchantReceiver } from '#testing';
import type { MerchantReceiver } from '#testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CliWorld } from '../cli.fixture.js';
import { openWorld, runWith, runWithInput } from '../cli.fixture.js';
import { adminCommands } from './admin-commands.js';

const KEYS = { ACCOUNT_ACCESS_KEY: 'ACCESS-OF-DOLLARS', ACCOUNT_SECRET_KEY: 'secret-of-dollars' };

describe('shops and accounts on the command line', () => {
  let world: CliWorld;
  let erp: MerchantReceiver;
  let merchant = '';
  let shop = '';

  beforeAll(async () => {
    world = await openWorld();
    erp = await merchantReceiver();
    merchant = String((await json('merchant', 'create', '--name', 'Lima Textil'))['id']);
    shop = String((await json('shop', 'create', '--merchant', merchant, '--name', 'Web', '--mode', 'test'))['id']);
  });

  afterAll(async () => {
    await erp.close();
    await world.close();
  });

  async function json(...argv: string[]): Promise<Record<string, unknown>> {
    const run = await world.run(...argv, '--json');
    expect(run).toMatchObject({ code: 0, err: '' });
    return JSON.parse(run.out) as Record<string, unknown>;
  }

  function createDollars(slug: string): string[] {
    const where = ['--base-url', 'http://127.0.0.1:3999', '--service-id', '4711', '--currency', 'USD'];
    return ['account', 'create', '--merchant', merchant, '--slug', slug, ...where];
  }

  it('say in their help what they take, and what they need', async () => {
    const list = (await world.run('help')).out;
    for (const { name, required = [], usage } of adminCommands) {
      expect(list).toContain(`  ${name} `);
      const help = await world.run(...name.split(' '), '--help');
      expect(help).toMatchObject({ code: 0, out: expect.stringContaining(`chasqui ${name} ${usage}`) });
      if (required.length === 0) continue;
      const bare = await runWith({ DATABASE_URL: 'postgres://u:p@127.0.0.1:1/x' }, ...name.split(' '));
      expect(bare.code).toBe(64);
      for (const option of required) expect(bare.err).toContain(`--${option}`);
    }
    expect(list.split('\n').filter((line) => line.length >= 130)).toEqual([]);
  });

  it('list what there is, the default shop first of all', async () => {
    expect((await world.run('merchant', 'list')).out).toMatch(
      /MERCHANT +CREATED +NAME\n[\s\S]*mer_default .*Default merchant/,
    );
    expect((await world.run('shop', 'list')).out).toMatch(
      /shop_default +mer_default +test +open +PEN=default +Default shop/,
    );
    expect((await world.run('account', 'list')).out).toMatch(
      /default +acc_\w+ +mer_default +sandbox +1234 +PEN 0\.01 to any +open +shop_default/,
    );
    expect((await world.run('admin-key', 'list')).out).toBe('None.\n');
    expect(await json('shop', 'list', '--merchant', merchant)).toMatchObject({ shops: [{ id: shop, accounts: [] }] });
  });

  it('change a shop, and refuse what makes no sense in words of their own', async () => {
    const changed = await json('shop', 'update', '--shop', shop, '--name', 'Web 2', '--expiring-soon', 'PT2H, PT30M');
    expect(changed).toMatchObject({ name: 'Web 2', policies: { expiringSoon: ['PT2H', 'PT30M'] } });
    expect(await json('shop', 'update', '--shop', shop, '--expiring-soon', 'none')).toMatchObject({
      policies: { expiringSoon: [] },
    });
    expect((await world.run('shop', 'disable', '--shop', shop)).out).toBe(
      `Shop ${shop} ("Web 2") takes no new payments.\n`,
    );
    expect((await world.run('shop', 'enable', '--shop', shop)).out).toContain('takes payments');
    for (const [argv, code, says] of [
      [['--expiring-soon', 'PT1S'], 64, '--expiring-soon must be up to 5 durations from PT1M to P30D'],
      [['--expiring-soon', '2 hours'], 64, 'is not an ISO 8601 duration'],
      [['--name', ' '], 64, '--name must be one printable line'],
      [[], 64, 'Nothing is to be changed'],
    ] as const) {
      const run = await world.run('shop', 'update', '--shop', shop, ...argv);
      expect([run.code, run.err]).toEqual([code, expect.stringContaining(says)]);
    }
    expect(await world.run('shop', 'disable', '--shop', 'shop_none')).toMatchObject({
      code: 1,
      err: 'There is no shop shop_none: look it up in the list.\n',
    });
    const wrongMode = await world.run('shop', 'create', '--merchant', merchant, '--name', 'X', '--mode', 'prod');
    expect(wrongMode).toMatchObject({ code: 64, err: expect.stringContaining('--mode is test or live, not prod') });
  });

  it('make an API key, show it once, list it by prefix and revoke it', async () => {
    const options = ['--name', 'ERP', '--scopes', 'events:read, stock:read', '--expires', 'P90D', '--rate', '60'];
    const made = await world.run('api-key', 'create', '--shop', shop, ...options);
    const [key] = /ck_test_\w{36}/.exec(made.out) ?? [''];
    expect(made.out).toContain('shown this once');
    const listed = await world.run('api-key', 'list', '--shop', shop);
    expect(listed.out).toMatch(/ck_test_\w{4}… .* 60\/min +events:read stock:read +ERP\n/);
    expect(listed.out).not.toContain(key);
    const { apiKeys } = await json('api-key', 'list', '--shop', shop);
    const [{ id, createdBy }] = apiKeys as [{ id: string; createdBy: string }];
    expect(createdBy).toBe('cli');
    expect((await world.run('api-key', 'revoke', '--shop', shop, '--key', id)).out).toContain('is revoked');
    expect((await world.run('api-key', 'list', '--shop', shop)).out).toContain('revoked 20');
    for (const [option, value, says] of [
      ['--scopes', 'payments:fly', 'there is no "payments:fly"'],
      ['--expires', 'tomorrow', '--expires is an instant with an offset'],
      ['--expires', '2020-01-01T00:00:00Z', '--expires must be in the future'],
      ['--rate', '-5', '--rate'],
      ['--rate', '0', '--rate must be a whole number of requests'],
    ] as const) {
      const run = await world.run('api-key', 'create', '--shop', shop, `${option}=${value}`);
      expect([run.code, run.err]).toEqual([64, expect.stringContaining(says)]);
    }
  });

  it('take secrets from the environment or the standard input, and never show them', async () => {
    const missing = await world.run(...createDollars('dollars'));
    expect(missing).toMatchObject({ code: 64, err: expect.stringContaining('ACCOUNT_ACCESS_KEY is missing') });
    const argv = await world.run(...createDollars('dollars'), '--secret-key', 'on-the-command-line');
    expect(argv.code).toBe(64);

    const made = await runWith({ ...world.env, ...KEYS }, ...createDollars('dollars'));
    expect(made).toMatchObject({ code: 0, out: expect.stringContaining('/webhooks/pagoefectivo/dollars') });
    const input = 'ACCOUNT_SECRET_KEY=next=secret\n';
    const rotated = await runWithInput(
      { env: world.env, input },
      'account',
      'rotate-secret',
      '--account',
      'dollars',
      '--stdin',
    );
    expect(rotated).toMatchObject({ code: 0, err: '' });
    expect(await world.shop.payments.accounts.bySlug('dollars')).toMatchObject({
      accessKey: KEYS.ACCOUNT_ACCESS_KEY,
      secretKey: 'next=secret',
    });
    const nameless = await runWithInput(
      { env: world.env, input: 'a-secret-without-a-name\n' },
      'account',
      'rotate-secret',
      '--account=dollars',
      '--stdin',
    );
    expect(nameless.code).toBe(64);
    const said = made.out + rotated.out + nameless.err + (await world.run('account', 'list', '--json')).out;
    for (const secret of [...Object.values(KEYS), 'next=secret', 'a-secret-without-a-name'])
      expect(said).not.toContain(secret);
  });

  it('set limits and channels of an account, attach and detach it', async () => {
    const limits = ['--min-amount', '1.00', '--max-amount', '5000.00', '--require-timestamp', 'yes'];
    const channels = ['--channel', 'yape=max:500.00', '--channel', 'bcp-agente=off', '--channel', 'plin=max:none'];
    expect(await json('account', 'update', '--account', 'dollars', ...limits, ...channels)).toMatchObject({
      minAmount: '1.00',
      maxAmount: '5000.00',
      requireTimestamp: true,
      channels: { yape: { maxAmount: '500.00' }, 'bcp-agente': { offered: false }, plin: { maxAmount: null } },
    });
    const changed = await json(
      'account',
      'update',
      '--account',
      'dollars',
      '--max-amount',
      'none',
      '--channel',
      'yape=default',
    );
    expect(changed).toMatchObject({ minAmount: '1.00', maxAmount: null });
    expect(changed['channels']).not.toHaveProperty('yape');
    for (const [option, value, says] of [
      ['--channel', 'yape', '--channel is <id>=off'],
      ['--channel', 'yape=max:5', '--channel yape=max: is an amount'],
      ['--channel', 'YAPE=off', '--channel must be named by ids'],
      ['--min-amount', '1', '--min-amount is an amount with two decimals'],
      ['--require-timestamp', 'maybe', '--require-timestamp is yes or no'],
    ] as const) {
      const run = await world.run('account', 'update', '--account', 'dollars', option, value);
      expect([run.code, run.err]).toEqual([64, expect.stringContaining(says)]);
    }
    const attached = await world.run('account', 'attach', '--account', 'dollars', '--shop', shop);
    expect(attached.out).toBe(`Account dollars takes USD for shop ${shop}.\n`);
    expect((await world.run('account', 'attach', '--account', 'dollars', '--shop', 'shop_default')).err).toContain(
      'belongs to another merchant',
    );
    expect((await world.run('account', 'disable', '--account', 'dollars')).out).toContain('takes no new payments');
    expect((await world.run('account', 'enable', '--account', 'dollars')).out).toContain('takes payments');
    expect((await world.run('account', 'detach', '--shop', shop, '--currency', 'USD')).code).toBe(0);
    expect((await world.run('account', 'detach', '--shop', shop, '--currency', 'EUR')).code).toBe(64);
    expect((await world.run('account', 'detach', '--shop', shop, '--currency', 'USD')).err).toContain(
      'There is no attachment',
    );
  });

  it('set up, test and remove where events go', async () => {
    const env = { ...world.env, WEBHOOK_ALLOWED_TARGETS: '127.0.0.0/8' };
    const create = [
      'endpoint',
      'create',
      '--shop',
      shop,
      '--url',
      erp.url,
      '--types',
      'order.paid',
      '--description',
      'ERP',
    ];
    const refused = await world.run(...create);
    expect([refused.code, refused.err]).toEqual([64, expect.stringContaining('--url: ')]);
    const made = JSON.parse((await runWith(env, ...create, '--json')).out) as { id: string; secret: string };
    erp.trust(made.secret);
    const one = ['--shop', shop, '--endpoint', made.id];
    const tested = await runWith(env, 'endpoint', 'test', ...one);
    expect(tested).toMatchObject({ code: 0, out: expect.stringContaining('took the message: HTTP 2') });
    expect((await world.run('endpoint', 'test', ...one)).code).toBe(1);
    const listed = await world.run('endpoint', 'list', '--shop', shop);
    expect(listed.out).toMatch(new RegExp(`${made.id} +enabled +order.paid +${erp.url} +ERP`));
    expect(listed.out).not.toContain(made.secret);
    const changed = await world.run('endpoint', 'update', ...one, '--enabled', 'no', '--types', 'all', '--json');
    expect(JSON.parse(changed.out)).toMatchObject({ enabled: false, types: [] });
    expect((await world.run('endpoint', 'update', ...one, '--types', 'order.flown')).err).toContain('order.flown');
    const rotated = JSON.parse((await world.run('endpoint', 'rotate-secret', ...one, '--json')).out) as {
      secret: string;
    };
    expect(rotated.secret).not.toBe(made.secret);
    const file = join(mkdtempSync(join(tmpdir(), 'chasqui-headers-')), 'headers.json');
    writeFileSync(file, '{"Authorization":"Bearer of-the-erp"}');
    const moved = await world.run('endpoint', 'update', ...one, '--headers', file, '--rate', '60', '--json');
    expect(JSON.parse(moved.out)).toMatchObject({ headerNames: ['Authorization'], ratePerMinute: 60 });
    expect(moved.out).not.toContain('of-the-erp');
    expect((await world.run('endpoint', 'update', ...one, '--max-concurrent', '65')).err).toContain('--max-concurrent');
    expect((await world.run('endpoint', 'stats', ...one)).out).toMatch(/circuit +closed\nwaiting +0\n/);
    expect((await world.run('endpoint', 'stats', ...one, '--hours', '0')).code).toBe(64);
    expect((await world.run('delivery', 'list', '--status', 'failed')).out).toBe('None.\n');
    for (const act of ['show', 'redeliver'])
      expect((await world.run('delivery', act, 'dlv_none')).err).toContain('There is no delivery dlv_none');
    expect((await world.run('delivery', 'resolve', 'dlv_none', '--reason', 'x')).err).toContain('There is no delivery');
    expect((await world.run('endpoint', 'remove', ...one)).code).toBe(0);
    expect((await world.run('endpoint', 'remove', ...one)).err).toContain('There is no endpoint');
    expect((await world.run('endpoint', 'list', '--shop', 'shop_none')).err).toContain('There is no shop');
    const audit = await world.database.query<{ actor: string }>(
      'select distinct actor from audit_entry where subject = $1',
      [made.id],
    );
    expect(audit).toEqual([{ actor: 'cli' }]);
  });

  it('make and revoke a key for the admin API', async () => {
    const { id, key } = await json(
      'admin-key',
      'create',
      '--name',
      'Terraform',
      '--expires',
      '2126-01-01T00:00:00-05:00',
    );
    expect(key).toEqual(expect.stringMatching(/^ck_admin_\w{36}$/));
    const listed = await world.run('admin-key', 'list');
    expect(listed.out).toMatch(/ck_admin_\w{4}… .* cli +Terraform\n/);
    expect(listed.out).not.toContain(key);
    expect((await world.run('admin-key', 'revoke', '--key', String(id))).out).toContain('is revoked');
    expect((await world.run('admin-key', 'revoke', '--key', 'akey_none')).code).toBe(1);
  });

  it('list an endless number of things to the last', async () => {
    await world.database.query(
      `insert into merchant (id, name) select 'mer_many_' || lpad(i::text, 4, '0'), 'Many' from generate_series(1, 450) i`,
    );
    const { merchants } = await json('merchant', 'list');
    expect((merchants as unknown[]).length).toBeGreaterThan(450);
    expect(new Set((merchants as { id: string }[]).map(({ id }) => id)).size).toBe((merchants as unknown[]).length);
  });
});
