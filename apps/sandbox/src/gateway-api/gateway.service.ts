import {
  formatLima,
  hashString,
  normalizeCip,
  parseAmountMinor,
  parseGatewayDate,
  SIGNATURE_TOLERANCE_MS,
} from '#pagoefectivo';
import type { CipBook, CipChange } from '../cips/cip-book.js';
import type { PaymentDesk } from '../cips/payment-desk.js';
import { scenarioOf } from '../cips/scenario.js';
import type { SandboxCredentials } from '../credentials.js';
import type { FaultSwitchboard } from '../faults/fault-switchboard.js';
import type { PublicUrl } from '../page/public-url.js';
import { amountNumber } from './amounts.js';
import { CODE_SERVICE, type BearerTokens } from './bearer-token.js';
import { readCreateRequest } from './create-request.js';
import type { Answer, WireFieldError } from './envelope.js';
import type { Call, Handled } from './exchange.js';
import { oddSearch } from './odd-search.js';
import { toSearchItem } from './search-view.js';
import { asWireList, asWireObject, isAbsent, type WireObject } from './wire-body.js';
import { WireFields } from './wire-fields.js';

export interface GatewayServiceParts {
  book: CipBook;
  desk: PaymentDesk;
  faults: FaultSwitchboard;
  credentials: SandboxCredentials;
  tokens: BearerTokens;
  publicUrl: PublicUrl;
}

const NOT_AN_OBJECT: Handled = { answer: { kind: 'fields', errors: [] } };
const DONE: Answer = { kind: 'success', status: 200, data: {} };

/** What each documented operation does (pagoefectivo-api.md §2 to §4), and the refund of §13.5. */
export class GatewayService {
  constructor(private readonly parts: GatewayServiceParts) {}

  async authorize(call: Call): Promise<Handled> {
    if (call.body === null) return NOT_AN_OBJECT;
    const errors = this.authorizationErrors(call.body, call.moment.stamp);
    if (errors.length > 0) return { answer: { kind: 'fields', errors } };
    const start = call.moment.stamp;
    const expires = new Date(start.getTime() + this.parts.faults.tokenLifeMs);
    const data = {
      token: this.parts.tokens.issue(expires),
      codeService: CODE_SERVICE,
      tokenStart: formatLima(start),
      tokenExpires: formatLima(expires),
    };
    return { answer: { kind: 'success', status: 201, data } };
  }

  async create(call: Call): Promise<Handled> {
    if (call.body === null) return NOT_AN_OBJECT;
    const { current } = this.parts.faults;
    const request = readCreateRequest(call.body, {
      serviceId: this.parts.credentials.serviceId,
      amountCapMinor: parseAmountMinor(current.amountCap) ?? 0n,
      strict: current.strict,
      now: call.moment.stamp,
    });
    if (request.kind !== 'order') return { answer: request };
    const { order } = request;
    if (scenarioOf(order.userEmail) === 'rejected') {
      return fieldError({ code: '113', field: 'userEmail' });
    }
    const { cip, answered } = await this.parts.book.create(order, call.moment);
    const data = {
      cip: Number(cip.number),
      currency: cip.currency,
      amount: amountNumber(cip.amountMinor),
      transactionCode: cip.transactionCode,
      dateExpiry: formatLima(cip.expiresAt),
      cipUrl: `${this.parts.publicUrl.of(call.request)}/${cip.token}.html`,
    };
    return { answer: { kind: 'success', status: 201, data }, created: cip.number, withheld: !answered };
  }

  /** Unknown CIPs do not fail the call: each is an empty structure at its place in the list (§4). */
  async search(call: Call): Promise<Handled> {
    const value = call.body?.get('data');
    const list = asWireList(value);
    if (list === null) return fieldError({ code: isAbsent(value) ? '112' : '113', field: 'data' });
    const limit = this.parts.faults.current.searchBatchLimit;
    if (limit !== null && list.length > limit) return fieldError({ code: '113', field: 'data' });
    const numbers = list.map((entry) => normalizeCip(asWireObject(entry)?.get('cip')));
    const wanted = call.plan.emptySearch ? [] : numbers.filter((number) => number !== null);
    const cips = await this.parts.book.findMany(wanted);
    const at = { now: call.moment.stamp, lagMs: call.plan.searchLagMs };
    const data = numbers.map((number) => (number === null ? {} : toSearchItem(cips.get(number), at)));
    const { searchOddity } = call.plan;
    if (searchOddity !== null) return { answer: oddSearch(searchOddity, data, call.moment.stamp) };
    return { answer: { kind: 'success', status: 200, data } };
  }

