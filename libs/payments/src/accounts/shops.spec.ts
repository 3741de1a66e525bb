import { FrozenClock, testDatabase } from '#testing';
import type { TestDatabase } from '#testing';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, transparentSealer } from '../outbox/outbox.fixture.js';
import { ACTOR, granted, refused } from './accounts.fixture.js';
import type { Administration } from './administration.js';
import { createAdministration } from './administration.js';
import { DEFAULT_SHOP_POLICIES } from './shop-policies.js';

const ACCOUNT = {
  slug: 'soles',
  baseUrl: 'http://127.0.0.1:3003',
  serviceId: '1042',
  accessKey: 'ACCESS',
  secretKey: 'secret-of-soles',
  currency: 'PEN',
  actor: ACTOR,
} as const;

let database: TestDatabase;
let dataSource: DataSource;
let clock: FrozenClock;
let admin: Administration;
let merchantId: string;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = await connect(database.url);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

beforeEach(async () => {
  clock = new FrozenClock();
  admin = createAdministration({ dataSource, clock, sealer: transparentSealer, machineClock: clock });
  merchantId = granted(await admin.merchants.create({ name: 'Lima Textil', actor: ACTOR })).id;
});

afterEach(async () => {
  await dataSource.query('truncate merchant cascade');
  await dataSource.query('truncate audit_entry');
});

async function actionsOn(subject: string): Promise<string[]> {
  const rows = await dataSource.query<{ action: string }[]>(
    'select action from audit_entry where subject = $1 order by at, id',
    [subject],
  );
  return rows.map(({ action }) => action).sort();
}

async function newShop(livemode = false): Promise<string> {
  return granted(await admin.shops.create({ merchantId, name: 'Web', livemode, actor: ACTOR })).id;
}

describe('merchants', () => {
  it('are made, renamed and listed, latest first', async () => {
    clock.advance(1000);
    const other = granted(await admin.merchants.create({ name: 'Otra', actor: ACTOR }));
    granted(await admin.merchants.rename({ id: other.id, name: 'Otra Tienda', actor: ACTOR }));

    expect((await admin.merchants.list({ limit: 10 })).map(({ name }) => name)).toEqual(['Otra Tienda', 'Lima Textil']);
    expect(await admin.merchants.list({ limit: 10, before: other.id })).toMatchObject([{ id: merchantId }]);
    expect(await actionsOn(other.id)).toEqual(['merchant.created', 'merchant.renamed']);
    expect(refused(await admin.merchants.rename({ id: 'mer_none', name: 'X', actor: ACTOR }))).toMatchObject({
      kind: 'not_found',
    });
  });

  it.each(['', ' Lima', 'Li\nma', 'Li\u202ema', 'x'.repeat(101)])('are not called %j', async (name) => {
    expect(refused(await admin.merchants.create({ name, actor: ACTOR }))).toMatchObject({
      kind: 'invalid',
      problems: [{ field: 'name' }],
    });
  });
});

