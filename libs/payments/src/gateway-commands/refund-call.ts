import type { DataSource } from 'typeorm';
import type { Currency, Observation } from '../domain/index.js';
import type { Gateway, GatewayOutcome, RefundOrder } from '../gateway.port.js';
import { isVoid, refusalSentence, voidReason } from '../gateway.port.js';

/** The sandbox's own limit; no other is known. */
const MAX_REASON = 200;

export interface RefundCall {
  readonly id: string;
  readonly payment_id: string;
  /** Of the CIP whose money goes back. */
  readonly number: string | null;
  /** This one included. */
  readonly attempts: number;
  readonly arguments: { readonly refundId?: string };
}

/**
 * Asks PagoEfectivo for a refund. One of unknown outcome is asked for again under the same `refundCode`, which is one
 * refund there (pagoefectivo-api.md §13.5); there is no way to look one up. After more than one attempt neither a
 * refusal nor a call that did not leave says that nothing happened.
 */
export async function callRefund(
  dataSource: DataSource,
  gateway: Gateway,
  call: RefundCall,
): Promise<Observation | Extract<GatewayOutcome<void>, { kind: 'unknown' }>> {
  const reference = { paymentId: call.payment_id, commandId: call.id };
  const order = await refundOrder(dataSource, call);
  if (!order || call.number === null) {
    return { kind: 'command_void', ...reference, reason: 'There is no such refund of a known CIP.' };
  }
  const outcome = await gateway.refundCip(call.number, order, { paymentRef: call.payment_id });
  const certain = call.attempts === 1;
  if (isVoid(outcome)) {
    const reason = voidReason(outcome);
    return certain ? { kind: 'command_void', ...reference, reason } : { kind: 'unknown', reason };
  }
  switch (outcome.kind) {
    case 'ok':
      return { kind: 'refund_accepted', ...reference };
    case 'refused':
      return { kind: 'refund_refused', ...reference, code: outcome.code, message: refusalSentence(outcome), certain };
    case 'unknown':
      return outcome;
  }
}

async function refundOrder(dataSource: DataSource, call: RefundCall): Promise<RefundOrder | null> {
  const [row] = await dataSource.query<
    { amount_minor: string; currency: Currency; reason: string; refund_code: string }[]
  >('select amount_minor, currency, reason, refund_code from refund where id = $1 and payment_id = $2', [
    call.arguments.refundId,
    call.payment_id,
  ]);
  if (!row) return null;
  const { currency, reason, refund_code: refundCode } = row;
  return { amountMinor: BigInt(row.amount_minor), currency, reason: reason.slice(0, MAX_REASON), refundCode };
}
