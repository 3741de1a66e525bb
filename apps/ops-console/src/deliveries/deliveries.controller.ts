import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { AuditLog, DeliveryDesk, type DeliverySummary, type DeskDelivery, limaInstant, type Operator } from '#payments';
import { Wakeups } from '#queues';
import { type Page, PAGE_SIZE } from '../page.js';
import { problem } from '../problems.js';
import { actorOf, CurrentOperator } from '../session/current-operator.js';
import { DeliveriesQuery } from './deliveries.dto.js';

/** A delivery with its instants as ISO 8601 at Lima's offset. */
type DeliveryRow<T extends DeliverySummary> = Omit<T, 'nextAt' | 'createdAt' | 'deliveredAt'> & {
  nextAt: string | null;
  createdAt: string;
  deliveredAt: string | null;
};

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
  };
}
