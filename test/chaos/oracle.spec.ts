import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '#testing';
import { testDatabase } from '#testing';
import type { PaymentRecord } from '../simulation/outcome.js';
import { ANSWERED_AND_GONE, answeredAndGone, BELIEVED, PAYABLE_IN_VAIN } from './oracle.js';

const payment: PaymentRecord = {
  id: 'pay_1',
  amountMinor: 4_200,
  state: 'pending',
  base: 'pending',
  stock: 'held',
  unconfirmed: false,
  expiresAtMs: 0,
  closedAtMs: null,
  holds: ['held'],
  cases: [],
  codes: [{ number: '111', expiresAtMs: 0, knownAtMs: 0, seenPaid: false, monies: [], receipts: [] }],
};

describe('what a caller was told of', () => {
  const plan = { orderId: 'C-1-1' };

  it('is there', () => {
    expect(answeredAndGone({ plan, paymentIds: ['pay_1'], codes: ['111'] }, { payments: [payment] })).toEqual([]);
  });

  it('is missed when the payment or its code is gone', () => {
    const told = { plan, paymentIds: ['pay_1', 'pay_2'], codes: ['111', '222'] };
    expect(answeredAndGone(told, { payments: [payment] })).toEqual([
      'C-1-1 was told of payment pay_2',
      'C-1-1 was shown CIP 222',
    ]);
    expect(answeredAndGone(told, undefined)).toHaveLength(4);
  });
});

describe('what was answered 200', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await testDatabase({ schema: 'empty' });
    await database.query('create schema sandbox');
    await database.query(
      `create table sandbox.notification (cip bigint, body text, forged boolean not null default false, deliveries jsonb)`,
    );
    await database.query('create table notification (cip_number text, lane text, raw bytea)');
  });

  afterAll(() => database.drop());

  async function send(message: { body: string; forged?: boolean; statuses: (number | null)[]; kept: number }) {
    await database.query('truncate sandbox.notification, notification');
    const { body, forged = false, statuses, kept } = message;
    await database.query('insert into sandbox.notification values (111, $1, $2, $3)', [
      body,
      forged,
      JSON.stringify(statuses.map((status) => ({ at: 'now', status, error: null }))),
    ]);
    for (let nth = 0; nth < kept; nth += 1)
      await database.query(`insert into notification values ('111', 'inbox', convert_to($1, 'UTF8'))`, [body]);
    const [gone, believed] = [await database.query(ANSWERED_AND_GONE), await database.query(BELIEVED)];
    return { gone: gone.length, believed: believed.length };
  }

  it('is in the inbox once per answer, more often where an answer was lost', async () => {
    expect(await send({ body: '{"a":"ñ"}', statuses: [200, 200], kept: 2 })).toEqual({ gone: 0, believed: 0 });
    expect(await send({ body: '{}', statuses: [null, 200], kept: 2 })).toEqual({ gone: 0, believed: 0 });
    expect(await send({ body: '{}', statuses: [503, null], kept: 0 })).toEqual({ gone: 0, believed: 0 });
  });

  it('is missed when there is one less', async () => {
    expect(await send({ body: '{}', statuses: [200, 200], kept: 1 })).toEqual({ gone: 1, believed: 0 });
    expect(await send({ body: '{}', statuses: [503, 200], kept: 0 })).toEqual({ gone: 1, believed: 0 });
  });

  it('was no forgery', async () => {
    expect(await send({ body: '{}', forged: true, statuses: [401, 401], kept: 0 })).toEqual({ gone: 0, believed: 0 });
    expect(await send({ body: '{}', forged: true, statuses: [401, 200], kept: 1 })).toEqual({ gone: 0, believed: 1 });
  });
});

describe('a code that nobody should pay', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await testDatabase({ schema: 'empty' });
    for (const statement of [
      'create schema sandbox',
      'create schema chaos',
      'create table sandbox.cip (number bigint, transaction_code text, expires_at timestamptz, removed_at timestamptz)',
      'create table sandbox.payment (cip bigint)',
      'create table cip (id text, number text, payment_id text, transaction_code text)',
      'create table payment (id text, order_id text, unconfirmed boolean)',
      'create table chaos.moment (what text, subject text, at timestamptz)',
      'create table gateway_command (cip_id text, kind text, created_at timestamptz)',
      `insert into payment values ('pay_1', 'C-1-1', false)`,
      `insert into cip values ('cip_1', '111', 'pay_1', 'T-1')`,
    ])
      await database.query(statement);
  });

  afterAll(() => database.drop());

  interface Code {
    /** Minutes. */
    readonly knownAt: number;
    readonly replacedAt?: number;
    readonly endedAt?: number;
    readonly expiresAt?: number;
    readonly removed?: boolean;
    readonly paid?: boolean;
    readonly deleteBegunAt?: number;
  }

  async function payableInVain({
    knownAt,
    replacedAt,
    endedAt,
    expiresAt = 10,
    removed = false,
    paid = false,
    deleteBegunAt,
  }: Code) {
    const at = (minutes: number): Date => new Date(minutes * 60_000);
    await database.query('truncate sandbox.cip, sandbox.payment, chaos.moment, gateway_command');
    await database.query(`insert into sandbox.cip values (111, 'T-1', $1, $2)`, [
      at(expiresAt),
      removed ? at(9) : null,
    ]);
    if (paid) await database.query('insert into sandbox.payment values (111)');
    if (deleteBegunAt !== undefined)
      await database.query(`insert into gateway_command values ('cip_1', 'delete', $1)`, [at(deleteBegunAt)]);
    const moments = [
      ['known', '111', knownAt],
      ['unwanted', 'cip_1', replacedAt],
      ['unwanted', 'pay_1', endedAt],
    ] as const;
    for (const [what, subject, minutes] of moments)
      if (minutes !== undefined)
        await database.query('insert into chaos.moment values ($1, $2, $3)', [what, subject, at(minutes)]);
    return (await database.query<{ what: string }>(PAYABLE_IN_VAIN)).map(({ what }) => what.split(' could')[0]);
  }

  it('is missed when it stays payable beside another one, or after its payment ended', async () => {
    const found = ['CIP 111 of C-1-1 (pay_1)'];
    expect(await payableInVain({ knownAt: 0, replacedAt: 4 })).toEqual(found);
    expect(await payableInVain({ knownAt: 0, endedAt: 4 })).toEqual(found);
    expect(await payableInVain({ knownAt: 4, replacedAt: 0, endedAt: 9 })).toEqual(found);
    expect(await payableInVain({ knownAt: 0, endedAt: 4, deleteBegunAt: 11 })).toEqual(found);
  });

  it('is well when it was wanted, deleted or paid, or when nobody had the time to delete it', async () => {
    expect(await payableInVain({ knownAt: 0 })).toEqual([]);
    expect(await payableInVain({ knownAt: 0, endedAt: 4, removed: true })).toEqual([]);
    expect(await payableInVain({ knownAt: 0, endedAt: 4, paid: true })).toEqual([]);
    expect(await payableInVain({ knownAt: 0, endedAt: 4, deleteBegunAt: 9 })).toEqual([]);
    expect(await payableInVain({ knownAt: 0, endedAt: 6 })).toEqual([]);
    expect(await payableInVain({ knownAt: 6, endedAt: 0 })).toEqual([]);
  });
});
