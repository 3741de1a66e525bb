import { Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Caller, ShopCaller } from '../access/caller.js';
import { Scoped } from '../access/scoped.decorator.js';
import { ShopApi } from '../access/shop-api.decorator.js';
import { Problems } from '../api-docs/problem-responses.js';
import { problem } from '../problems/problem.js';
import { decodePageCursor, toPage } from '../requests/page-cursor.js';
import { ListStockHoldsQuery } from './list-stock-holds.query.js';
import { StockHoldPageAnswer } from './stock-hold.answer.js';
import type { StockHoldPlace, StockHoldRow } from './stock-hold.reader.js';
import { StockHoldReader } from './stock-hold.reader.js';

@ShopApi('stock-holds', 'Stock')
export class StockHoldsController {
  constructor(@Inject(StockHoldReader) private readonly holds: StockHoldReader) {}

  @Get()
  @Scoped('stock:read')
  @ApiOperation({ operationId: 'listStockHolds', summary: 'What payments hold of your stock' })
  @ApiOkResponse({ type: StockHoldPageAnswer })
  @Problems('invalid_request', 'cursor_invalid')
  async list(@Caller() caller: ShopCaller, @Query() query: ListStockHoldsQuery): Promise<StockHoldPageAnswer> {
    const { sku = null, orderId = null, limit } = query;
    const after = placeOf(decodePageCursor('stock-holds', query.cursor, 3));
    const { shopId, livemode } = caller;
    const rows = await this.holds.list({ shopId, livemode, sku, orderId, after, limit: limit + 1 });
    return toPage(rows, {
      list: 'stock-holds',
      limit,
      view: ({ generation: _generation, line: _line, ...hold }: StockHoldRow) => hold,
      place: ({ paymentId, generation, line }) => [paymentId, String(generation), String(line)],
    });
  }
}

function placeOf(parts: readonly string[] | null): StockHoldPlace | null {
  if (!parts) return null;
  const [paymentId = '', generation = '', line = ''] = parts;
  if (!/^\d{1,9}$/.test(generation) || !/^\d{1,9}$/.test(line)) {
    throw problem('cursor_invalid', 'This cursor is none that this list gave out. Leave it out to start anew.');
  }
  return { paymentId, generation: Number(generation), line: Number(line) };
}
