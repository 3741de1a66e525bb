import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { AuditLog, type CaseView, type Operator, type Refusal, ReviewCases } from '#payments';
import { type Page, pageOf, PAGE_SIZE } from '../page.js';
import { problem } from '../problems.js';
import { actorOf, CurrentOperator } from '../session/current-operator.js';
import { CasesQuery, ResolveCaseDto } from './cases.dto.js';

@Controller('api/cases')
export class CasesController {
  constructor(
    private readonly cases: ReviewCases,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  async list(@Query() query: CasesQuery): Promise<Page<CaseView>> {
    const { state, kind, cursor, limit = PAGE_SIZE } = query;
    const found = await this.cases.list({
      limit: limit + 1,
      ...(state === undefined ? {} : { state }),
      ...(kind === undefined ? {} : { kind }),
      ...(cursor === undefined ? {} : { before: cursor }),
    });
    return pageOf(found, limit);
  }

  @Post(':id/resolve')
  @HttpCode(200)
  async resolve(
    @Param('id') id: string,
    @Body() { resolution, reason }: ResolveCaseDto,
    @CurrentOperator() operator: Operator,
  ): Promise<CaseView> {
    const actor = actorOf(operator);
    const outcome = await this.cases.resolve(id, { resolution, reason, actor });
    switch (outcome.kind) {
      case 'resolved':
        await this.audit.record({ actor, action: 'case.resolved', subject: id, data: { resolution, reason } });
        return outcome.case;
      case 'unknown':
        throw problem('case_not_found', `There is no case ${id}.`);
      case 'refused':
        throw problem('case_not_resolvable', WHY_NOT[outcome.why]);
    }
  }
}

const WHY_NOT: Record<Refusal, string> = {
  unknown_payment: 'The case is no longer part of its payment.',
  order_already_open: 'Another payment of the order is open: its money decides first.',
  order_already_paid: 'The order has been shipped for another payment: close the case and refund this money.',
  command_in_progress: 'A call to PagoEfectivo about this payment is under way: try again in a moment.',
  unknown_command: 'The call to PagoEfectivo that this waits for is not known.',
  notification_waiting: 'A notification about this payment waits to be applied: try again in a moment.',
  not_due: 'It is too early for this.',
  cip_payable: 'A CIP of this payment can still be paid.',
  deadline_not_later: 'A deadline can only be moved to a later time.',
  not_allowed_in_state: 'Only money that was paid late can be accepted: close the case with the reason instead.',
};
