import type { Dispatcher } from 'undici';
import { signRequest } from '../signatures/request-signature.js';
import { clockAheadOf, judgeAnswer, type Judgement } from './answer.js';
import type { Call } from './call.js';
import { type Exchange, exchange } from './exchange.js';
import type { GatewayAddress } from './gateway-address.js';
import { CallRedactor, type GatewayCallRecord } from './gateway-call.js';
import { describeOutcome, type GatewayFailure, type GatewayOutcome, unknownOutcome } from './gateway-outcome.js';

export interface SignedSenderOptions {
  address: GatewayAddress;
  accessKey: string;
  secretKey: string;
  now: () => Date;
  timeoutMs: number;
  dispatcher: Dispatcher;
  onCall: ((record: GatewayCallRecord) => void) | undefined;
  language: 'es-PE' | 'en-US';
}

/** Puts one call on the wire: headers and signature of requirement R5, the outcome, and the record of it. */
export class SignedSender {
  constructor(private readonly options: SignedSenderOptions) {}

  /** @param token `null` for the authorization itself. */
  async send<T>(call: Call<T>, token: string | null): Promise<GatewayOutcome<T>> {
    const { address, now, dispatcher, timeoutMs } = this.options;
    const at = now();
    const startedMs = performance.now();
    const exchanged = await exchange(
      {
        method: call.method,
        url: address.origin + this.#path(call),
        headers: this.#headers(call, token, at),
        body: call.body,
      },
      dispatcher,
      timeoutMs,
    );
    const redactor = this.#redactor(call, token);
    const outcome = outcomeOf(exchanged, { read: call.read, now: now(), hide: (text) => redactor.text(text) });
    const durationMs = Math.round(performance.now() - startedMs);
    this.#record(call, redactor, { at, durationMs, outcome, exchanged });
    return outcome;
  }

  /** Records a call that could not even be tried, so that the timeline of a payment has no gap. */
  recordUnsent(call: Call<unknown>, outcome: GatewayFailure): void {
    this.#record(call, this.#redactor(call, null), { at: this.options.now(), durationMs: 0, outcome, exchanged: null });
  }

  #redactor(call: Call<unknown>, token: string | null): CallRedactor {
    const { accessKey, secretKey } = this.options;
    return new CallRedactor(call.operation, call.body, [accessKey, secretKey, ...(token ? [token] : [])]);
  }

  #path(call: Call<unknown>): string {
    return this.options.address.prefix + call.path;
  }

  #headers(call: Call<unknown>, token: string | null, at: Date): Record<string, string> {
    const { secretKey, language } = this.options;
    return {
      ...(call.body === null ? {} : { 'Content-Type': 'application/json' }),
      Accept: 'application/json',
      'Accept-Language': language,
      Origin: 'web',
      'User-Agent': 'Chasqui',
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...signRequest({
        secretKey,
        timestamp: at,
        method: call.method,
        path: this.#path(call),
        body: call.body ?? '',
      }),
    };
  }

  #record<T>(
    call: Call<T>,
    redactor: CallRedactor,
    told: { at: Date; durationMs: number; outcome: GatewayOutcome<T>; exchanged: Exchange | null },
  ): void {
    const { onCall, now } = this.options;
    if (!onCall) return;
    const { at, durationMs, outcome, exchanged } = told;
    const answer = exchanged?.kind === 'answered' ? exchanged.answer : null;
    const error = describeOutcome(outcome);
    try {
      onCall({
        at,
        operation: call.operation,
        method: call.method,
        path: this.#path(call),
        httpStatus: answer?.httpStatus ?? null,
        outcome: outcome.kind,
        durationMs,
        cipNumbers: call.cipNumbers(outcome.kind === 'ok' ? outcome.value : null),
        request: redactor.request(),
        response: answer && redactor.response(answer),
        error: error === null ? null : redactor.text(error),
        paymentRef: call.paymentRef,
        clockAheadMs: answer && clockAheadOf(answer.date, now()),
      });
    } catch (failure) {
      // A recorder that fails must not make a CIP that was created look like one that was not.
      process.emitWarning(failure instanceof Error ? failure : String(failure));
    }
  }
}

function outcomeOf<T>(exchanged: Exchange, judgement: Judgement<T>): GatewayOutcome<T> {
  switch (exchanged.kind) {
    case 'answered':
      return judgeAnswer(exchanged.answer, judgement);
    case 'never_sent':
      return { kind: 'never_sent', reason: exchanged.reason };
    case 'lost':
      return unknownOutcome(exchanged.reason);
  }
}
