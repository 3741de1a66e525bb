import { caseRefusalText } from '#payments';
import type { CaseFilter, CaseView, Resolution, ResolveOutcome, ReviewCases } from '#payments';
import type { ProblemError } from '#platform';
import type { ShopCaller } from '../access/caller.js';
import { notFound, problem } from '../problems/problem.js';

/** The cases that one shop may see and resolve: those of its own payments. */
export class ShopCases {
  constructor(private readonly cases: ReviewCases) {}

  /** Latest first. */
  list(caller: ShopCaller, filter: CaseFilter): Promise<CaseView[]> {
    return this.cases.list({ ...filter, shopId: caller.shopId });
  }

  async get(caller: ShopCaller, id: string): Promise<CaseView> {
    const view = await this.cases.get(id);
    if (view?.shopId !== caller.shopId) throw notFound('case');
    return view;
  }

  /** Answering again in the same way answers what the first time did. */
  async resolve(caller: ShopCaller, id: string, wish: { resolution: Resolution; reason: string }): Promise<CaseView> {
    await this.get(caller, id);
    const outcome = await this.cases.resolve(id, { ...wish, actor: caller.actor });
    switch (outcome.kind) {
      case 'resolved':
        return outcome.case;
      case 'unknown':
        throw notFound('case');
      case 'already_resolved': {
        const { resolution, resolvedAt } = outcome.case;
        throw problem('case_already_resolved', `The case was resolved before, as ${resolution}: that stays.`, {
          extensions: { resolution, resolvedAt },
        });
      }
      case 'refused':
        throw refusal(outcome);
    }
  }
}

function refusal(refused: Extract<ResolveOutcome, { kind: 'refused' }>): ProblemError {
  const text = caseRefusalText(refused);
  switch (refused.why) {
    case 'unknown_payment':
      return notFound('case');
    case 'order_already_open':
      return problem('order_already_open', text, { extensions: { paymentId: refused.paymentId } });
    case 'command_in_progress':
    case 'notification_waiting':
      return problem('payment_busy', text, { retryAfterSeconds: 1 });
    case 'resolution_not_allowed':
    case 'order_already_paid':
    case 'money_gone':
    case 'not_allowed_in_state':
    case 'not_due':
    case 'cip_payable':
    case 'deadline_not_later':
    case 'unknown_command':
    case 'unknown_refund':
    case 'unknown_receipt':
    case 'receipt_ambiguous':
    case 'receipt_not_refundable':
    case 'refund_exceeds_receipt':
    case 'refund_channel_unavailable':
    case 'refund_destination_missing':
    case 'refund_evidence_missing':
    case 'refund_needs_another_approver':
    case 'refund_not_in_state':
      return problem('resolution_not_allowed', text, { extensions: { resolutions: refused.case.resolutions } });
  }
}
