import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '#testing';
import { testDatabase } from '#testing';
import type { PaymentRecord } from '../simulation/outcome.js';
import { ANSWERED_AND_GONE, answeredAndGone, BELIEVED } from './oracle.js';

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
