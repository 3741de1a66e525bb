import { Body, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { Caller, ShopCaller } from '../access/caller.js';
import { Scoped } from '../access/scoped.decorator.js';
import { ShopApi } from '../access/shop-api.decorator.js';
import { Problems } from '../api-docs/problem-responses.js';
import { decodePageCursor, toPage } from '../requests/page-cursor.js';
import { RecordIdPipe } from '../requests/record-id.pipe.js';
import { CaseAnswer, CasePageAnswer, toCaseAnswer } from './case.answer.js';
import { ListCasesQuery, ResolveCaseRequest } from './case.requests.js';
import { ShopCases } from './shop-cases.js';

const caseId = new RecordIdPipe('case');
const ID = { name: 'id', example: 'case_06c9x2v4k8m0q1r3s5t7w9y0z2' };

@ShopApi('cases', 'Cases')
export class CasesController {
  constructor(@Inject(ShopCases) private readonly cases: ShopCases) {}

  @Get()
  @Scoped('cases:read')
  @ApiOperation({
    operationId: 'listCases',
    summary: 'List cases, latest first',
    description: 'Money that a person or a policy must judge, and closings that could not be confirmed.',
  })
  @ApiOkResponse({ type: CasePageAnswer })
  @Problems('invalid_request', 'cursor_invalid')
  async list(@Caller() caller: ShopCaller, @Query() query: ListCasesQuery): Promise<CasePageAnswer> {
    const [before] = decodePageCursor('cases', query.cursor, 1) ?? [];
    const { state, kind, overdue, limit } = query;
    const found = await this.cases.list(caller, {
      ...(state === undefined ? {} : { state }),
      ...(kind === undefined ? {} : { kind }),
      ...(overdue === undefined ? {} : { overdue }),
      ...(before === undefined ? {} : { before }),
      limit: limit + 1,
    });
    return toPage(found, { list: 'cases', limit, view: toCaseAnswer, place: ({ id }) => [id] });
  }

  @Get(':id')
  @Scoped('cases:read')
  @ApiOperation({ operationId: 'getCase', summary: 'Look a case up' })
  @ApiParam(ID)
  @ApiOkResponse({ type: CaseAnswer })
  @Problems('not_found')
  async get(@Caller() caller: ShopCaller, @Param('id', caseId) id: string): Promise<CaseAnswer> {
    return toCaseAnswer(await this.cases.get(caller, id));
  }

  @Post(':id/resolve')
  @HttpCode(200)
  @Scoped('cases:write')
  @ApiOperation({
    operationId: 'resolveCase',
    summary: 'Resolve a case',
    description:
      'Resolving again in the same way answers what the first time answered; in another way is refused, with how it was resolved.',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: CaseAnswer })
  @Problems(
    'invalid_request',
    'not_found',
    'resolution_not_allowed',
    'case_already_resolved',
    'order_already_open',
    'payment_busy',
    'body_too_large',
    'unsupported_media_type',
  )
  async resolve(
    @Caller() caller: ShopCaller,
    @Param('id', caseId) id: string,
    @Body() wish: ResolveCaseRequest,
  ): Promise<CaseAnswer> {
    return toCaseAnswer(await this.cases.resolve(caller, id, wish));
  }
}
