import { FrozenClock, testDatabase } from '#testing';
import type { TestDatabase } from '#testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OutboxStage, connect } from '../outbox/outbox.fixture.js';
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
    const made = await keys.create({ shopId: liveShop });

    expect(made.key).toMatch(/^ck_live_/);
    expect(await keys.authenticate(made.key)).toEqual({
      kind: 'valid',
      keyId: made.id,
      shopId: liveShop,
      merchantId: 'mer_stage',
      livemode: true,
    });
    const [row] = await dataSource.query<{ hash: Buffer; prefix: string }[]>('select * from api_key');
    expect(row?.hash).toEqual(hashApiKey(made.key));
    expect(JSON.stringify(row)).not.toContain(made.key);
    expect(row?.prefix).toBe(made.key.slice(0, 12));
  });

  it.each(['', 'ck_test_', 'nobody-knows-this-key', 'x'.repeat(100_000), "' or 1=1 --"])('knows no %j', async (key) => {
    await keys.create({ shopId });
    expect(await keys.authenticate(key)).toEqual({ kind: 'unknown' });
  });

  it('refuses a key from the instant it expires', async () => {
    const { key } = await keys.create({ shopId, expiresAt: new Date(clock.now().getTime() + 1000) });
    clock.advance(999);
    expect((await keys.authenticate(key)).kind).toBe('valid');
    clock.advance(1);
    expect((await keys.authenticate(key)).kind).toBe('expired');
  });

  it('refuses a revoked key, which only its shop can revoke, once', async () => {
    const { id, key } = await keys.create({ shopId });
    expect(await keys.revoke({ shopId: await stage.shop(), keyId: id })).toBe(false);
    expect((await keys.authenticate(key)).kind).toBe('valid');

    expect(await keys.revoke({ shopId, keyId: id })).toBe(true);
    expect(await keys.revoke({ shopId, keyId: id })).toBe(false);
    expect((await keys.authenticate(key)).kind).toBe('revoked');
  });

  it("lists a shop's keys by prefix, latest first, and notes use about once a minute", async () => {
    const first = await keys.create({ shopId });
    clock.advance(1000);
    const second = await keys.create({ shopId });
    await keys.authenticate(first.key);
    const usedAt = clock.now();
    clock.advance(59_999);
    await keys.authenticate(first.key);

    const listed = await keys.list(shopId);

    expect(listed.map((key) => [key.prefix, key.lastUsedAt])).toEqual([
      [second.prefix, null],
      [first.prefix, usedAt],
    ]);
    expect(JSON.stringify(listed)).not.toContain(first.key);
    clock.advance(1);
    await keys.authenticate(first.key);
    expect((await keys.list(shopId))[1]?.lastUsedAt).toEqual(clock.now());
    expect(await keys.list(await stage.shop())).toEqual([]);
  });

  it('seeds any string of at least 16 characters, again and again', async () => {
    expect(await keys.seed({ shopId, key: 'my own demo key!' })).toEqual({ kind: 'created' });
    expect(await keys.seed({ shopId, key: 'my own demo key!' })).toEqual({ kind: 'already_there' });

    expect(await keys.authenticate('my own demo key!')).toMatchObject({ kind: 'valid', shopId });
    expect((await keys.list(shopId)).map((key) => key.prefix)).toEqual(['my o']);
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
    const taken = await keys.create({ shopId: other });
    await keys.seed({ shopId, key: 'revoked-later-on' });
    const [revoked] = await keys.list(shopId);
    await keys.revoke({ shopId, keyId: revoked?.id ?? '' });

    for (const key of [`ck_live_${'a'.repeat(36)}`, taken.key, 'revoked-later-on']) {
      const seeding = await keys.seed({ shopId, key });
      expect(seeding.kind).toBe('refused');
      expect(JSON.stringify(seeding)).not.toContain(key);
    }
  });
});
