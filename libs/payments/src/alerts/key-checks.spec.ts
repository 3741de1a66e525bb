import { FrozenClock, testDatabase } from '#testing';
import type { TestDatabase } from '#testing';
import { X509Certificate } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ACTOR, granted } from '../accounts/accounts.fixture.js';
import { createAdministration, type Administration } from '../accounts/administration.js';
import { connect, transparentSealer } from '../outbox/outbox.fixture.js';
import { sound } from './alarm.js';
import { Alerts } from './alerts.js';
import { checkEndingKeys } from './key-checks.js';
import { Suspicions } from './suspicions.js';
import { meetAt } from './watch.fixture.js';

const DAY_MS = 24 * 60 * 60_000;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBgTCCASegAwIBAgIUO0AsqLDXRj1v80QzOHfHkpgiEVYwCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLZXJwLmV4YW1wbGUwHhcNMjYxMTI2MDAyMTM0WhcNMjcwMjI0
MDAyMTM0WjAWMRQwEgYDVQQDDAtlcnAuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABLmOc/0+Oae3T7xF7s3lXvLZxyP97sLl53Wt51eo72ZL/GrZfPh7
5aZ/bLSo3eemOXBotkYnZ7ESHbTYfFj12qejUzBRMB0GA1UdDgQWBBSF7HdB8mBc
KrJf2Z2+HaJU6eOBqjAfBgNVHSMEGDAWgBSF7HdB8mBcKrJf2Z2+HaJU6eOBqjAP
BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIDA4ho2NxVgrEWZApOTm
Pn9GKp1+8iMsOCeCETUIhVnDAiEArKevmx0P7/+J977esNytVo7pWsHKfHPkHaX4
qEo9rFY=
-----END CERTIFICATE-----`;

let database: TestDatabase;
let dataSource: DataSource;
let clock: FrozenClock;
let alerts: Alerts;
let admin: Administration;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = await connect(database.url);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

beforeEach(async () => {
  await dataSource.query('truncate alert_message, alert, merchant, admin_key, audit_entry cascade');
  clock = new FrozenClock();
  alerts = new Alerts(dataSource, clock);
  admin = createAdministration({ dataSource, clock, sealer: transparentSealer, machineClock: clock });
});

/** One sweep, as the watch makes it twice a minute. */
async function sweep(): Promise<void> {
  for (const result of await checkEndingKeys(dataSource, clock.now()))
    await sound(alerts, new Suspicions(dataSource), result);
}

/** Types of the messages that people were sent, earliest first. */
async function told(): Promise<{ type: string; daysLeft: number }[]> {
  const rows = await dataSource.query<{ type: string; body: string }[]>(
    'select type, body from alert_message order by created_at, alert_id, turn',
  );
  return rows.map(({ type, body }) => {
    const { data } = JSON.parse(body) as { data: { alert: { numbers: { daysLeft: number } } } };
    return { type, daysLeft: data.alert.numbers.daysLeft };
  });
}

async function shop(): Promise<{ shopId: string; merchantId: string }> {
  const merchant = granted(await admin.merchants.create({ name: 'Lima Textil', actor: ACTOR }));
  const wanted = { merchantId: merchant.id, name: 'Web', livemode: false, actor: ACTOR };
  return { shopId: granted(await admin.shops.create(wanted)).id, merchantId: merchant.id };
}

async function endpoint(columns: Readonly<Record<string, unknown>>): Promise<void> {
  const { shopId } = await shop();
  const all = {
    id: 'we_1',
    shop_id: shopId,
    livemode: false,
    url: 'https://erp.example/hook',
    secret_ciphertext: 'sealed:s',
    created_at: clock.now(),
    updated_at: clock.now(),
    ...columns,
  };
  await dataSource.query(
    `insert into webhook_endpoint (${Object.keys(all).join(', ')}) values (${Object.keys(all)
      .map((_name, index) => `$${index + 1}`)
      .join(', ')})`,
    Object.values(all),
  );
}

/** Every way in which a secret ends: makes one that ends then, and says what it is. */
const WAYS = {
  'an API key': {
    kind: 'api_key',
    make: async (expiresAt: Date) => {
      const { shopId } = await shop();
      granted(await admin.apiKeys.create({ shopId, expiresAt, actor: ACTOR }));
    },
  },
  'an admin key': {
    kind: 'admin_key',
    make: async (expiresAt: Date) => {
      granted(await admin.adminKeys.create({ name: 'Terraform', expiresAt, actor: ACTOR }));
    },
  },
  'the secret of an account before its rotation': {
    kind: 'previous_secret_key',
    make: async (endsAt: Date) => {
      const overlapMs = endsAt.getTime() - clock.now().getTime();
      await account();
      granted(await admin.accounts.rotateSecret({ account: 'soles', secretKey: 'new', overlapMs, actor: ACTOR }));
    },
  },
  'the secret of an account of which people know the end': {
    kind: 'secret_key',
    make: async (secretEndsAt: Date) => {
      await account();
      granted(await admin.accounts.update({ account: 'soles', change: { secretEndsAt }, actor: ACTOR }));
    },
  },
  'the secret of an endpoint before its rotation': {
    kind: 'previous_endpoint_secret',
    make: (until: Date) => endpoint({ previous_secret_ciphertext: 'sealed:before', previous_secret_until: until }),
  },
} as const;

async function account(): Promise<void> {
  const { merchantId } = await shop();
  const made = {
    merchantId,
    slug: 'soles',
    baseUrl: 'https://pre1a.services.pagoefectivo.pe/',
    serviceId: '1042',
    accessKey: 'ACCESSKEY-OF-SOLES',
    secretKey: 'secret/of+soles',
    currency: 'PEN',
    actor: ACTOR,
  } as const;
  granted(await admin.accounts.create(made));
}

describe('checkEndingKeys', () => {
  it.each(Object.entries(WAYS))(
    'tells of %s at 30, 14, 7 and 1 days, to the millisecond and each once',
    async (_what, { kind, make }) => {
      const endsAt = new Date(clock.now().getTime() + 60 * DAY_MS);
      await make(endsAt);
      const heard: number[] = [];
      for (const days of [30, 14, 7, 1]) {
        const reached = endsAt.getTime() - days * DAY_MS;
        clock.set(new Date(reached - 1));
        await sweep();
        expect((await told()).map(({ daysLeft }) => daysLeft)).toEqual(heard);
        heard.push(days);
        for (const at of [reached, reached, reached + 1, reached + DAY_MS / 2]) {
          clock.set(new Date(at));
          await sweep();
          expect((await told()).map(({ daysLeft }) => daysLeft)).toEqual(heard);
        }
      }
      expect((await alerts.list()).map(({ numbers, severity }) => ({ kind: numbers['kind'], severity }))).toEqual([
        { kind, severity: 'warning' },
      ]);
    },
  );

  it('tells of certificates of an endpoint by the end that stands in them', async () => {
    const endsAt = new Date(new X509Certificate(CERTIFICATE).validTo);
    clock.set(new Date(endsAt.getTime() - 30 * DAY_MS - 1));
    await endpoint({
      client_certificate: CERTIFICATE,
      client_key_ciphertext: 'sealed:key',
      ca_certificate: CERTIFICATE,
    });
    await sweep();
    expect(await told()).toEqual([]);
    clock.advance(1);
    await sweep();
    expect((await alerts.list()).map(({ numbers }) => numbers['kind']).toSorted()).toEqual([
      'ca_certificate',
      'client_certificate',
    ]);
    clock.set(endsAt);
    await sweep();
    expect((await alerts.list()).map(({ severity }) => severity)).toEqual(['critical', 'critical']);
    await dataSource.query('update webhook_endpoint set enabled = false');
    await sweep();
    expect(await alerts.list({ state: 'uncleared' })).toEqual([]);
  });

  it('tells once of a threshold that two sweeps reach at the same time', async () => {
    const endsAt = new Date(clock.now().getTime() + 15 * DAY_MS);
    await WAYS['an admin key'].make(endsAt);
    await Promise.all(Array.from({ length: 8 }, sweep));
    expect(await told()).toEqual([{ type: 'alert.raised', daysLeft: 15 }]);
    clock.set(new Date(endsAt.getTime() - 14 * DAY_MS));
    const lock = { sql: 'select 1 from alert for update', parameters: [] };
    await meetAt(dataSource, lock, [sweep, sweep, sweep]);
    expect(await told()).toEqual([
      { type: 'alert.raised', daysLeft: 15 },
      { type: 'alert.raised', daysLeft: 14 },
    ]);
  });

  it('tells the nearest threshold alone after nobody looked for a while, and again what somebody took care of', async () => {
    const endsAt = new Date(clock.now().getTime() + 40 * DAY_MS);
    await WAYS['an API key'].make(endsAt);
    clock.set(new Date(endsAt.getTime() - 6 * DAY_MS));
    await sweep();
    const [alert] = await alerts.list();
    await alerts.acknowledge(alert?.id ?? '', 'operator:ana');
    await sweep();
    expect(await alerts.list()).toMatchObject([{ state: 'acknowledged' }]);
    clock.set(new Date(endsAt.getTime() - DAY_MS));
    await sweep();
    expect((await told()).map(({ daysLeft }) => daysLeft)).toEqual([6, 1]);
    expect(await alerts.list()).toMatchObject([{ state: 'open', acknowledgedBy: null }]);
  });

  it('ends with what ends as it was meant to, and stays for a key that somebody still tries to use', async () => {
    const endsAt = new Date(clock.now().getTime() + DAY_MS);
    const { shopId } = await shop();
    const key = granted(await admin.apiKeys.create({ shopId, expiresAt: endsAt, actor: ACTOR }));
    await endpoint({ previous_secret_ciphertext: 'sealed:before', previous_secret_until: endsAt });
    await admin.apiKeys.authenticate(key.key);
    await sweep();
    expect(await alerts.list({ state: 'uncleared' })).toHaveLength(2);
    clock.set(endsAt);
    await sweep();
    expect(await alerts.list({ state: 'uncleared' })).toMatchObject([
      { severity: 'critical', numbers: { kind: 'api_key', id: key.id, daysLeft: 0 } },
    ]);
    granted(await admin.apiKeys.revoke({ shopId, keyId: key.id, actor: ACTOR }));
    await sweep();
    expect(await alerts.list({ state: 'uncleared' })).toEqual([]);
  });

  it('says of a new rotation before the end of the last one that another secret ends', async () => {
    const first = new Date(clock.now().getTime() + 10 * DAY_MS);
    await endpoint({ previous_secret_ciphertext: 'sealed:one', previous_secret_until: first });
    await sweep();
    const second = new Date(clock.now().getTime() + 12 * DAY_MS);
    await dataSource.query('update webhook_endpoint set previous_secret_until = $1', [second]);
    await sweep();
    expect((await told()).map(({ type }) => type).toSorted()).toEqual([
      'alert.cleared',
      'alert.raised',
      'alert.raised',
    ]);
    expect(await alerts.list({ state: 'uncleared' })).toMatchObject([{ numbers: { daysLeft: 12 } }]);
  });
});
