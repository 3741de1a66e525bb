import type { Dispatcher } from 'undici';
import { amountToNumberText } from '../wire/amount.js';
import { normalizeCip } from '../wire/cip-number.js';
import { ExactNumber, type WritableJson, writeJson } from '../wire/exact-json.js';
import { formatLima } from '../wire/lima-time.js';
import { authorizationCall } from './authorization.js';
import type { Call } from './call.js';
import { readCreatedCip, readFoundCips } from './cip-answers.js';
import type { CipDraft, CipRecord, CreatedCip, RefundDraft } from './cip.js';
import { createRequestBody } from './create-request.js';
import { createEgress, type Egress } from './egress.js';
import { parseGatewayAddress } from './gateway-address.js';
import type { GatewayCallRecord } from './gateway-call.js';
import type { GatewayFailure, GatewayOutcome } from './gateway-outcome.js';
import { SignedSender } from './signed-sender.js';
import { TokenKeeper, withoutToken } from './token-keeper.js';

export interface PagoEfectivoClientOptions {
  /** `https://services.pagoefectivo.pe/`; plain http only for a sandbox on loopback or a private network. */
  baseUrl: string;
  serviceId: string;
  accessKey: string;
  secretKey: string;
  now: () => Date;
  /** For one exchange, from connecting to the last byte; a call may need an authorization and one repetition. */
  timeoutMs: number;
  /** Used as it is and left open; `egress` then has no effect. */
  dispatcher?: Dispatcher;
  egress?: Egress;
  /** Told of every call, also of one that was never sent. */
  onCall?: (record: GatewayCallRecord) => void;
  /** The language of the gateway's messages: es-PE unless told. */
  language?: 'es-PE' | 'en-US';
}

export interface CallOptions {
  /** Put on the call's record. */
  paymentRef?: string;
}

/**
 * The direct merchant API of PagoEfectivo (`/v1`) for one service. Signs every request, keeps the bearer token, and
 * answers with an outcome instead of an exception. It throws a RangeError only for an argument that cannot be put on
 * the wire at all: an amount, a date, a CIP number.
 */
export class PagoEfectivoClient {
  readonly #options: PagoEfectivoClientOptions;
  readonly #dispatcher: Dispatcher;
  readonly #sender: SignedSender;
  readonly #tokens: TokenKeeper;
  #closing: Promise<void> | null = null;

