import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { AuditLog, caseRefusalText, type CaseView, type Operator, ReviewCases } from '#payments';
import type { ProblemError } from '#platform';
import { type Page, pageOf, PAGE_SIZE } from '../page.js';
import { problem } from '../problems.js';
import { actorOf, CurrentOperator } from '../session/current-operator.js';
import { AssignCaseDto, CasesQuery, ResolveCaseDto } from './cases.dto.js';

@Controller('api/cases')
export class CasesController {
  constructor(
    private readonly cases: ReviewCases,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  async list(@Query() query: CasesQuery): Promise<Page<CaseView>> {
    const { state, kind, overdue, cursor, limit = PAGE_SIZE } = query;
    const found = await this.cases.list({
      limit: limit + 1,
      ...(state === undefined ? {} : { state }),
      ...(kind === undefined ? {} : { kind }),
      ...(overdue === undefined ? {} : { overdue }),
      ...(cursor === undefined ? {} : { before: cursor }),
    });
    return pageOf(found, limit);
  }

  @Get(':id')
  async get(@Param('id') id: string): Promise<CaseView> {
    const found = await this.cases.get(id);
    if (!found) throw unknown(id);
    return found;
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
        if (!outcome.replayed) {
          await this.audit.record({ actor, action: 'case.resolved', subject: id, data: { resolution, reason } });
        }
        return outcome.case;
      case 'unknown':
        throw unknown(id);
      case 'already_resolved':
        throw resolvedBefore(outcome.case);
      case 'refused':
        throw problem('case_not_resolvable', caseRefusalText(outcome));
    }
  }

  @Post(':id/assign')
  @HttpCode(200)
  async assign(
    @Param('id') id: string,
    @Body() { owner }: AssignCaseDto,
    @CurrentOperator() operator: Operator,
  ): Promise<CaseView> {
    const outcome = await this.cases.assign(id, { to: owner, actor: actorOf(operator) });
    switch (outcome.kind) {
      case 'assigned':
        return outcome.case;
      case 'unknown':
        throw unknown(id);
      case 'already_resolved':
        throw resolvedBefore(outcome.case);
      case 'no_operator':
        throw problem(
          'operator_not_found',
          `There is no operator ${outcome.email}: give the e-mail they sign in with.`,
        );
    }
  }
}

function unknown(id: string): ProblemError {
  return problem('case_not_found', `There is no case ${id}.`);
}

function resolvedBefore({ resolution, resolvedBy }: CaseView): ProblemError {
  return problem(
    'case_already_resolved',
    `The case was resolved before, as ${resolution} by ${resolvedBy}: that stays.`,
  );
}
