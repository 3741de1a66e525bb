import { close, deadline, hold, remind } from './clock-rules.js';
import {
  cipCreated,
  commandRefused,
  commandUnknown,
  commandVoid,
  createLost,
  createRefused,
  deleteDone,
  extendDone,
} from './command-rules.js';
import { cipFound, cipStatus, money } from './gateway-rules.js';
import type { Observation } from './observation.js';
import type { OrderBook, Payment } from './order-book.js';
import { paymentOf } from './order-book.js';
import type { Decision, DecisionContext } from './payment-desk.js';
import { PaymentDesk, refuse } from './payment-desk.js';
import { isOpen } from './payment-state.js';
import { refundAccepted, refundRefused } from './refund-calls.js';
import {
  approveRefund,
  describeRefund,
  markDone,
  refundBounced,
  refundSent,
  rejectRefund,
  requestOne,
} from './refund-rules.js';
import { beginCommand, cancelUnsent } from './request-rules.js';
import { resolveCase } from './resolve-case.js';

/** The one rule book: what an observation makes of an order. Pure; the caller holds the locks and writes the result. */
export function decide(book: OrderBook, observation: Observation, context: DecisionContext): Decision {
  if (observation.kind === 'open') return open(book, observation.payment);
  const payment = paymentOf(book, observation.paymentId);
  if (!payment) return refuse(book, 'unknown_payment');
  const desk = new PaymentDesk(book, payment, context);
  switch (observation.kind) {
    case 'money':
      return money(desk, observation);
    case 'cip_status':
      return cipStatus(desk, observation);
    case 'cip_found':
      return cipFound(desk, observation);
    case 'cip_created':
      return cipCreated(desk, observation);
    case 'create_refused':
      return createRefused(desk, observation);
    case 'command_void':
      return commandVoid(desk, observation);
    case 'command_unknown':
      return commandUnknown(desk, observation);
    case 'command_refused':
      return commandRefused(desk, observation);
    case 'create_lost':
      return createLost(desk, observation);
    case 'delete_done':
      return deleteDone(desk, observation);
    case 'extend_done':
      return extendDone(desk, observation);
    case 'deadline':
      return deadline(desk, observation);
    case 'close':
      return close(desk, observation);
    case 'remind':
      return remind(desk);
    case 'hold':
      return hold(desk, observation);
    case 'begin_command':
      return beginCommand(desk, observation);
    case 'cancel_unsent':
      return cancelUnsent(desk, observation);
    case 'resolve_case':
      return resolveCase(desk, observation);
    case 'request_refund':
      return requestOne(desk, observation);
    case 'describe_refund':
      return describeRefund(desk, observation);
    case 'approve_refund':
      return approveRefund(desk, observation);
    case 'reject_refund':
      return rejectRefund(desk, observation);
    case 'refund_sent':
      return refundSent(desk, observation);
    case 'refund_done':
      return markDone(desk, observation);
    case 'refund_bounced':
      return refundBounced(desk, observation);
    case 'refund_accepted':
      return refundAccepted(desk, observation);
    case 'refund_refused':
      return refundRefused(desk, observation);
  }
}

function open(book: OrderBook, payment: Payment): Decision {
  const alive = book.payments.find((other) => isOpen(other.state));
  if (alive) return refuse(book, 'order_already_open', alive.id);
  const paid = book.payments.find((other) => other.state === 'paid' || other.id === book.shippedBy);
  if (paid) return refuse(book, 'order_already_paid', paid.id);
  return {
    book: { ...book, payments: [...book.payments, payment] },
    effects: [
      {
        kind: 'history',
        paymentId: payment.id,
        type: 'created',
        actor: 'storefront',
        data: { expiresAt: payment.expiresAt, stock: payment.stock },
      },
    ],
    verdict: { kind: 'applied' },
  };
}
