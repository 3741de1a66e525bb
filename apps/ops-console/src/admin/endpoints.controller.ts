import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import {
  type Administration,
  auditableFields,
  AuditLog,
  type EndpointFields,
  EndpointStatisticsReader,
  type EndpointStatisticsView,
  type EndpointTest,
  type EndpointView,
  toEndpointStatisticsView,
  toEndpointView,
  WebhookEndpoints,
} from '#payments';
import { invalidRequest } from '#platform';
import { Wakeups } from '#queues';
import type { Page } from '../page.js';
import { ADMINISTRATION } from '../tokens.js';
import { Administrator } from './administrator.js';
import {
  ChangeEndpointDto,
  CreateEndpointDto,
  RotateSecretDto,
  StatisticsQuery,
  toEndpointFields,
} from './endpoints.dto.js';
import { NamePipe } from './names.js';
import { present } from './outcomes.js';

const HOUR_MS = 3_600_000;
const shopName = new NamePipe('shop');
const endpointName = new NamePipe('endpoint');

/** Where a shop's events are sent, as an administrator sets it up; the shop does the same with its API key. */
@Controller('api/admin/shops/:shopId/endpoints')
export class EndpointsController {
  constructor(
    @Inject(ADMINISTRATION) private readonly admin: Administration,
    private readonly endpoints: WebhookEndpoints,
    private readonly statistics: EndpointStatisticsReader,
    private readonly audit: AuditLog,
    private readonly wakeups: Wakeups,
  ) {}

  @Get()
  async list(@Param('shopId', shopName) shopId: string): Promise<Page<EndpointView>> {
    await this.expectShop(shopId);
    return { data: (await this.endpoints.list(shopId)).map(toEndpointView), nextCursor: null };
  }

  /** `secret` is in this answer and in no other; null with ed25519, which has a public key. */
  @Post()
  async create(
    @Param('shopId', shopName) shopId: string,
    @Body() body: CreateEndpointDto,
    @Administrator() actor: string,
  ): Promise<EndpointView & { secret: string | null }> {
    await this.expectShop(shopId);
    const fields = { ...toEndpointFields(body), url: body.url };
    const created = await this.endpoints.create(shopId, fields, body.signature);
    if (created.kind === 'invalid') throw invalidRequest(created.problems);
    await this.note(actor, 'webhook_endpoint.created', created.endpoint.id, auditableFields(fields));
    return { ...toEndpointView(created.endpoint), secret: created.secret };
  }

  @Patch(':id')
  async change(
    @Param('shopId', shopName) shopId: string,
    @Param('id', endpointName) endpointId: string,
    @Body() body: ChangeEndpointDto,
    @Administrator() actor: string,
  ): Promise<EndpointView> {
    const fields: EndpointFields = toEndpointFields(body);
    const change = await this.endpoints.update({ shopId, endpointId }, fields);
    if (change.kind === 'invalid') throw invalidRequest(change.problems);
    const { endpoint } = present(change.kind === 'saved' ? change : null, 'endpoint', endpointId);
    await this.note(actor, 'webhook_endpoint.changed', endpointId, auditableFields(fields));
    await this.wakeups.wake('deliveries', { v: 1 });
    return toEndpointView(endpoint);
  }

  @Delete(':id')
  @HttpCode(204)
  async remove(
    @Param('shopId', shopName) shopId: string,
    @Param('id', endpointName) endpointId: string,
    @Administrator() actor: string,
  ): Promise<void> {
    const removed = await this.endpoints.remove({ shopId, endpointId });
    present(removed ? removed : null, 'endpoint', endpointId);
    await this.note(actor, 'webhook_endpoint.deleted', endpointId);
  }

  /** The new `secret` is in this answer and in no other; for 24 h, or `overlapHours`, messages carry signatures of both. */
  @Post(':id/rotate-secret')
  @HttpCode(200)
  async rotateSecret(
    @Param('shopId', shopName) shopId: string,
    @Param('id', endpointName) endpointId: string,
    @Administrator() actor: string,
    @Body() body?: RotateSecretDto,
  ): Promise<EndpointView & { secret: string | null }> {
    const rotation = {
      ...(body?.signature == null ? {} : { signature: body.signature }),
      ...(body?.overlapHours == null ? {} : { overlapMs: body.overlapHours * HOUR_MS }),
    };
    const rotated = await this.endpoints.rotateSecret({ shopId, endpointId }, rotation);
    const { endpoint, secret } = present(rotated, 'endpoint', endpointId);
    await this.note(actor, 'webhook_endpoint.secret_rotated', endpointId, rotation);
    return { ...toEndpointView(endpoint), secret };
  }

  /** Sends one signed `endpoint.test` now and answers with what came of it. */
  @Post(':id/test')
  @HttpCode(200)
  async test(
    @Param('shopId', shopName) shopId: string,
    @Param('id', endpointName) endpointId: string,
  ): Promise<EndpointTest> {
    return present(await this.endpoints.test({ shopId, endpointId }), 'endpoint', endpointId);
  }

  /** What waits for it, what came of attempts, how long they took. */
  @Get(':id/statistics')
  async figures(
    @Param('shopId', shopName) shopId: string,
    @Param('id', endpointName) endpointId: string,
    @Query() { hours }: StatisticsQuery,
  ): Promise<EndpointStatisticsView> {
    const found = await this.statistics.read({ shopId, endpointId, windowMs: hours * HOUR_MS });
    return toEndpointStatisticsView(present(found, 'endpoint', endpointId));
  }

  private async expectShop(shopId: string): Promise<void> {
    present(await this.admin.shops.get(shopId), 'shop', shopId);
  }

  private note(actor: string, action: string, subject: string, data: Record<string, unknown> = {}): Promise<void> {
    return this.audit.record({ actor, action, subject, data });
  }
}
