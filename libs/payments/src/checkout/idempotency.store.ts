import { createHash } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { canonicalJson } from '../json.js';
import type { Statement } from '../statements.js';
import { runInOrder, statement } from '../statements.js';

export interface IdempotencyRef {
  readonly shopId: string;
  readonly key: string;
  /** Which request the key belongs to: one key is not two requests. */
  readonly operation: string;
}

/** The right to answer for a key; a later attempt takes it away, and the earlier one's writes then do nothing. */
export interface IdempotencyClaim extends IdempotencyRef {
  readonly attempt: number;
  /** Set where an earlier attempt already opened the payment. */
  readonly paymentId: string | null;
  /** For a reissue that began: the CIP that it replaces. */
  readonly subject: string | null;
}

export type IdempotencyVerdict =
  | { readonly kind: 'claimed'; readonly claim: IdempotencyClaim }
  | { readonly kind: 'stored'; readonly status: number; readonly body: string }
  | { readonly kind: 'reused' }
  | { readonly kind: 'in_use' };

/** What claims or binds a key says of the transaction that it is in. */
export interface BegunRow {
  transaction_id: string;
}

interface BoundRow {
  payment_id: string | null;
  subject: string | null;
}

interface KeyRow {
  operation: string;
  request_hash: Buffer;
  attempt: number;
  payment_id: string | null;
  response_status: number | null;
  response_body: string | null;
  leased: boolean;
}

/**
 * `Idempotency-Key` as the contract says, safe with many copies of the API: a key is held by a lease on database time
 * with an attempt number, so that a dead process never blocks it and a slow one never answers for its successor.
 */
export class IdempotencyStore {
  constructor(
    private readonly dataSource: DataSource,
    private readonly leaseMs: number,
  ) {}

  /** `request` is the validated body: the same request in another spelling is the same request. */
  async claim(ref: IdempotencyRef, request: unknown): Promise<IdempotencyVerdict> {
    const hash = hashOf(request);
    const { text, values } = this.claimFresh(ref, hash, null);
    const fresh: unknown[] = await this.dataSource.query(text, [...values]);
    if (fresh.length > 0) return { kind: 'claimed', claim: firstClaim(ref, null) };
    const [row]: KeyRow[] = await this.dataSource.query(
      `select operation, request_hash, attempt, payment_id, response_status, response_body,
         coalesce(lease_until > now(), false) as leased from idempotency_key where shop_id = $1 and key = $2`,
      [ref.shopId, ref.key],
    );
    if (!row) return this.claim(ref, request);
    if (row.operation !== ref.operation || !row.request_hash.equals(hash)) return { kind: 'reused' };
    if (row.response_status !== null)
      return { kind: 'stored', status: row.response_status, body: row.response_body ?? '' };
    if (row.leased) return { kind: 'in_use' };
    const [[taken]] = await this.dataSource.query<[BoundRow[], number]>(
      `update idempotency_key set attempt = attempt + 1, lease_until = now() + $4 * interval '1 millisecond'
       where shop_id = $1 and key = $2 and attempt = $3 and response_status is null returning payment_id, subject`,
      [ref.shopId, ref.key, row.attempt, this.leaseMs],
    );
    if (!taken) return { kind: 'in_use' };
    const { payment_id: paymentId, subject } = taken;
    return { kind: 'claimed', claim: { ...ref, attempt: row.attempt + 1, paymentId, subject } };
  }

  /**
   * Claims a key that was never used for a payment, in the transaction that begins it; answers nothing when the key was
   * used before. Another request with the key waits for that transaction to end, and finds the key as it left it.
   */
  claimFor(ref: IdempotencyRef, request: unknown, paymentId: string): Statement<BegunRow> {
    return this.claimFresh(ref, hashOf(request), paymentId);
  }

  private claimFresh(ref: IdempotencyRef, hash: Buffer, paymentId: string | null): Statement<BegunRow> {
    return statement(CLAIM_FRESH, [ref.shopId, ref.key, ref.operation, hash, this.leaseMs, paymentId]);
  }

  /** Binds the key to its payment, in the transaction that begins. Throws when another attempt took the claim away. */
  async bind(
    manager: EntityManager,
    claim: IdempotencyClaim,
    bound: { readonly paymentId: string; readonly subject?: string },
  ): Promise<void> {
    const [begun] = await runInOrder(manager, [this.bindTo(claim, bound)]);
    if (begun.length !== 1) throw takenOver(claim);
  }

  /** The same as a statement: answers nothing when another attempt took the claim away. */
  bindTo(
    claim: IdempotencyClaim,
    bound: { readonly paymentId: string; readonly subject?: string },
  ): Statement<BegunRow> {
    return statement(BIND, [claim.shopId, claim.key, claim.attempt, bound.paymentId, bound.subject ?? null]);
  }

  /** Keeps the final answer: every later request with the key gets exactly it. */
  async finish(claim: IdempotencyClaim, answer: { status: number; body: string }): Promise<void> {
    const { text, values } = this.finishWith(claim, answer);
    await this.dataSource.query(text, [...values]);
  }

  /** The same as a statement, for the transaction that the answer tells of. */
  finishWith({ shopId, key, attempt }: IdempotencyClaim, answer: { status: number; body: string }): Statement {
    return statement(FINISH, [shopId, key, attempt, answer.status, answer.body]);
  }

  /** No final answer yet: the same key may resume at once. */
  async release(claim: IdempotencyClaim): Promise<void> {
    await this.dataSource.query(
      'update idempotency_key set lease_until = null where shop_id = $1 and key = $2 and attempt = $3',
      [claim.shopId, claim.key, claim.attempt],
    );
  }

  /** Nothing was begun (the order is open or paid already): the key is as if it had never been used. */
  async forget(claim: IdempotencyClaim): Promise<void> {
    await this.dataSource.query(
      'delete from idempotency_key where shop_id = $1 and key = $2 and attempt = $3 and payment_id is null',
      [claim.shopId, claim.key, claim.attempt],
    );
  }
}

export function takenOver({ key }: IdempotencyRef): Error {
  return new Error(`another attempt took over the idempotency key ${key}`);
}

/** The claim of a key that was never used before. */
export function firstClaim({ shopId, key, operation }: IdempotencyRef, paymentId: string | null): IdempotencyClaim {
  return { shopId, key, operation, attempt: 1, paymentId, subject: null };
}

function hashOf(request: unknown): Buffer {
  return createHash('sha256').update(canonicalJson(request)).digest();
}

const CLAIM_FRESH = `insert into idempotency_key (shop_id, key, operation, request_hash, lease_until, payment_id)
  values ($1, $2, $3, $4, now() + $5 * interval '1 millisecond', $6)
  on conflict do nothing returning pg_current_xact_id()::xid::text as transaction_id`;
const BIND = `update idempotency_key set payment_id = $4, subject = $5 where shop_id = $1 and key = $2 and attempt = $3
  returning pg_current_xact_id()::xid::text as transaction_id`;
const FINISH = `update idempotency_key set response_status = $4, response_body = $5, lease_until = null
  where shop_id = $1 and key = $2 and attempt = $3`;
