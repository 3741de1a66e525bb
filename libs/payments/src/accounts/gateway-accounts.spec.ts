import { FrozenClock, testDatabase } from '#testing';
import type { TestDatabase } from '#testing';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, transparentSealer } from '../outbox/outbox.fixture.js';
import { AccountDirectory } from './account-directory.js';
import { ACTOR, granted, refused } from './accounts.fixture.js';
import type { Administration } from './administration.js';
import { createAdministration } from './administration.js';
import type { NewAccount } from './gateway-accounts.js';

const DAY = 86_400_000;

let database: TestDatabase;
let dataSource: DataSource;
let clock: FrozenClock;
let admin: Administration;
let directory: AccountDirectory;
let wanted: NewAccount;

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
  directory = new AccountDirectory(dataSource, clock, transparentSealer);
  const merchant = granted(await admin.merchants.create({ name: 'Lima Textil', actor: ACTOR }));
  wanted = {
    merchantId: merchant.id,
    slug: 'soles',
    baseUrl: 'https://pre1a.services.pagoefectivo.pe/',
    serviceId: '1042',
    accessKey: 'ACCESSKEY-OF-SOLES',
    secretKey: 'secret/of+soles',
    currency: 'PEN',
    actor: ACTOR,
  };
});

afterEach(async () => {
  await dataSource.query('truncate merchant cascade');
  await dataSource.query('truncate audit_entry');
});

