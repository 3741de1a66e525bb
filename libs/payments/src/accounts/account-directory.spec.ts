import { FrozenClock, testDatabase } from '#testing';
import type { TestDatabase } from '#testing';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, transparentSealer } from '../outbox/outbox.fixture.js';
import { AccountDirectory } from './account-directory.js';
import type { DefaultAccountSeed } from './account-seeding.js';
import { MixedEnvironmentsError } from './account-seeding.js';
import { gatewayEnvironment } from './gateway-environment.js';

const DAY = 86_400_000;
const seed: DefaultAccountSeed = {
  baseUrl: 'http://127.0.0.1:3003',
  serviceId: '1234',
  accessKey: 'ACCESSKEY',
  secretKey: 'secretKey/0000+1111',
};

let database: TestDatabase;
let dataSource: DataSource;
let clock: FrozenClock;
let directory: AccountDirectory;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = await connect(database.url);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

beforeEach(() => {
  clock = new FrozenClock();
  directory = new AccountDirectory(dataSource, clock, transparentSealer);
});

afterEach(async () => {
  await dataSource.query('truncate merchant cascade');
});

async function secretsAt(at: Date): Promise<string[]> {
  const secrets = await directory.verificationSecrets({ merchantId: 'mer_default', at });
  return secrets.map((secret) => secret.value);
}

async function addAccount(slug: string, environment: string): Promise<void> {
  await dataSource.query(`insert into merchant (id, name) values ('mer_other', 'Other') on conflict do nothing`);
  await dataSource.query(
    `insert into gateway_account (id, merchant_id, slug, environment, livemode, base_url, service_id, access_key_ciphertext, currency)
     values ($1, 'mer_other', $2, $3, $4, 'https://x', '1', 'sealed:x', 'USD')`,
    [`acc_${slug}`, slug, environment, environment === 'production'],
  );
}

describe('gatewayEnvironment', () => {
  it.each([
    ['http://localhost:3003', 'sandbox'],
    ['http://127.0.0.1:3003', 'sandbox'],
    ['http://[::1]:3003', 'sandbox'],
    ['https://pre1a.services.pagoefectivo.pe', 'integration'],
    ['https://services.pagoefectivo.pe', 'production'],
    ['https://gateway.example', 'production'],
    ['https://127.0.0.1.example', 'production'],
  ])('takes %s for %s', (baseUrl, expected) => {
    expect(gatewayEnvironment({ baseUrl })).toBe(expected);
  });

  it('believes whoever says that an address is the sandbox', () => {
    expect(gatewayEnvironment({ baseUrl: 'http://sandbox:3003', sandbox: true })).toBe('sandbox');
  });
});