describe('shops', () => {
  it('keep name, mode and policies, and stay of their mode', async () => {
    const made = granted(
      await admin.shops.create({
        merchantId,
        name: 'Web',
        livemode: false,
        policies: { expiringSoonS: [7200, 600] },
        actor: ACTOR,
      }),
    );
    expect(await admin.shops.get(made.id)).toEqual(made);
    const changed = granted(
      await admin.shops.update({ id: made.id, name: 'App', policies: { expiringSoonS: [] }, actor: ACTOR }),
    );
    expect(changed).toEqual({ ...made, name: 'App', policies: { ...DEFAULT_SHOP_POLICIES, expiringSoonS: [] } });
    const again = granted(await admin.shops.update({ id: made.id, policies: { expiringSoonS: null }, actor: ACTOR }));
    expect(again).toEqual({ ...made, name: 'App', policies: DEFAULT_SHOP_POLICIES });
    expect(await actionsOn(made.id)).toEqual(['shop.changed', 'shop.changed', 'shop.created']);
  });

  it('keep policies that this version does not know', async () => {
    const id = await newShop();
    await dataSource.query(`update shop set policies = '{"later": 1, "expiringSoonS": [60]}' where id = $1`, [id]);
    granted(await admin.shops.update({ id, policies: { expiringSoonS: [120] }, actor: ACTOR }));
    expect(await dataSource.query('select policies from shop where id = $1', [id])).toEqual([
      { policies: { later: 1, expiringSoonS: [120] } },
    ]);
  });

  it('refuse reminders that make no sense', async () => {
    const id = await newShop();
    const policies = { expiringSoonS: [30] };
    expect(refused(await admin.shops.update({ id, policies, actor: ACTOR }))).toMatchObject({
      problems: [{ field: 'expiringSoon' }],
    });
  });

  it('say which policies and deadlines of cases make sense', async () => {
    const id = await newShop();
    const policies = {
      cases: { paid_late: 'accept', wrong_amount: 'accept' },
      caseDeadlineHours: { reversed: 0, unknown_cip: 48 },
    } as const;
    expect(refused(await admin.shops.update({ id, policies, actor: ACTOR }))).toMatchObject({
      problems: [
        { field: 'cases.wrong_amount', message: 'cases.wrong_amount must be review or refund.' },
        { field: 'caseDeadlineHours.reversed', code: 'out_of_range' },
      ],
    });
    expect((await admin.shops.get(id))?.policies).toEqual(DEFAULT_SHOP_POLICIES);
  });

  it('are disabled and enabled, and doing so again changes nothing', async () => {
    const id = await newShop();
    const { disabledAt } = granted(await admin.shops.setDisabled({ id, disabled: true, actor: ACTOR }));
    expect(disabledAt).toEqual(clock.now());
    clock.advance(1000);
    expect(granted(await admin.shops.setDisabled({ id, disabled: true, actor: ACTOR })).disabledAt).toEqual(disabledAt);
    expect(granted(await admin.shops.setDisabled({ id, disabled: false, actor: ACTOR })).disabledAt).toBeNull();
    expect(await actionsOn(id)).toEqual(['shop.created', 'shop.disabled', 'shop.enabled']);
  });

  it('are not made live beside a sandbox, nor for nobody', async () => {
    granted(await admin.accounts.create({ ...ACCOUNT, merchantId }));
    expect(refused(await admin.shops.create({ merchantId, name: 'Web', livemode: true, actor: ACTOR }))).toMatchObject({
      code: 'mixed_environments',
    });
    const stranger = { merchantId: 'mer_none', name: 'Web', livemode: false, actor: ACTOR };
    expect(refused(await admin.shops.create(stranger))).toEqual({
      kind: 'not_found',
      what: 'merchant',
      id: 'mer_none',
    });
  });

  it('leave nothing when the audit log cannot be written', async () => {
    await dataSource.query('alter table audit_entry add constraint ck_spec check (action <> $$shop.created$$)');
    try {
      await expect(newShop()).rejects.toThrow('ck_spec');
      expect(await admin.shops.list({ limit: 10 })).toEqual([]);
    } finally {
      await dataSource.query('alter table audit_entry drop constraint ck_spec');
    }
  });
});

