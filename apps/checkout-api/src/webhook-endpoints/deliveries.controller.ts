import { Body, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { Caller, ShopCaller } from '../access/caller.js';
import { Scoped } from '../access/scoped.decorator.js';
import { ShopApi } from '../access/shop-api.decorator.js';
import { Problems } from '../api-docs/problem-responses.js';
import { RecordIdPipe } from '../requests/record-id.pipe.js';
import { DeliveryAnswer, DeliveryDetailsAnswer, toDeliveryAnswer, toDeliveryDetailsAnswer } from './delivery.answer.js';
import { ResolveDeliveryRequest } from './endpoint.requests.js';
import { ShopEndpoints } from './shop-endpoints.js';

const deliveryId = new RecordIdPipe('delivery');
const ID = { name: 'id', example: 'dlv_06c9x2v4k8m0q1r3s5t7w9y0z2' };

@ShopApi('deliveries', 'Webhooks')
export class DeliveriesController {
  constructor(@Inject(ShopEndpoints) private readonly endpoints: ShopEndpoints) {}

  @Get(':id')
  @Scoped('webhooks:read')
  @ApiOperation({
    operationId: 'getDelivery',
    summary: 'Look a delivery up',
    description: 'With the body that is sent and with every attempt: when, how long it took, and what was answered.',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: DeliveryDetailsAnswer })
  @Problems('not_found')
  async get(@Caller() caller: ShopCaller, @Param('id', deliveryId) id: string): Promise<DeliveryDetailsAnswer> {
    return toDeliveryDetailsAnswer(await this.endpoints.delivery(caller, id));
  }

  @Post(':id/resolve')
  @HttpCode(200)
  @Scoped('webhooks:write')
  @ApiOperation({
    operationId: 'resolveDelivery',
    summary: 'Have a delivery sent no more',
    description:
      'For an event that a person saw to by other means: what waited for it goes on. One that is delivered stays so, and `redeliver` takes it back.',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: DeliveryAnswer })
  @Problems('invalid_request', 'not_found', 'body_too_large', 'unsupported_media_type')
  async resolve(
    @Caller() caller: ShopCaller,
    @Param('id', deliveryId) id: string,
    @Body() { reason }: ResolveDeliveryRequest,
  ): Promise<DeliveryAnswer> {
    return toDeliveryAnswer(await this.endpoints.resolve(caller, id, reason));
  }

  @Post(':id/redeliver')
  @HttpCode(200)
  @Scoped('webhooks:write')
  @ApiOperation({
    operationId: 'redeliver',
    summary: 'Send a delivery again',
    description: 'Due at once, with its whole schedule before it, whatever became of it. The event keeps its id.',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: DeliveryAnswer })
  @Problems('not_found')
  async redeliver(@Caller() caller: ShopCaller, @Param('id', deliveryId) id: string): Promise<DeliveryAnswer> {
    return toDeliveryAnswer(await this.endpoints.redeliver(caller, id));
  }
}