  async extend(call: Call, cip: string): Promise<Handled> {
    if (call.body === null) return NOT_AN_OBJECT;
    const fields = new WireFields(call.body);
    const expiresAt = fields.date('dateExpiry', { required: true, after: call.moment.stamp });
    if (expiresAt === null) return { answer: { kind: 'fields', errors: fields.errors } };
    const number = normalizeCip(cip);
    const change: CipChange =
      number === null ? { kind: 'unknown_cip' } : await this.parts.book.extend(number, expiresAt, call.moment);
    return { answer: changeAnswer(change) };
  }

  async remove(call: Call, cip: string): Promise<Handled> {
    const number = normalizeCip(cip);
    const change: CipChange =
      number === null ? { kind: 'unknown_cip' } : await this.parts.book.remove(number, call.moment);
    return { answer: changeAnswer(change) };
  }

  async refund(call: Call, cip: string): Promise<Handled> {
    if (call.body === null) return NOT_AN_OBJECT;
    const fields = new WireFields(call.body);
    const amount = fields.required('amount');
    const amountMinor = parseAmountMinor(amount);
    if (amount !== null && (amountMinor === null || amountMinor === 0n)) fields.wrong('amount');
    const currency = fields.text('currency', { required: true, max: 3 });
    const reason = fields.text('reason', { max: 200 });
    const refundCode = fields.text('refundCode', { required: true, max: 64 });
    if (fields.errors.length > 0 || amountMinor === null || currency === null || refundCode === null) {
      return { answer: { kind: 'fields', errors: fields.errors } };
    }
    const order = { refundCode, amountMinor, currency, reason };
    const number = normalizeCip(cip);
    const outcome =
      number === null ? ({ kind: 'unknown_cip' } as const) : await this.parts.desk.refund(number, order, call.moment);
    if (outcome.kind !== 'refunded') {
      const field = outcome.kind === 'wrong' ? outcome.field : 'cip';
      return fieldError({ code: '113', field });
    }
    const { refund } = outcome;
    const data = {
      refundCode: refund.refundCode,
      cip: Number(refund.cip),
      amount: amountNumber(refund.amountMinor),
      currency: refund.currency,
      dateRefund: formatLima(refund.refundedAt),
    };
    return { answer: { kind: 'success', status: 201, data } };
  }

  /** The real service's answers are not published: the generic envelope names the field that is wrong. */
  private authorizationErrors(body: WireObject, now: Date): WireFieldError[] {
    const fields = new WireFields(body);
    const { credentials } = this.parts;
    const given = (field: string) => fields.text(field, { required: true, max: 100 });
    const [accessKey, serviceId, dateRequest, proof] = [
      given('accessKey'),
      given('idService'),
      given('dateRequest'),
      given('hashString'),
    ];
    if (accessKey === null || serviceId === null || dateRequest === null || proof === null) return fields.errors;
    if (accessKey !== credentials.accessKey) fields.wrong('accessKey');
    if (serviceId !== credentials.serviceId) fields.wrong('idService');
    const date = parseGatewayDate(dateRequest);
    // The real tolerance is not published; ours is that of our own signatures (§13.1).
    const isNow = date !== null && Math.abs(date.getTime() - now.getTime()) <= SIGNATURE_TOLERANCE_MS;
    if (!isNow) fields.wrong('dateRequest');
    if (fields.errors.length === 0 && proof !== hashString({ ...credentials, dateRequest })) fields.wrong('hashString');
    return fields.errors;
  }
}

function fieldError(error: WireFieldError): Handled {
  return { answer: { kind: 'fields', errors: [error] } };
}

/** What a CIP in the wrong state answers is not published: the generic envelope. */
function changeAnswer(change: CipChange): Answer {
  return change.kind === 'changed' ? DONE : { kind: 'fields', errors: [{ code: '113', field: 'cip' }] };
}