describe('a gateway account', () => {
  it('is made with its secrets sealed, and shows none of them', async () => {
    const made = granted(await admin.accounts.create(wanted));

    expect(made).toMatchObject({
      slug: 'soles',
      environment: 'integration',
      livemode: false,
      baseUrl: 'https://pre1a.services.pagoefectivo.pe',
      currency: 'PEN',
      minAmountMinor: null,
      channels: {},
      shopIds: [],
      disabledAt: null,
    });
    expect(await directory.bySlug('soles')).toMatchObject({
      accessKey: wanted.accessKey,
      secretKey: wanted.secretKey,
    });
    // A notification of the hour before counts: PagoEfectivo had the secret before we did.
    const at = new Date(clock.now().getTime() - DAY);
    expect(await directory.verificationSecrets({ merchantId: wanted.merchantId, at })).toHaveLength(1);
    const audit = JSON.stringify(await dataSource.query('select * from audit_entry'));
    for (const secret of [wanted.accessKey, wanted.secretKey]) {
      expect(JSON.stringify(made) + audit, 'neither shown nor in the audit log').not.toContain(secret);
    }
    expect(audit).toContain('account.created');
  });

  it.each([
    [{ slug: 'Soles' }, 'slug'],
    [{ slug: '-soles' }, 'slug'],
    [{ slug: 'a'.repeat(41) }, 'slug'],
    [{ baseUrl: 'services.pagoefectivo.pe' }, 'baseUrl'],
    [{ baseUrl: 'http://services.pagoefectivo.pe' }, 'baseUrl'],
    [{ baseUrl: 'https://user:pass@gateway.example' }, 'baseUrl'],
    [{ baseUrl: 'https://services.pagoefectivo.pe', sandbox: true }, 'baseUrl'],
    [{ baseUrl: 'ftp://127.0.0.1' }, 'baseUrl'],
    [{ serviceId: 'x1' }, 'serviceId'],
    [{ accessKey: 'with blank ' }, 'accessKey'],
    [{ secretKey: '' }, 'secretKey'],
  ])('is not made with %j', async (change, field) => {
    expect(refused(await admin.accounts.create({ ...wanted, ...change }))).toMatchObject({
      kind: 'invalid',
      problems: [{ field, message: expect.stringMatching(new RegExp(`^${field} .+\\.$`)) }],
    });
    expect(await admin.accounts.list({ limit: 10 })).toEqual([]);
  });

  it.each([
    ['slug_taken', { serviceId: '9', secretKey: 'other' }],
    ['service_taken', { slug: 'other', secretKey: 'other' }],
    ['secret_taken', { slug: 'other', serviceId: '9' }],
  ])('refuses what another one has: %s', async (code, change) => {
    granted(await admin.accounts.create(wanted));
    const refusal = refused(await admin.accounts.create({ ...wanted, ...change }));
    expect(refusal).toMatchObject({ kind: 'conflict', code, message: expect.stringContaining('"soles"') });
    expect(JSON.stringify(refusal)).not.toContain(wanted.secretKey);
  });

  it('is made once when eight ask for it at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => admin.accounts.create(wanted)));
    expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    expect(outcomes.flatMap((outcome) => (outcome.kind === 'conflict' ? [outcome.code] : []))).toEqual(
      Array(7).fill('slug_taken'),
    );
  });

  it('of the sandbox never comes to stand beside live money, even when both are made at once', async () => {
    const sandbox = { ...wanted, slug: 'sandbox', baseUrl: 'http://127.0.0.1:3003' };
    const live = { ...wanted, slug: 'live', baseUrl: 'https://services.pagoefectivo.pe', secretKey: 'live-secret' };
    const outcomes = await Promise.all(
      [sandbox, live, sandbox, live].map((one, index) =>
        admin.accounts.create({
          ...one,
          slug: `${one.slug}-${index}`,
          serviceId: String(index),
          secretKey: `s${index}`,
        }),
      ),
    );
    const refusals = outcomes.flatMap((outcome) => (outcome.kind === 'conflict' ? [outcome.code] : []));
    expect(refusals).toEqual(['mixed_environments', 'mixed_environments']);
    const kinds = new Set((await admin.accounts.list({ limit: 10 })).map(({ environment }) => environment));
    expect(kinds.size).toBe(1);
  });

  it('has limits and channels, changed one by one', async () => {
    granted(await admin.accounts.create(wanted));
    const change = (
      fields: Parameters<typeof admin.accounts.update>[0]['change'],
    ): ReturnType<typeof admin.accounts.update> =>
      admin.accounts.update({ account: 'soles', change: fields, actor: ACTOR });
    granted(
      await change({ minAmountMinor: 100n, maxAmountMinor: 500_000n, channels: { 'bcp-agente': { offered: false } } }),
    );
    granted(await change({ channels: { yape: { maxAmountMinor: 50_000n }, plin: { maxAmountMinor: null } } }));
    const changed = granted(await change({ channels: { plin: null }, requireTimestamp: true }));

    expect(changed).toMatchObject({
      minAmountMinor: 100n,
      maxAmountMinor: 500_000n,
      channels: { 'bcp-agente': { offered: false }, yape: { maxAmountMinor: 50_000n } },
      requireTimestamp: true,
      acceptCanonicalSignature: false,
      refundsApi: false,
    });
    expect(await dataSource.query('select channels from gateway_account')).toEqual([
      { channels: { 'bcp-agente': { offered: false }, yape: { maxAmountMinor: '50000' } } },
    ]);
    expect(refused(await change({ maxAmountMinor: 99n }))).toMatchObject({ problems: [{ field: 'maxAmount' }] });
    expect(refused(await change({ minAmountMinor: 0n }))).toMatchObject({ problems: [{ field: 'minAmount' }] });
    for (const id of ['BCP', 'bcp_agente', '-x', '__proto__']) {
      const channels = Object.fromEntries([[id, { offered: false }]]);
      expect(refused(await change({ channels }))).toMatchObject({ problems: [{ field: 'channels' }] });
    }
    expect(granted(await change({ maxAmountMinor: null, minAmountMinor: null })).maxAmountMinor).toBeNull();
  });

  it('that is disabled takes nothing new, and signs and verifies on', async () => {
    const { id, merchantId } = granted(await admin.accounts.create(wanted));
    const shop = granted(await admin.shops.create({ merchantId, name: 'Web', livemode: false, actor: ACTOR }));
    granted(await admin.shopAccounts.attach({ shopId: shop.id, account: id, actor: ACTOR }));
    expect(await directory.forShop({ shopId: shop.id, currency: 'PEN' })).toMatchObject({ slug: 'soles' });

    granted(await admin.accounts.setDisabled({ account: 'soles', disabled: true, actor: ACTOR }));

    expect(await directory.forShop({ shopId: shop.id, currency: 'PEN' })).toBeNull();
    expect(await directory.byId(id)).toMatchObject({ slug: 'soles', disabledAt: clock.now() });
    expect(await directory.verificationSecrets({ merchantId, at: clock.now() })).toHaveLength(1);
    granted(await admin.accounts.setDisabled({ account: 'soles', disabled: false, actor: ACTOR }));
    expect(await directory.forShop({ shopId: shop.id, currency: 'PEN' })).toMatchObject({ slug: 'soles' });
  });

  it('rotates its secret with an overlap, its access key at once, and takes no secret of another', async () => {
    const { merchantId } = granted(await admin.accounts.create(wanted));
    granted(
      await admin.accounts.create({
        ...wanted,
        slug: 'dollars',
        serviceId: '7',
        secretKey: 'of-dollars',
        currency: 'USD',
      }),
    );
    const rotation = { account: 'soles', overlapMs: 7 * DAY, actor: ACTOR };
    expect(refused(await admin.accounts.rotateSecret({ ...rotation, secretKey: 'of-dollars' }))).toMatchObject({
      code: 'secret_taken',
    });
    const endless = { ...rotation, secretKey: 'new', overlapMs: 91 * DAY };
    expect(refused(await admin.accounts.rotateSecret(endless))).toMatchObject({ problems: [{ field: 'overlap' }] });
    clock.advance(DAY);
    const rotated = granted(await admin.accounts.rotateSecret({ ...rotation, secretKey: 'new', accessKey: 'NEWKEY' }));

    expect(rotated.previousSecretUntil).toEqual(new Date(clock.now().getTime() + 7 * DAY));
    expect(await directory.bySlug('soles')).toMatchObject({ secretKey: 'new', accessKey: 'NEWKEY' });
    const secrets = await directory.verificationSecrets({ merchantId, at: clock.now() });
    expect(secrets.map(({ value }) => value).sort()).toEqual(['new', 'of-dollars', wanted.secretKey]);
    expect(JSON.stringify(await dataSource.query('select data from audit_entry'))).not.toMatch(/"new"|NEWKEY/);
  });

  it('is announced a secret that verifies and does not sign yet, then signs with it, and can be taken back', async () => {
    const { merchantId } = granted(await admin.accounts.create(wanted));
    const rotate = (secretKey: string, more: { verifyOnly?: boolean; overlapMs?: number } = {}): Promise<unknown> =>
      admin.accounts
        .rotateSecret({ account: 'soles', secretKey, overlapMs: 7 * DAY, actor: ACTOR, ...more })
        .then(granted);
    const signs = async (): Promise<unknown> => (await directory.bySlug('soles'))?.secretKey;
    const verifies = async (): Promise<string[]> =>
      (await directory.verificationSecrets({ merchantId, at: clock.now() })).map(({ value }) => value).sort();

    await rotate('mistyped', { verifyOnly: true });
    clock.advance(1);
    await rotate('coming', { verifyOnly: true });
    await rotate('coming', { verifyOnly: true });
    expect(await signs()).toBe(wanted.secretKey);
    expect(await verifies()).toEqual(['coming', wanted.secretKey].sort());

    clock.advance(40 * DAY);
    await rotate('coming');
    expect(await signs()).toBe('coming');
    expect(await verifies()).toEqual(['coming', wanted.secretKey].sort());

    await rotate(wanted.secretKey);
    expect(await signs()).toBe(wanted.secretKey);
    await rotate('coming', { overlapMs: 2 * DAY });
    expect(await verifies()).toEqual(['coming', wanted.secretKey].sort());

    await rotate('coming', { overlapMs: 0 });
    expect(await verifies()).toEqual(['coming']);
    const [{ count } = { count: 0 }] = await dataSource.query<{ count: number }[]>(
      'select count(*)::int from gateway_secret',
    );
    expect(count).toBe(3);
    const steps = await dataSource.query<{ step: string }[]>(
      `select data->>'step' as step from audit_entry where action = 'account.secret_rotated' order by id`,
    );
    expect(steps.map(({ step }) => step).sort()).toEqual(
      ['announced', 'announced', 'known', 'rotated', 'rotated', 'rotated', 'overlap_shortened'].sort(),
    );
  });

  it('ends a rotation race with one secret that signs', async () => {
    granted(await admin.accounts.create(wanted));
    const rotations = await Promise.all(
      [1, 2, 3, 4].map((index) =>
        admin.accounts.rotateSecret({ account: 'soles', secretKey: `new-${index}`, overlapMs: DAY, actor: ACTOR }),
      ),
    );
    expect(rotations.every(({ kind }) => kind === 'done')).toBe(true);
    expect(await dataSource.query('select count(*)::int from gateway_secret where signs_requests')).toEqual([
      { count: 1 },
    ]);
  });
});

