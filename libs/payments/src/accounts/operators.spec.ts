import { FrozenClock, testDatabase } from '#testing';
import type { TestDatabase } from '#testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../outbox/outbox.fixture.js';
import type { Operator } from './operators.js';
import { Operators } from './operators.js';
import { PASSWORD_COST, hashPassword, verifyPassword } from './password-hash.js';

const PASSWORD = 'correct horse battery';
/** What the specs are about is not how long a guess takes. */
const CHEAP = { N: 1024, r: 8, p: 1 };

let database: TestDatabase;
let dataSource: DataSource;
let clock: FrozenClock;
let operators: Operators;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = await connect(database.url);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

beforeEach(async () => {
  await dataSource.query('truncate operator cascade');
  clock = new FrozenClock();
  operators = new Operators(dataSource, clock, CHEAP);
});

async function rosa(): Promise<Operator> {
  const creation = await operators.create({ email: 'Rosa@Example.pe ', password: PASSWORD, role: 'operator' });
  if (creation.kind !== 'created') throw new Error(creation.kind);
  return creation.operator;
}

async function signIn(password = PASSWORD): Promise<string> {
  const login = await operators.login({ email: 'rosa@example.pe', password });
  if (login.kind !== 'ok') throw new Error(login.kind);
  return login.token;
}

describe('hashPassword', () => {
  it('salts, and verifies whatever way letters are composed', async () => {
    const [one, other] = [await hashPassword('contraseña', CHEAP), await hashPassword('contraseña', CHEAP)];
    expect(one).not.toBe(other);
    expect(await verifyPassword('contraseña'.normalize('NFD'), one)).toBe(true);
    expect(await verifyPassword('contrasena', one)).toBe(false);
    expect(await verifyPassword('x', 'md5$nonsense')).toBe(false);
  });
});

