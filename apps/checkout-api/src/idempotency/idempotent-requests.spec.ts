import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IdempotencyClaim } from '#payments';
import { IdempotencyStore, paymentEntities, paymentMigrations } from '#payments';
import { createDataSource, ProblemError } from '#platform';
import type { TestDatabase } from '#testing';
import { RecordedLog, testDatabase } from '#testing';
import type { HttpAnswer } from '../requests/http-answer.js';
import type { HandledRequest } from './idempotent-requests.js';
import { IdempotentRequests } from './idempotent-requests.js';

const LEASE_MS = 60_000;
const REQUEST = { orderId: 'A-1', amountMinor: 12990n };
const created: HttpAnswer = { status: 201, body: '{"id":"pay_1","odd":"  bytes\\u0020"}', headers: {} };

describe('a request with an Idempotency-Key', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let requests: IdempotentRequests;
  let log: RecordedLog;
  let nth = 0;
  let ref = { shopId: 'shop_1', key: '', operation: 'POST /v1/payments' };

  beforeAll(async () => {
    database = await testDatabase();
    dataSource = createDataSource({
      url: database.url,
      poolSize: 10,
      entities: paymentEntities,
      migrations: paymentMigrations,
      applicationName: 'idempotency',
    });
    await dataSource.initialize();
    await dataSource.query(`insert into merchant (id, name) values ('mer_1', 'M')`);
    await dataSource.query(
      `insert into shop (id, merchant_id, name, livemode) values ('shop_1', 'mer_1', 'S', false), ('shop_2', 'mer_1', 'T', false)`,
    );
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });
  beforeEach(() => {
    ref = { ...ref, shopId: 'shop_1', key: `key-${(nth += 1)}` };
    log = new RecordedLog();
    requests = new IdempotentRequests(new IdempotencyStore(dataSource, LEASE_MS), log);
  });
  afterEach(() => expect(log.lines).toEqual([]));

  const answering = (handled: HandledRequest) => async (): Promise<HandledRequest> => handled;
  const final = answering({ answer: created, final: true });

  /** What the handler of a checkout does once its payment is committed. */
  async function bind(claim: IdempotencyClaim, paymentId: string): Promise<void> {
    await dataSource.transaction((manager) =>
      new IdempotencyStore(dataSource, LEASE_MS).bind(manager, claim, { paymentId }),
    );
  }

  it('is handled once, and its final answer repeated to the byte', async () => {
    let handled = 0;
    const handle = async (): Promise<HandledRequest> => {
      handled += 1;
      return { answer: created, final: true };
    };
    expect(await requests.answer(ref, REQUEST, handle)).toEqual(created);
    expect(await requests.answer(ref, { amountMinor: 12990n, orderId: 'A-1' }, handle)).toEqual({
      ...created,
      headers: { 'idempotency-replayed': 'true' },
    });
    expect(handled).toBe(1);
  });

  it('is handled by one of twenty that come at once', async () => {
    let handled = 0;
    let refused = 0;
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const handle = async (): Promise<HandledRequest> => {
      handled += 1;
      await gate;
      return { answer: created, final: true };
    };
    const all = Array.from({ length: 20 }, () =>
      requests.answer(ref, REQUEST, handle).then(
        ({ status }) => status,
        (error: unknown) => {
          refused += 1;
          // The one that holds the key answers last, so that every other has met it.
          if (refused === 19) release();
          return error instanceof ProblemError ? error.code : error;
        },
      ),
    );
    const answers = await Promise.all(all);
    expect(handled).toBe(1);
    expect(answers.filter((answer) => answer === 201)).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'idempotency_key_in_use')).toHaveLength(19);
  });

  it('with another body, or for another operation, is refused', async () => {
    await requests.answer(ref, REQUEST, final);
    await expect(requests.answer(ref, { ...REQUEST, orderId: 'A-2' }, final)).rejects.toMatchObject({
      problem: { status: 422, code: 'idempotency_key_reused' },
    });
    await expect(requests.answer({ ...ref, operation: 'other' }, REQUEST, final)).rejects.toMatchObject({
      problem: { status: 422, code: 'idempotency_key_reused' },
    });
  });

  it('of another shop is another key', async () => {
    await requests.answer(ref, REQUEST, final);
    const other = await requests.answer({ ...ref, shopId: 'shop_2' }, { orderId: 'B' }, final);
    expect(other.headers).toEqual({});
  });

  it('resumes what an unfinished one began', async () => {
    const claims: IdempotencyClaim[] = [];
    const pending = { answer: { ...created, status: 502 }, final: false };
    await requests.answer(ref, REQUEST, async (claim) => {
      claims.push(claim);
      await bind(claim, 'pay_1');
      return pending;
    });
    await requests.answer(ref, REQUEST, async (claim) => {
      claims.push(claim);
      return { answer: created, final: true };
    });
    expect(claims.map(({ attempt, paymentId }) => [attempt, paymentId])).toEqual([
      [1, null],
      [2, 'pay_1'],
    ]);
    expect((await requests.answer(ref, REQUEST, final)).headers).toEqual({ 'idempotency-replayed': 'true' });
  });

  it('that began nothing leaves the key as if it had never been used', async () => {
    await requests.answer(ref, REQUEST, answering({ answer: { ...created, status: 409 }, final: false }));
    expect((await requests.answer(ref, { orderId: 'A-2' }, final)).headers).toEqual({});
  });

  it('that throws leaves the key to whoever repeats it', async () => {
    const begun = requests.answer(ref, REQUEST, async (claim) => {
      await bind(claim, 'pay_2');
      throw new Error('the process was killed here');
    });
    await expect(begun).rejects.toThrow('killed here');
    let resumed: string | null = null;
    await requests.answer(ref, REQUEST, async (claim) => {
      resumed = claim.paymentId;
      return { answer: created, final: true };
    });
    expect(resumed).toBe('pay_2');

    const other = { ...ref, key: `${ref.key}-fresh` };
    await expect(
      requests.answer(other, REQUEST, () => Promise.reject(new Error('before anything was begun'))),
    ).rejects.toThrow('before anything');
    expect((await requests.answer(other, { orderId: 'A-3' }, final)).headers).toEqual({});
  });

  it('is in use while its first request is, with a hint when to repeat it', async () => {
    await new IdempotencyStore(dataSource, LEASE_MS).claim(ref, REQUEST);
    const error: unknown = await requests.answer(ref, REQUEST, final).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({
      problem: { status: 409, code: 'idempotency_key_in_use', headers: { 'retry-after': '1' } },
    });
  });

  it('of a process that died is free once its lease has ended', async () => {
    await new IdempotencyStore(dataSource, LEASE_MS).claim(ref, REQUEST);
    await dataSource.query(
      `update idempotency_key set lease_until = now() - interval '1 second' where shop_id = $1 and key = $2`,
      [ref.shopId, ref.key],
    );
    expect(await requests.answer(ref, REQUEST, final)).toEqual(created);
  });

  it('that was overtaken does not answer for its successor', async () => {
    await requests.answer(ref, REQUEST, async () => {
      await dataSource.query(`update idempotency_key set attempt = attempt + 1 where shop_id = $1 and key = $2`, [
        ref.shopId,
        ref.key,
      ]);
      return { answer: { ...created, body: '"stale"' }, final: true };
    });
    const rows: unknown[] = await dataSource.query(
      'select response_body from idempotency_key where shop_id = $1 and key = $2',
      [ref.shopId, ref.key],
    );
    expect(rows).toEqual([{ response_body: null }]);
  });
});
