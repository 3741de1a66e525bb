import { FrozenClock, testDatabase } from '#testing';
import type { TestDatabase } from '#testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OutboxStage, connect } from '../outbox/outbox.fixture.js';
import { ACTOR, granted, refused } from './accounts.fixture.js';
import { hashApiKey, newApiKey } from './api-key-format.js';
import { ApiKeys } from './api-keys.js';

let database: TestDatabase;
let dataSource: DataSource;
let stage: OutboxStage;
let clock: FrozenClock;
let keys: ApiKeys;
let shopId: string;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = await connect(database.url);
  stage = new OutboxStage(dataSource);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

beforeEach(async () => {
  await dataSource.query('truncate api_key');
  clock = new FrozenClock();
  keys = new ApiKeys(dataSource, clock);
  shopId = await stage.shop();
});

describe('newApiKey', () => {
  it('says its mode and holds 36 random base62 characters, all equally likely', () => {
    const letters = new Map<string, number>();
    for (let index = 0; index < 2_000; index += 1) {
      const key = newApiKey(index % 2 === 0);
      expect(key).toMatch(index % 2 === 0 ? /^ck_live_[0-9A-Za-z]{36}$/ : /^ck_test_[0-9A-Za-z]{36}$/);
      for (const letter of key.slice(8)) letters.set(letter, (letters.get(letter) ?? 0) + 1);
    }
    expect(letters.size).toBe(62);
    // 72 000 letters: 1 161 of each on average; a modulo bias would give the first eight a quarter more.
    for (const count of letters.values()) expect(Math.abs(count - 1161)).toBeLessThan(230);
  });
});