describe('AccountDirectory.seedDefaults', () => {
  it('makes merchant, shop and account, with every secret sealed', async () => {
    expect(await directory.seedDefaults(seed)).toEqual({ created: true, environment: 'sandbox', warnings: [] });

    expect(await directory.bySlug('default')).toMatchObject({
      merchantId: 'mer_default',
      slug: 'default',
      environment: 'sandbox',
      livemode: false,
      baseUrl: 'http://127.0.0.1:3003',
      serviceId: '1234',
      accessKey: 'ACCESSKEY',
      secretKey: 'secretKey/0000+1111',
      currency: 'PEN',
    });
    expect(await directory.forShop({ shopId: 'shop_default', currency: 'PEN' })).toMatchObject({ slug: 'default' });
    expect(await directory.forShop({ shopId: 'shop_default', currency: 'USD' })).toBeNull();
    expect(await dataSource.query('select access_key_ciphertext from gateway_account')).toEqual([
      { access_key_ciphertext: 'sealed:ACCESSKEY' },
    ]);
    expect(await dataSource.query('select ciphertext from gateway_secret')).toEqual([
      { ciphertext: 'sealed:secretKey/0000+1111' },
    ]);
  });

  it.each([
    ['https://pre1a.services.pagoefectivo.pe', 'integration', false],
    ['https://services.pagoefectivo.pe', 'production', true],
  ])('seeds %s as %s, shop included', async (baseUrl, environment, livemode) => {
    await directory.seedDefaults({ ...seed, baseUrl });
    expect(await directory.bySlug('default')).toMatchObject({ environment, livemode });
    expect(await dataSource.query('select livemode from shop')).toEqual([{ livemode }]);
  });

  it('does nothing the second time', async () => {
    await directory.seedDefaults({ ...seed, secretKeyPrevious: 'before' });
    const before = await directory.all();

    const report = await directory.seedDefaults({ ...seed, secretKeyPrevious: 'before' });

    expect(report).toEqual({ created: false, environment: 'sandbox', warnings: [] });
    expect(await directory.all()).toEqual(before);
    expect(await dataSource.query('select count(*)::int from gateway_secret')).toEqual([{ count: 2 }]);
  });

  it('makes one account when eight processes start at once', async () => {
    const reports = await Promise.all(Array.from({ length: 8 }, () => directory.seedDefaults(seed)));

    expect(reports.filter((report) => report.created)).toHaveLength(1);
    expect(reports.flatMap((report) => report.warnings)).toEqual([]);
    expect(await directory.all()).toHaveLength(1);
  });

  it('warns of each difference in a sentence, changes nothing and gives no secret away', async () => {
    await directory.seedDefaults(seed);
    const before = await directory.bySlug('default');

    const { warnings } = await directory.seedDefaults({
      baseUrl: 'https://pre1a.services.pagoefectivo.pe',
      serviceId: '9999',
      accessKey: 'OTHERACCESS',
      secretKey: 'otherSecret',
      secretKeyPrevious: 'unknownPrevious',
      currency: 'USD',
    });

    expect(await directory.bySlug('default')).toEqual(before);
    for (const name of ['BASE_URL', 'ID_SERVICE', 'ACCESS_KEY', 'SECRET_KEY', 'SECRET_KEY_PREVIOUS']) {
      expect(warnings.filter((warning) => warning.startsWith(`PAGOEFECTIVO_${name} `))).toHaveLength(1);
    }
    expect(warnings.join(' ')).toContain('is a sandbox account and stays one');
    expect(warnings.join(' ')).toContain('takes PEN, not USD');
    expect(warnings.join(' ')).not.toMatch(/OTHERACCESS|otherSecret|unknownPrevious|secretKey\/0000|ACCESSKEY\b(?! )/);
  });

  it.each([
    ['production', seed.baseUrl, 'sandbox'],
    ['sandbox', 'https://services.pagoefectivo.pe', 'production'],
  ])('refuses to start beside a %s account when %s is the %s', async (existing, baseUrl) => {
    await addAccount('other', existing);
    await expect(directory.seedDefaults({ ...seed, baseUrl })).rejects.toBeInstanceOf(MixedEnvironmentsError);
    expect(await dataSource.query(`select 1 from shop`)).toEqual([]);
  });

  it('refuses to give a shop for test money a live account', async () => {
    await dataSource.query(`insert into merchant (id, name) values ('mer_default', 'M')`);
    await dataSource.query(
      `insert into shop (id, merchant_id, name, livemode) values ('shop_default', 'mer_default', 'S', false)`,
    );
    await expect(
      directory.seedDefaults({ ...seed, baseUrl: 'https://services.pagoefectivo.pe' }),
    ).rejects.toBeInstanceOf(MixedEnvironmentsError);
  });
});

describe('AccountDirectory secrets', () => {
  it('accepts the previous secret for 30 days and the present one from ever', async () => {
    await directory.seedDefaults({ ...seed, secretKeyPrevious: 'before' });
    const start = clock.now().getTime();

    expect(await secretsAt(new Date(start - 365 * DAY))).toEqual([seed.secretKey, 'before']);
    expect(await secretsAt(new Date(start + 30 * DAY - 1))).toEqual([seed.secretKey, 'before']);
    expect(await secretsAt(new Date(start + 30 * DAY))).toEqual([seed.secretKey]);
  });

  it('overlaps a rotation, and signs with the new one', async () => {
    await directory.seedDefaults(seed);
    clock.advance(DAY);
    const rotatedAt = clock.now();

    expect(await directory.rotateSecret({ slug: 'default', secretKey: 'new', overlapMs: 7 * DAY })).toBe(true);
    expect(await directory.rotateSecret({ slug: 'none', secretKey: 'new', overlapMs: 0 })).toBe(false);

    expect(await directory.bySlug('default')).toMatchObject({ secretKey: 'new' });
    expect(await secretsAt(new Date(rotatedAt.getTime() - 1))).toEqual([seed.secretKey]);
    expect(await secretsAt(rotatedAt)).toEqual(['new', seed.secretKey]);
    expect(await secretsAt(new Date(rotatedAt.getTime() + 7 * DAY))).toEqual(['new']);
  });

  it("gives all accounts' secrets of one merchant, and those of no other", async () => {
    await directory.seedDefaults(seed);
    await addAccount('usd', 'integration');
    await dataSource.query(
      `insert into gateway_secret (id, account_id, ciphertext, signs_requests, valid_from) values ('gsec_1', 'acc_usd', 'sealed:usd', true, 'epoch')`,
    );
    expect(await secretsAt(clock.now())).toEqual([seed.secretKey]);

    await dataSource.query(`update gateway_account set merchant_id = 'mer_default' where slug = 'usd'`);

    expect((await secretsAt(clock.now())).sort()).toEqual([seed.secretKey, 'usd']);
    expect(await directory.merchantOf('usd')).toBe('mer_default');
    expect(await directory.merchantOf('none')).toBeNull();
  });

  it('throws when the key that a secret was sealed with is gone', async () => {
    await directory.seedDefaults(seed);
    await dataSource.query(`update gateway_secret set ciphertext = 'k0000:xyz'`);
    await expect(secretsAt(clock.now())).rejects.toThrow('not sealed');
  });
});
