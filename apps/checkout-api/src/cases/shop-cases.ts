import type { CaseFilter, CaseView, Refusal, ReviewCases } from '#payments';
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

  async resolve(
    caller: ShopCaller,
    id: string,
    wish: { resolution: 'accept' | 'close'; reason: string },
  ): Promise<CaseView> {
    await this.get(caller, id);
    const outcome = await this.cases.resolve(id, { ...wish, actor: caller.actor });
    switch (outcome.kind) {
      case 'resolved':
        return outcome.case;
      case 'unknown':
        throw notFound('case');
      case 'refused':
        throw refusal(outcome.why);
    }
  }
}

function refusal(why: Refusal): ProblemError {
  switch (why) {
    case 'unknown_payment':
      return notFound('case');
    case 'order_already_paid':
    case 'order_already_open':
      return problem(
        'resolution_not_allowed',
        'The order has been paid and announced by another payment: pay this money back and close the case.',
      );
    case 'not_allowed_in_state':
    case 'not_due':
    case 'cip_payable':
    case 'deadline_not_later':
    case 'unknown_command':
      return problem(
        'resolution_not_allowed',
        'Only late money that is still there can be accepted: close this case instead, and say what was done about it.',
      );
    case 'command_in_progress':
    case 'notification_waiting':
      return problem('payment_busy', 'Another request about this payment is under way: try again in a moment.', {
        retryAfterSeconds: 1,
      });
  }
}
