import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { DataSource } from 'typeorm';
import type { Notification } from './notification.js';
import { Order } from './order.entity.js';
import { OrderEvent } from './order-event.entity.js';

/** One job, one transaction: locks the order, marks it paid and writes its event. */
@Processor('notifications', { concurrency: 10 })
export class NotificationsProcessor extends WorkerHost {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  override async process({ data }: Job<Notification>): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const order = await manager.findOneOrFail(Order, {
        where: { cip: data.data.cip },
        lock: { mode: 'pessimistic_write' },
      });
      if (order.status === 'paid') return;
      await manager.update(Order, { id: order.id }, { status: 'paid', paidAt: new Date() });
      await manager.insert(OrderEvent, { orderId: order.id, type: 'order.paid', body: data });
    });
  }
}