describe('a key for administrators', () => {
  it('opens until it expires or is revoked, and is stored as a hash', async () => {
    const expiresAt = new Date(clock.now().getTime() + DAY);
    const { key, ...made } = granted(await admin.adminKeys.create({ name: 'Terraform', expiresAt, actor: ACTOR }));

    expect(key).toMatch(/^ck_admin_[0-9A-Za-z]{36}$/);
    expect(made.prefix).toBe(key.slice(0, 13));
    expect(await admin.adminKeys.authenticate(key)).toEqual({ kind: 'valid', keyId: made.id });
    expect(JSON.stringify(await dataSource.query('select * from admin_key'))).not.toContain(key);
    expect(await admin.adminKeys.list({ limit: 5 })).toEqual([{ ...made, lastUsedAt: clock.now() }]);
    expect(await admin.adminKeys.authenticate(`${key}x`)).toEqual({ kind: 'unknown' });
    expect(await admin.apiKeys.authenticate(key)).toEqual({ kind: 'unknown' });

    clock.advance(DAY);
    expect(await admin.adminKeys.authenticate(key)).toEqual({ kind: 'expired' });
    granted(await admin.adminKeys.revoke({ keyId: made.id, actor: ACTOR }));
    granted(await admin.adminKeys.revoke({ keyId: made.id, actor: ACTOR }));
    expect(await admin.adminKeys.authenticate(key)).toEqual({ kind: 'revoked' });
    const actions = await dataSource.query<{ action: string }[]>(
      'select action from audit_entry where subject = $1 order by at',
      [made.id],
    );
    expect(actions.map(({ action }) => action)).toEqual(['admin_key.created', 'admin_key.revoked']);
  });

  it('has a name and an end in the future', async () => {
    const wrong = { name: '', expiresAt: clock.now(), actor: ACTOR };
    expect(refused(await admin.adminKeys.create(wrong))).toMatchObject({
      problems: [{ field: 'name' }, { field: 'expiresAt' }],
    });
    expect(refused(await admin.adminKeys.revoke({ keyId: 'akey_none', actor: ACTOR }))).toMatchObject({
      what: 'admin_key',
    });
  });
});