describe('Operators', () => {
  it('stores passwords at the cost that OWASP asks for', async () => {
    await new Operators(dataSource, clock).create({ email: 'rosa@example.pe', password: PASSWORD, role: 'viewer' });
    const [row] = await dataSource.query<{ password_hash: string }[]>('select password_hash from operator');
    expect(row?.password_hash).toMatch(/^scrypt\$32768\$8\$3\$/);
    expect(PASSWORD_COST.N * PASSWORD_COST.p).toBeGreaterThanOrEqual(3 * 2 ** 15);
  });

  it('signs a person in by e-mail and password and knows the session by its token', async () => {
    const operator = await rosa();
    expect(operator).toMatchObject({ email: 'rosa@example.pe', role: 'operator', disabledAt: null });

    const login = await operators.login({ email: ' ROSA@example.pe', password: PASSWORD });

    if (login.kind !== 'ok') throw new Error(login.kind);
    expect(login.operator).toEqual({ ...operator, lastLoginAt: clock.now() });
    expect(await operators.session(login.token)).toEqual(login.operator);
    expect(await operators.session(`${login.token}x`)).toBeNull();
    const stored = JSON.stringify(await dataSource.query('select * from operator_session'));
    expect(stored).not.toContain(login.token);
  });

  it('ends a session by logout and by time', async () => {
    await rosa();
    const [one, two] = [await signIn(), await signIn()];
    await operators.logout(one);
    expect(await operators.session(one)).toBeNull();
    expect(await operators.session(two)).not.toBeNull();
    clock.advance(12 * 3_600_000);
    expect(await operators.session(two)).toBeNull();

    await signIn();
    expect(await dataSource.query('select count(*)::int from operator_session')).toEqual([{ count: 1 }]);
  });

  it('refuses an unknown address and a wrong password alike', async () => {
    await rosa();
    expect(await operators.login({ email: 'rosa@example.pe', password: 'wrong' })).toEqual({ kind: 'refused' });
    expect(await operators.login({ email: 'nobody@example.pe', password: PASSWORD })).toEqual({ kind: 'refused' });
  });

  it('locks an address for a quarter of an hour after five failures, the right password included', async () => {
    await rosa();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect(await operators.login({ email: 'rosa@example.pe', password: 'wrong' })).toEqual({ kind: 'refused' });
    }
    const until = new Date(clock.now().getTime() + 900_000);
    expect(await operators.login({ email: 'rosa@example.pe', password: PASSWORD })).toEqual({ kind: 'locked', until });

    clock.advance(900_000);
    expect((await operators.login({ email: 'rosa@example.pe', password: PASSWORD })).kind).toBe('ok');
    expect((await operators.login({ email: 'rosa@example.pe', password: 'wrong' })).kind).toBe('refused');
  });

  it('counts guesses that are sent all at once', async () => {
    await rosa();
    const logins = await Promise.all(
      Array.from({ length: 20 }, () => operators.login({ email: 'rosa@example.pe', password: 'wrong' })),
    );
    expect(logins.filter(({ kind }) => kind === 'refused')).toHaveLength(5);
    expect(logins.filter(({ kind }) => kind === 'locked')).toHaveLength(15);
  });

  it('locks an address that fails under ever new names, and no other address', async () => {
    await rosa();
    const address = '203.0.113.7';
    for (let attempt = 0; attempt < 30; attempt += 1) {
      const guess = { email: `guess-${attempt}@example.pe`, password: 'wrong', address };
      expect((await operators.login(guess)).kind).toBe('refused');
    }
    const right = { email: 'rosa@example.pe', password: PASSWORD };
    expect((await operators.login({ ...right, address })).kind).toBe('locked');
    expect((await operators.login({ ...right, address: '203.0.113.8' })).kind).toBe('ok');
    clock.advance(900_000);
    expect((await operators.login({ ...right, address })).kind).toBe('ok');
  });

  it('judges a few passwords at a time and turns the rest of a flood away', async () => {
    await rosa();
    const flood = Array.from({ length: 100 }, (_, index) =>
      operators.login({ email: `guess-${index}@example.pe`, password: 'wrong' }),
    );
    const kinds = (await Promise.all(flood)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'refused')).toHaveLength(22);
    expect(kinds.filter((kind) => kind === 'busy')).toHaveLength(78);
    expect((await operators.login({ email: 'rosa@example.pe', password: PASSWORD })).kind).toBe('ok');
  });

  it('shuts a disabled operator out at once', async () => {
    const { id } = await rosa();
    const token = await signIn();

    expect(await operators.disable(id)).toBe(true);

    expect(await operators.session(token)).toBeNull();
    expect((await operators.login({ email: 'rosa@example.pe', password: PASSWORD })).kind).toBe('refused');
  });

  it('ends all sessions with a new password, and changes roles', async () => {
    const { id } = await rosa();
    const token = await signIn();
    expect(await operators.setPassword(id, 'short')).toEqual({ kind: 'password_too_short', minimum: 10 });
    expect(await operators.session(token)).not.toBeNull();
    expect(await operators.setPassword(id, 'another long password')).toEqual({ kind: 'changed' });
    expect(await operators.setPassword('opr_none', 'another long password')).toEqual({ kind: 'unknown' });
    expect(await operators.session(token)).toBeNull();

    await operators.setRole(id, 'viewer');

    expect(await operators.session(await signIn('another long password'))).toMatchObject({ role: 'viewer' });
  });

  it('keeps addresses apart and passwords long', async () => {
    await rosa();
    expect(await operators.create({ email: 'ROSA@example.pe', password: PASSWORD, role: 'admin' })).toEqual({
      kind: 'email_taken',
    });
    expect(await operators.create({ email: 'x@example.pe', password: 'short', role: 'admin' })).toEqual({
      kind: 'password_too_short',
      minimum: 10,
    });
  });

  it('seeds the first operator as an admin and never changes one', async () => {
    expect(await operators.seed({ email: 'Admin@example.pe', password: 'p' })).toBe(true);
    expect(await operators.seed({ email: 'admin@example.pe', password: 'other' })).toBe(false);

    const login = await operators.login({ email: 'admin@example.pe', password: 'p' });
    expect(login).toMatchObject({ kind: 'ok', operator: { role: 'admin' } });
    expect(await operators.list()).toHaveLength(1);
  });
});
