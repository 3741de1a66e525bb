import type { IdempotencyClaim, Payments, RefundOutcome, RefundRequest, RefundView } from '#payments';
import { REFUND_REFUSALS } from '#payments';
import type { ProblemError } from '#platform';
import { invalidRequest } from '#platform';
import type { ShopCaller } from '../access/caller.js';
import { notFound, problem } from '../problems/problem.js';

const LIST_LIMIT = 200;

/** The refunds that one shop may see and ask for: of its own payments, of the mode of its key. */
export class ShopRefunds {
  constructor(private readonly parts: Pick<Payments, 'refunds' | 'refundReader' | 'idempotency'>) {}

  /** Throws a 404 for what is another shop's, another mode's, or nobody's. */
  async get(caller: ShopCaller, id: string): Promise<RefundView> {
    const found = await this.parts.refundReader.find(id);
    if (found?.shopId !== caller.shopId || found.view.livemode !== caller.livemode) throw notFound('refund');
    return found.view;
  }

  async ofPayment(paymentId: string): Promise<RefundView[]> {
    return this.parts.refundReader.list({ paymentId, limit: LIST_LIMIT });
  }

  /** Asks for a refund once per key: an attempt that died after it reserved the money is found again by its id. */
  async request(claim: IdempotencyClaim, request: RefundRequest): Promise<RefundView> {
    const { refunds, idempotency } = this.parts;
    const refundId = claim.subject ?? refunds.newRefundId();
    const outcome = await refunds.request(request, refundId, (manager) =>
      idempotency.bind(manager, claim, { paymentId: request.paymentId, subject: refundId }),
    );
    if (outcome.kind === 'refund') return outcome.refund;
    throw refusal(outcome);
  }
}

/** What a wish can be refused for; any other reason is a defect. */
const WISH_PROBLEMS = [
  'receipt_ambiguous',
  'receipt_not_refundable',
  'refund_exceeds_receipt',
  'refund_channel_unavailable',
] as const;

function refusal(outcome: Exclude<RefundOutcome, { kind: 'refund' }>): ProblemError {
  switch (outcome.kind) {
    case 'unknown':
      return notFound('payment');
    case 'invalid':
      return invalidRequest([...outcome.problems]);
    case 'refused': {
      if (outcome.why === 'unknown_receipt') {
        const message = 'receipt must be an id out of the `receipts` of this payment.';
        return invalidRequest([{ field: 'receipt', code: 'unknown', message }]);
      }
      const code = WISH_PROBLEMS.find((known) => known === outcome.why);
      if (code === undefined) throw new Error(`a wish for a refund was refused as ${outcome.why}`);
      return problem(code, REFUND_REFUSALS[code]);
    }
  }
}