  /** @throws RangeError for a base URL that must not be used. */
  constructor(options: PagoEfectivoClientOptions) {
    const address = parseGatewayAddress(options.baseUrl);
    this.#options = options;
    this.#dispatcher = options.dispatcher ?? createEgress(options.egress ?? {}, options.timeoutMs);
    this.#sender = new SignedSender({
      address,
      accessKey: options.accessKey,
      secretKey: options.secretKey,
      now: options.now,
      timeoutMs: options.timeoutMs,
      dispatcher: this.#dispatcher,
      onCall: options.onCall,
      language: options.language ?? 'es-PE',
    });
    this.#tokens = new TokenKeeper(
      () => this.#sender.send(authorizationCall(this.#options, this.#options.now()), null),
      options.now,
    );
  }

  /**
   * `POST /v1/cips`. The gateway makes a new CIP for every create that it understands and offers no look-up by
   * reference, so after `unknown` a CIP may exist that nobody knows the number of.
   */
  async createCip(draft: CipDraft, options: CallOptions = {}): Promise<GatewayOutcome<CreatedCip>> {
    return this.#call<CreatedCip>({
      operation: 'create',
      method: 'POST',
      path: '/v1/cips',
      body: createRequestBody(draft, this.#options.serviceId),
      cipNumbers: (created) => (created ? [created.number] : []),
      paymentRef: options.paymentRef ?? null,
      read: (data) => readCreatedCip(data, draft),
    });
  }

  /**
   * `POST /v1/cips/search`: the CIPs that the gateway knows. One that is absent is unknown to it, which proves
   * nothing. How many fit into one search is not documented. Texts that are no CIP number are passed over.
   */
  async searchCips(numbers: readonly string[], options: CallOptions = {}): Promise<GatewayOutcome<CipRecord[]>> {
    const asked = new Set(numbers.flatMap((number) => normalizeCip(number) ?? []));
    if (asked.size === 0) return { kind: 'ok', value: [] };
    return this.#call<CipRecord[]>({
      operation: 'search',
      method: 'POST',
      path: '/v1/cips/search',
      body: writeJson({ data: [...asked].map((number) => ({ cip: new ExactNumber(number) })) }),
      cipNumbers: () => [...asked],
      paymentRef: options.paymentRef ?? null,
      read: (data) => readFoundCips(data, asked),
    });
  }

  /** `PATCH /v1/cips/{cip}`. Brings an expired CIP back to life; what came of it is best read with a search. */
  async changeExpiry(number: string, expiresAt: Date, options: CallOptions = {}): Promise<GatewayOutcome<void>> {
    const body = { dateExpiry: formatLima(expiresAt) };
    return this.#change({ operation: 'extend', method: 'PATCH', number, body, options });
  }

  /** `DELETE /v1/cips/{cip}`. The gateway allows it only while the CIP waits for payment. */
  async deleteCip(number: string, options: CallOptions = {}): Promise<GatewayOutcome<void>> {
    return this.#change({ operation: 'delete', method: 'DELETE', number, body: null, options });
  }

  /** `POST /v1/cips/{cip}/refunds`, for contracts that have it (wire notes 13.5); the documented API does not. */
  async refundCip(number: string, refund: RefundDraft, options: CallOptions = {}): Promise<GatewayOutcome<void>> {
    const { amountMinor, currency, reason, refundCode } = refund;
    const body = { amount: new ExactNumber(amountToNumberText(amountMinor)), currency, reason, refundCode };
    return this.#change({ operation: 'refund', method: 'POST', number, body, options });
  }

  /** Asks for a new token now, to check the credentials. `refused` names what is wrong with them. */
  async authorize(): Promise<GatewayOutcome<{ expiresAt: Date }>> {
    const outcome = await this.#tokens.renew();
    return outcome.kind === 'ok' ? { kind: 'ok', value: { expiresAt: outcome.value.expiresAt } } : outcome;
  }

  /** Waits for calls under way, then closes the connections. A dispatcher that was passed in stays open. */
  async close(): Promise<void> {
    if (this.#options.dispatcher === undefined) this.#closing ??= this.#dispatcher.close();
    await this.#closing;
  }

  /** A call about one CIP whose answer holds nothing but yes or no. */
  async #change(change: {
    operation: 'extend' | 'delete' | 'refund';
    method: Call<void>['method'];
    number: string;
    body: WritableJson;
    options: CallOptions;
  }): Promise<GatewayOutcome<void>> {
    const cip = normalizeCip(change.number);
    if (cip === null) throw new RangeError(`"${change.number}" is not a CIP number.`);
    return this.#call<void>({
      operation: change.operation,
      method: change.method,
      path: change.operation === 'refund' ? `/v1/cips/${cip}/refunds` : `/v1/cips/${cip}`,
      body: change.body === null ? null : writeJson(change.body),
      cipNumbers: () => [cip],
      paymentRef: change.options.paymentRef ?? null,
      read: () => ({ value: undefined }),
    });
  }

  /** A rejected token is replaced once and the call repeated: it was rejected, so nothing had happened. */
  async #call<T>(call: Call<T>): Promise<GatewayOutcome<T>> {
    const token = await this.#tokens.current();
    if (token.kind !== 'ok') return this.#unsent(call, token);
    const outcome = await this.#sender.send(call, token.value);
    if (outcome.kind !== 'unauthorized') return outcome;

    const replacement = await this.#tokens.replacing(token.value);
    if (replacement.kind !== 'ok') return this.#unsent(call, replacement);
    return this.#sender.send(call, replacement.value);
  }

  #unsent(call: Call<unknown>, failure: GatewayFailure): GatewayFailure {
    const outcome = withoutToken(failure);
    this.#sender.recordUnsent(call, outcome);
    return outcome;
  }
}
