import { Body, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { toEndpointStatisticsView } from '#payments';
import { Caller, ShopCaller } from '../access/caller.js';
import { Scoped } from '../access/scoped.decorator.js';
import { ShopApi } from '../access/shop-api.decorator.js';
import { Problems } from '../api-docs/problem-responses.js';
import { decodePageCursor, encodePageCursor } from '../requests/page-cursor.js';
import { RecordIdPipe } from '../requests/record-id.pipe.js';
import { instantOf } from '../requests/instant.js';
import { DeliveryPageAnswer, RedeliveredAnswer, toDeliveryAnswer } from './delivery.answer.js';
import { EndpointStatisticsAnswer } from './endpoint-statistics.answer.js';
import {
  EndpointAnswer,
  EndpointListAnswer,
  EndpointTestAnswer,
  toEndpointAnswer,
  toEndpointTestAnswer,
} from './endpoint.answer.js';
import {
  CreateEndpointRequest,
  EndpointStatisticsQuery,
  ListDeliveriesQuery,
  RedeliverRequest,
  RotateSecretRequest,
  toEndpointFields,
  UpdateEndpointRequest,
} from './endpoint.requests.js';
import { ShopEndpoints } from './shop-endpoints.js';

const endpointId = new RecordIdPipe('webhook endpoint');
const HOUR_MS = 3_600_000;
const ID = { name: 'id', example: 'we_06c9x2v4k8m0q1r3s5t7w9y0z2' };

@ShopApi('webhook-endpoints', 'Webhooks')
export class EndpointsController {
  constructor(@Inject(ShopEndpoints) private readonly endpoints: ShopEndpoints) {}

  @Post()
  @Scoped('webhooks:write')
  @ApiOperation({
    operationId: 'createWebhookEndpoint',
    summary: 'Have events sent to an address',
    description:
      'Messages follow Standard Webhooks; check their signature with the secret, or the public key, of this answer.',
  })
  @ApiCreatedResponse({ type: EndpointAnswer })
  @Problems('invalid_request', 'body_too_large', 'unsupported_media_type')
  async create(@Caller() caller: ShopCaller, @Body() request: CreateEndpointRequest): Promise<EndpointAnswer> {
    const fields = { ...toEndpointFields(request), url: request.url };
    const { endpoint, secret } = await this.endpoints.create(caller, fields, request.signature);
    return toEndpointAnswer(endpoint, secret);
  }

  @Get()
  @Scoped('webhooks:read')
  @ApiOperation({ operationId: 'listWebhookEndpoints', summary: 'List webhook endpoints' })
  @ApiOkResponse({ type: EndpointListAnswer })
  async list(@Caller() caller: ShopCaller): Promise<EndpointListAnswer> {
    const endpoints = await this.endpoints.list(caller);
    return { data: endpoints.map((endpoint) => toEndpointAnswer(endpoint)), nextCursor: null };
  }

  @Get(':id')
  @Scoped('webhooks:read')
  @ApiOperation({ operationId: 'getWebhookEndpoint', summary: 'Look a webhook endpoint up' })
  @ApiParam(ID)
  @ApiOkResponse({ type: EndpointAnswer })
  @Problems('not_found')
  async get(@Caller() caller: ShopCaller, @Param('id', endpointId) id: string): Promise<EndpointAnswer> {
    return toEndpointAnswer(await this.endpoints.get(caller, id));
  }

  @Patch(':id')
  @Scoped('webhooks:write')
  @ApiOperation({
    operationId: 'updateWebhookEndpoint',
    summary: 'Change a webhook endpoint',
    description: 'Fields that are left out stay as they are. Enabling sends what gathered meanwhile.',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: EndpointAnswer })
  @Problems('invalid_request', 'not_found', 'body_too_large', 'unsupported_media_type')
  async update(
    @Caller() caller: ShopCaller,
    @Param('id', endpointId) id: string,
    @Body() request: UpdateEndpointRequest,
  ): Promise<EndpointAnswer> {
    return toEndpointAnswer(await this.endpoints.update(caller, id, toEndpointFields(request)));
  }

  @Delete(':id')
  @HttpCode(204)
  @Scoped('webhooks:write')
  @ApiOperation({
    operationId: 'deleteWebhookEndpoint',
    summary: 'Delete a webhook endpoint',
    description: 'What was still due to it is not sent any more; the event feed keeps it.',
  })
  @ApiParam(ID)
  @ApiNoContentResponse({ description: 'Deleted.' })
  @Problems('not_found')
  async remove(@Caller() caller: ShopCaller, @Param('id', endpointId) id: string): Promise<void> {
    await this.endpoints.remove(caller, id);
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @Scoped('webhooks:write')
  @ApiOperation({
    operationId: 'rotateWebhookSecret',
    summary: 'Make a new signing secret',
    description:
      'For 24 hours, or `overlapHours`, messages are signed with both, so that no delivery is refused meanwhile. A rotation before they are over ends them.',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: EndpointAnswer })
  @Problems('invalid_request', 'not_found', 'body_too_large', 'unsupported_media_type')
  async rotateSecret(
    @Caller() caller: ShopCaller,
    @Param('id', endpointId) id: string,
    @Body() request?: RotateSecretRequest,
  ): Promise<EndpointAnswer> {
    const { endpoint, secret } = await this.endpoints.rotateSecret(caller, id, {
      ...(request?.signature == null ? {} : { signature: request.signature }),
      ...(request?.overlapHours == null ? {} : { overlapMs: request.overlapHours * HOUR_MS }),
    });
    return toEndpointAnswer(endpoint, secret);
  }

  @Post(':id/test')
  @HttpCode(200)
  @Scoped('webhooks:write')
  @ApiOperation({
    operationId: 'testWebhookEndpoint',
    summary: 'Send a test message now',
    description: 'Sends one signed `endpoint.test` and answers with what came of it. It is never repeated.',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: EndpointTestAnswer })
  @Problems('not_found')
  async test(@Caller() caller: ShopCaller, @Param('id', endpointId) id: string): Promise<EndpointTestAnswer> {
    return toEndpointTestAnswer(await this.endpoints.test(caller, id));
  }

  @Get(':id/deliveries')
  @Scoped('webhooks:read')
  @ApiOperation({ operationId: 'listDeliveries', summary: 'List deliveries to an endpoint, latest first' })
  @ApiParam(ID)
  @ApiOkResponse({ type: DeliveryPageAnswer })
  @Problems('invalid_request', 'cursor_invalid', 'not_found')
  async deliveries(
    @Caller() caller: ShopCaller,
    @Param('id', endpointId) id: string,
    @Query() query: ListDeliveriesQuery,
  ): Promise<DeliveryPageAnswer> {
    const [cursor = null] = decodePageCursor('deliveries', query.cursor, 1) ?? [];
    const { status = null, limit } = query;
    const page = await this.endpoints.deliveries(caller, { endpointId: id, status, cursor, limit });
    return {
      data: page.deliveries.map(toDeliveryAnswer),
      nextCursor: page.nextCursor && encodePageCursor('deliveries', [page.nextCursor]),
    };
  }

  @Post(':id/redeliver')
  @HttpCode(200)
  @Scoped('webhooks:write')
  @ApiOperation({
    operationId: 'redeliverEvents',
    summary: 'Send events to an endpoint again',
    description:
      'Those of a time, of a payment, or what was given up: say at least one of `from`, `paymentId` and `onlyFailed`. Also what the endpoint never had, such as the history of a payment to a new endpoint. Events keep their ids, and those of one payment their order.',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: RedeliveredAnswer })
  @Problems('invalid_request', 'not_found', 'body_too_large', 'unsupported_media_type')
  async redeliver(
    @Caller() caller: ShopCaller,
    @Param('id', endpointId) id: string,
    @Body() request: RedeliverRequest,
  ): Promise<RedeliveredAnswer> {
    const { from, until, paymentId, types, onlyFailed } = request;
    const count = await this.endpoints.redeliverEvents(caller, id, {
      from: from == null ? null : instantOf(from),
      until: until == null ? null : instantOf(until),
      paymentIds: paymentId == null ? null : [paymentId],
      types: types ?? null,
      onlyFailed: onlyFailed ?? false,
    });
    return { count };
  }

  @Get(':id/statistics')
  @Scoped('webhooks:read')
  @ApiOperation({
    operationId: 'getWebhookStatistics',
    summary: 'See how an endpoint does',
    description: 'What waits, what came of attempts, how long answers and deliveries took.',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: EndpointStatisticsAnswer })
  @Problems('invalid_request', 'not_found')
  async statistics(
    @Caller() caller: ShopCaller,
    @Param('id', endpointId) id: string,
    @Query() { hours }: EndpointStatisticsQuery,
  ): Promise<EndpointStatisticsAnswer> {
    return toEndpointStatisticsView(await this.endpoints.statistics(caller, id, hours * HOUR_MS));
  }
}