describe('an account', () => {
  it('is attached to shops of its merchant, one per currency, and detached', async () => {
    const [web, app] = [await newShop(), await newShop()];
    const soles = granted(await admin.accounts.create({ ...ACCOUNT, merchantId }));
    const dollars = granted(
      await admin.accounts.create({
        ...ACCOUNT,
        merchantId,
        slug: 'dollars',
        serviceId: '1043',
        secretKey: 'secret-of-dollars',
        currency: 'USD',
      }),
    );
    for (const shopId of [web, app])
      granted(await admin.shopAccounts.attach({ shopId, account: 'soles', actor: ACTOR }));
    granted(await admin.shopAccounts.attach({ shopId: web, account: dollars.id, actor: ACTOR }));

    expect(await admin.shops.get(web)).toMatchObject({
      accounts: [
        { currency: 'PEN', accountId: soles.id, slug: 'soles' },
        { currency: 'USD', accountId: dollars.id, slug: 'dollars' },
      ],
    });
    expect((await admin.accounts.get('soles'))?.shopIds).toEqual([web, app].sort());
    granted(await admin.shopAccounts.detach({ shopId: web, currency: 'PEN', actor: ACTOR }));
    expect(refused(await admin.shopAccounts.detach({ shopId: web, currency: 'PEN', actor: ACTOR }))).toMatchObject({
      kind: 'not_found',
    });
    expect(await admin.shops.get(web)).toMatchObject({ accounts: [{ currency: 'USD' }] });
    expect(await actionsOn(web)).toEqual([
      'shop.account_attached',
      'shop.account_attached',
      'shop.account_detached',
      'shop.created',
    ]);
  });

  it('takes the place of another one of its currency, as the audit log tells', async () => {
    const shopId = await newShop();
    const first = granted(await admin.accounts.create({ ...ACCOUNT, merchantId }));
    const second = { ...ACCOUNT, merchantId, slug: 'soles-2', serviceId: '1043', secretKey: 'another-secret' };
    const { id } = granted(await admin.accounts.create(second));
    await Promise.all(
      ['soles', 'soles-2', 'soles', 'soles-2'].map(async (account) =>
        granted(await admin.shopAccounts.attach({ shopId, account, actor: ACTOR })),
      ),
    );
    const rows = await dataSource.query<{ data: { accountId: string; insteadOf: string | null } }[]>(
      `select data from audit_entry where action = 'shop.account_attached'`,
    );
    // However the four took turns: a chain that begins with nothing and ends with what is attached now.
    const steps = rows.map(({ data }) => data);
    expect(steps.filter(({ insteadOf }) => insteadOf === null)).toHaveLength(1);
    for (const { accountId, insteadOf } of steps) expect(accountId).not.toBe(insteadOf);
    const [attached] = (await admin.shops.get(shopId))?.accounts ?? [];
    expect([first.id, id]).toContain(attached?.accountId);
  });

  it.each([
    ['of another merchant', { otherMerchant: true }, 'another merchant'],
    ['of the other mode', { baseUrl: 'https://services.pagoefectivo.pe' }, 'never meet'],
    ['that is disabled', { disabled: true }, 'enable it first'],
  ])('%s is not attached', async (_, how, words) => {
    const shopId = await newShop();
    const owner =
      'otherMerchant' in how ? granted(await admin.merchants.create({ name: 'Otra', actor: ACTOR })).id : merchantId;
    const baseUrl = 'baseUrl' in how ? how.baseUrl : ACCOUNT.baseUrl;
    const { id } = granted(await admin.accounts.create({ ...ACCOUNT, baseUrl, merchantId: owner }));
    if ('disabled' in how) granted(await admin.accounts.setDisabled({ account: id, disabled: true, actor: ACTOR }));

    const refusal = refused(await admin.shopAccounts.attach({ shopId, account: id, actor: ACTOR }));

    expect(refusal).toMatchObject({ code: 'account_does_not_fit', message: expect.stringContaining(words) });
    expect(await admin.shops.get(shopId)).toMatchObject({ accounts: [] });
  });

  it('and shop that are not there are named', async () => {
    const shopId = await newShop();
    expect(refused(await admin.shopAccounts.attach({ shopId, account: 'none', actor: ACTOR }))).toEqual({
      kind: 'not_found',
      what: 'account',
      id: 'none',
    });
    expect(refused(await admin.shopAccounts.attach({ shopId: 'shop_none', account: 'x', actor: ACTOR }))).toMatchObject(
      {
        what: 'shop',
      },
    );
  });
});
