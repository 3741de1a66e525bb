import type { IdempotencyClaim, IdempotencyRef, IdempotencyStore } from '#payments';
import type { Log } from '#platform';
import { problem } from '../problems/problem.js';
import type { HttpAnswer } from '../requests/http-answer.js';

/** `final` answers are kept and repeated; any other leaves the key free for the same request. */
export interface HandledRequest {
  readonly answer: HttpAnswer;
  readonly final: boolean;
  /** The key has it already: it was stored with what it tells of. */
  readonly isKept?: boolean;
}

/** What a request began with the claim of its key; without a claim nothing was begun, and the key stays unused. */
export interface BegunRequest {
  readonly claim: IdempotencyClaim | null;
  readonly handle: () => Promise<HandledRequest>;
}

/**
 * Answers requests that carry an `Idempotency-Key` as the contract says. Whatever ends the handler, a throw included,
 * the key is not left claimed: a process that dies in between loses it by lease.
 */
export class IdempotentRequests {
  constructor(
    private readonly store: IdempotencyStore,
    private readonly log: Log,
  ) {}

  /** `begin` claims a key that was never used together with what it is for, and answers null when it was used. */
  async answer(
    ref: IdempotencyRef,
    request: unknown,
    handle: (claim: IdempotencyClaim) => Promise<HandledRequest>,
    begin?: () => Promise<BegunRequest | null>,
  ): Promise<HttpAnswer> {
    const begun = await begin?.();
    if (begun?.claim) return this.handle(begun.claim, begun.handle);
    if (begun) return (await begun.handle()).answer;
    const verdict = await this.store.claim(ref, request);
    switch (verdict.kind) {
      case 'stored':
        return { status: verdict.status, body: verdict.body, headers: { 'idempotency-replayed': 'true' } };
      case 'reused':
        throw problem(
          'idempotency_key_reused',
          'This Idempotency-Key belongs to a request with another body: send that body, or a new key.',
        );
      case 'in_use':
        throw problem(
          'idempotency_key_in_use',
          'The first request with this Idempotency-Key is still under way: repeat it in a moment.',
          { retryAfterSeconds: 1 },
        );
      case 'claimed':
        return this.handle(verdict.claim, handle);
    }
  }

  private async handle(
    claim: IdempotencyClaim,
    handle: (claim: IdempotencyClaim) => Promise<HandledRequest>,
  ): Promise<HttpAnswer> {
    let kept = false;
    try {
      const { answer, final, isKept = false } = await handle(claim);
      if (final) {
        if (!isKept) await this.store.finish(claim, answer);
        kept = true;
      }
      return answer;
    } finally {
      if (!kept) await this.free(claim);
    }
  }

  /** Forgets a key that began nothing, and releases one that did. A key that stays claimed is free when its lease ends. */
  private async free(claim: IdempotencyClaim): Promise<void> {
    try {
      await this.store.forget(claim);
      await this.store.release(claim);
    } catch (error) {
      this.log.warn(
        { err: error, operation: claim.operation },
        'an idempotency key stays claimed until its lease ends',
      );
    }
  }
}
