import { HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { Caller, ShopCaller } from '../access/caller.js';
import { Scoped } from '../access/scoped.decorator.js';
import { ShopApi } from '../access/shop-api.decorator.js';
import { Problems } from '../api-docs/problem-responses.js';
import { RecordIdPipe } from '../requests/record-id.pipe.js';
import { DeliveryAnswer, toDeliveryAnswer } from './endpoint.answer.js';
import { ShopEndpoints } from './shop-endpoints.js';

@ShopApi('deliveries', 'Webhooks')
export class DeliveriesController {
  constructor(@Inject(ShopEndpoints) private readonly endpoints: ShopEndpoints) {}

  @Post(':id/redeliver')
  @HttpCode(200)
  @Scoped('webhooks:write')
  @ApiOperation({
    operationId: 'redeliver',
    summary: 'Send a delivery again',
    description: 'Due at once, with its whole schedule before it, whatever became of it. The event keeps its id.',
  })
  @ApiParam({ name: 'id', example: 'dlv_06c9x2v4k8m0q1r3s5t7w9y0z2' })
  @ApiOkResponse({ type: DeliveryAnswer })
  @Problems('not_found')
  async redeliver(
    @Caller() caller: ShopCaller,
    @Param('id', new RecordIdPipe('delivery')) id: string,
  ): Promise<DeliveryAnswer> {
    return toDeliveryAnswer(await this.endpoints.redeliver(caller, id));
  }
}
