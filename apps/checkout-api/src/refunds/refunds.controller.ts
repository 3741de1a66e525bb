import { Get, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { Caller, ShopCaller } from '../access/caller.js';
import { Scoped } from '../access/scoped.decorator.js';
import { ShopApi } from '../access/shop-api.decorator.js';
import { Problems } from '../api-docs/problem-responses.js';
import { RecordIdPipe } from '../requests/record-id.pipe.js';
import { RefundAnswer } from './refund.answer.js';
import { ShopRefunds } from './shop-refunds.js';

const refundId = new RecordIdPipe('refund');

@ShopApi('refunds', 'Refunds')
export class RefundsController {
  constructor(@Inject(ShopRefunds) private readonly refunds: ShopRefunds) {}

  @Get(':id')
  @Scoped('refunds:read')
  @ApiOperation({ operationId: 'getRefund', summary: 'Look a refund up' })
  @ApiParam({ name: 'id', example: 'rfd_06ca0e2y5t7r9w1q3s5d7f9g1h' })
  @ApiOkResponse({ type: RefundAnswer })
  @Problems('not_found')
  async get(@Caller() caller: ShopCaller, @Param('id', refundId) id: string): Promise<RefundAnswer> {
    return this.refunds.get(caller, id);
  }
}