describe('ApiKeys', () => {
  it("makes a key of the shop's mode, stores only its hash, and finds the shop by it", async () => {
    const liveShop = await stage.shop({ livemode: true });
    const made = granted(await keys.create({ shopId: liveShop, actor: ACTOR }));

    expect(made.key).toMatch(/^ck_live_/);
    expect(await keys.authenticate(made.key)).toEqual({
      kind: 'valid',
      keyId: made.id,
      shopId: liveShop,
      merchantId: 'mer_stage',
      livemode: true,
      scopes: ['*'],
      ratePerMinute: null,
      shopDisabled: false,
    });
    const [row] = await dataSource.query<{ hash: Buffer; prefix: string }[]>('select * from api_key');
    expect(row?.hash).toEqual(hashApiKey(made.key));
    expect(JSON.stringify(row)).not.toContain(made.key);
    expect(row?.prefix).toBe(made.key.slice(0, 12));
  });

  it('keeps name, scopes, limit and maker of a key, and tells its user of them', async () => {
    const expiresAt = new Date(clock.now().getTime() + 60_000);
    const wanted = {
      shopId,
      name: 'ERP',
      scopes: ['events:read', 'stock:read', 'events:read'],
      ratePerMinute: 30,
    } as const;
    const { key, ...made } = granted(await keys.create({ ...wanted, expiresAt, actor: ACTOR }));

    expect(made).toMatchObject({ ...wanted, scopes: ['events:read', 'stock:read'], expiresAt, createdBy: ACTOR });
    expect(await keys.list({ shopId, limit: 10 })).toEqual([made]);
    expect(await keys.authenticate(key)).toMatchObject({ scopes: ['events:read', 'stock:read'], ratePerMinute: 30 });
    await dataSource.query('update shop set disabled_at = $2 where id = $1', [shopId, clock.now()]);
    expect(await keys.authenticate(key)).toMatchObject({ kind: 'valid', shopDisabled: true });
  });

  it('names every wrong field of a key, and makes none', async () => {
    const wrong = { shopId, name: ' blank', scopes: [], expiresAt: clock.now(), ratePerMinute: 0, actor: ACTOR };
    const refusal = refused(await keys.create(wrong));
    expect(refusal).toMatchObject({
      problems: [{ field: 'name' }, { field: 'scopes' }, { field: 'expiresAt' }, { field: 'ratePerMinute' }],
    });
    expect(refused(await keys.create({ shopId: 'shop_none', actor: ACTOR }))).toMatchObject({ what: 'shop' });
    expect(await keys.list({ shopId, limit: 10 })).toEqual([]);
  });

  it('writes into the audit log who made and revoked a key, and never the key', async () => {
    const { key, id } = granted(await keys.create({ shopId, name: 'ERP', actor: ACTOR }));
    await keys.revoke({ shopId, keyId: id, actor: 'admin_key:akey_1' });
    await keys.revoke({ shopId, keyId: id, actor: 'admin_key:akey_2' });
    const entries = await dataSource.query<{ action: string; actor: string; data: unknown }[]>(
      'select action, actor, data from audit_entry where subject = $1 order by id',
      [id],
    );
    expect(entries.map(({ action, actor }) => [action, actor]).sort()).toEqual([
      ['api_key.created', ACTOR],
      ['api_key.revoked', 'admin_key:akey_1'],
    ]);
    expect(JSON.stringify(entries)).not.toContain(key);
  });

  it('pages through keys, latest first', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      ids.unshift(granted(await keys.create({ shopId, actor: ACTOR })).id);
      clock.advance(1000);
    }
    const first = await keys.list({ shopId, limit: 2 });
    const rest = await keys.list({ shopId, limit: 2, before: first[1]?.id ?? null });
    expect([...first, ...rest].map(({ id }) => id)).toEqual(ids);
  });

  it.each(['', 'ck_test_', 'nobody-knows-this-key', 'x'.repeat(100_000), "' or 1=1 --"])('knows no %j', async (key) => {
    granted(await keys.create({ shopId, actor: ACTOR }));
    expect(await keys.authenticate(key)).toEqual({ kind: 'unknown' });
  });

  it('refuses a key from the instant it expires', async () => {
    const { key } = granted(
      await keys.create({ shopId, expiresAt: new Date(clock.now().getTime() + 1000), actor: ACTOR }),
    );
    clock.advance(999);
    expect((await keys.authenticate(key)).kind).toBe('valid');
    clock.advance(1);
    expect((await keys.authenticate(key)).kind).toBe('expired');
  });

  it('refuses a revoked key, which only its shop can revoke, once', async () => {
    const { id, key } = granted(await keys.create({ shopId, actor: ACTOR }));
    const stranger = { shopId: await stage.shop(), keyId: id, actor: ACTOR };
    expect(refused(await keys.revoke(stranger))).toEqual({ kind: 'not_found', what: 'api_key', id });
    expect((await keys.authenticate(key)).kind).toBe('valid');

    const revokedAt = clock.now();
    expect(granted(await keys.revoke({ shopId, keyId: id, actor: ACTOR }))).toMatchObject({ id, revokedAt });
    clock.advance(1000);
    expect(granted(await keys.revoke({ shopId, keyId: id, actor: ACTOR }))).toMatchObject({ revokedAt });
    expect((await keys.authenticate(key)).kind).toBe('revoked');
  });

  it("lists a shop's keys by prefix, latest first, and notes use about once a minute", async () => {
    const first = granted(await keys.create({ shopId, actor: ACTOR }));
    clock.advance(1000);
    const second = granted(await keys.create({ shopId, actor: ACTOR }));
    await keys.authenticate(first.key);
    const usedAt = clock.now();
    clock.advance(59_999);
    await keys.authenticate(first.key);

    const listed = await keys.list({ shopId, limit: 10 });

    expect(listed.map((key) => [key.prefix, key.lastUsedAt])).toEqual([
      [second.prefix, null],
      [first.prefix, usedAt],
    ]);
    expect(JSON.stringify(listed)).not.toContain(first.key);
    clock.advance(1);
    await keys.authenticate(first.key);
    expect((await keys.list({ shopId, limit: 10 }))[1]?.lastUsedAt).toEqual(clock.now());
    expect(await keys.list({ shopId: await stage.shop(), limit: 10 })).toEqual([]);
  });

  it('seeds any string of at least 16 characters, again and again', async () => {
    expect(await keys.seed({ shopId, key: 'my own demo key!' })).toEqual({ kind: 'created' });
    expect(await keys.seed({ shopId, key: 'my own demo key!' })).toEqual({ kind: 'already_there' });

    expect(await keys.authenticate('my own demo key!')).toMatchObject({ kind: 'valid', shopId });
    expect((await keys.list({ shopId, limit: 10 })).map((key) => key.prefix)).toEqual(['my o']);
    expect(await keys.seed({ shopId, key: 'fifteen letters' })).toMatchObject({ kind: 'refused' });
  });

  it('seeds one key when eight processes start at once', async () => {
    const seeded = await Promise.all(
      Array.from({ length: 8 }, () => keys.seed({ shopId, key: 'started-all-at-once' })),
    );
    expect(seeded.map(({ kind }) => kind).sort()).toEqual([...Array<string>(7).fill('already_there'), 'created']);
  });

  it("does not seed a key of the other mode, another shop's or a revoked one, and says why without it", async () => {
    const other = await stage.shop();
    const taken = granted(await keys.create({ shopId: other, actor: ACTOR }));
    await keys.seed({ shopId, key: 'revoked-later-on' });
    const [revoked] = await keys.list({ shopId, limit: 10 });
    await keys.revoke({ shopId, keyId: revoked?.id ?? '', actor: ACTOR });

    for (const key of [`ck_live_${'a'.repeat(36)}`, taken.key, 'revoked-later-on']) {
      const seeding = await keys.seed({ shopId, key });
      expect(seeding.kind).toBe('refused');
      expect(JSON.stringify(seeding)).not.toContain(key);
    }
  });
});
