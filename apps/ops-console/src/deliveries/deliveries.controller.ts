import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  AuditLog,
  type DeliveryAttemptSummary,
  DeliveryDesk,
  type DeliverySummary,
  type DeskDelivery,
  limaInstant,
  type Operator,
} from '#payments';
import { Wakeups } from '#queues';
import { type Page, PAGE_SIZE } from '../page.js';
import { problem } from '../problems.js';
import { actorOf, CurrentOperator } from '../session/current-operator.js';
import { DeliveriesQuery, ResolveDeliveryDto } from './deliveries.dto.js';

/** A delivery with its instants as ISO 8601 at Lima's offset. */
type DeliveryRow<T extends DeliverySummary> = Omit<T, 'nextAt' | 'createdAt' | 'deliveredAt' | 'resolvedAt'> & {
  nextAt: string | null;
  createdAt: string;
  deliveredAt: string | null;
  resolvedAt: string | null;
};

interface DeliveryDetailsRow extends DeliveryRow<DeliverySummary> {
  /** What is sent, byte for byte. */
  body: string;
  attemptLog: (Omit<DeliveryAttemptSummary, 'at'> & { at: string })[];
}

@Controller('api/deliveries')
export class DeliveriesController {
  constructor(
    private readonly desk: DeliveryDesk,
    private readonly audit: AuditLog,
    private readonly wakeups: Wakeups,
  ) {}

  @Get()
  async list(@Query() query: DeliveriesQuery): Promise<Page<DeliveryRow<DeskDelivery>>> {
    const { data, nextCursor } = await this.desk.list({
      status: query.status ?? null,
      paymentId: query.paymentId ?? null,
      cursor: query.cursor ?? null,
      limit: query.limit ?? PAGE_SIZE,
    });
    return { data: data.map(toRow), nextCursor };
  }

  @Get(':id')
  async show(@Param('id') id: string): Promise<DeliveryDetailsRow> {
    const delivery = await this.desk.get(id);
    if (!delivery) throw problem('delivery_not_found', `There is no delivery ${id}.`);
    const attemptLog = delivery.attemptLog.map(({ at, ...attempt }) => ({ at: limaInstant(at), ...attempt }));
    return { ...toRow(delivery), attemptLog };
  }

  /** Somebody saw to the event by other means: it is sent no more, and what waited for it goes on. */
  @Post(':id/resolve')
  @HttpCode(200)
  async resolve(
    @Param('id') id: string,
    @Body() { reason }: ResolveDeliveryDto,
    @CurrentOperator() operator: Operator,
  ): Promise<DeliveryRow<DeliverySummary>> {
    const actor = actorOf(operator);
    const delivery = await this.desk.resolve({ deliveryId: id, by: actor, reason });
    if (!delivery) throw problem('delivery_not_found', `There is no delivery ${id}.`);
    await this.audit.record({ actor, action: 'delivery.resolved', subject: id, data: { reason } });
    await this.wakeups.wake('deliveries', { v: 1 });
    return toRow(delivery);
  }

  @Post(':id/redeliver')
  @HttpCode(200)
  async redeliver(
    @Param('id') id: string,
    @CurrentOperator() operator: Operator,
  ): Promise<DeliveryRow<DeliverySummary>> {
    const delivery = await this.desk.redeliver(id);
    if (!delivery) throw problem('delivery_not_found', `There is no delivery ${id}, or its endpoint was deleted.`);
    const { eventId } = delivery;
    await this.audit.record({
      actor: actorOf(operator),
      action: 'delivery.redelivered',
      subject: id,
      data: { eventId },
    });
    await this.wakeups.wake('deliveries', { v: 1 });
    return toRow(delivery);
  }
}

function toRow<T extends DeliverySummary>(delivery: T): DeliveryRow<T> {
  return {
    ...delivery,
    nextAt: delivery.nextAt && limaInstant(delivery.nextAt),
    createdAt: limaInstant(delivery.createdAt),
    deliveredAt: delivery.deliveredAt && limaInstant(delivery.deliveredAt),
    resolvedAt: delivery.resolvedAt && limaInstant(delivery.resolvedAt),
  };
}
