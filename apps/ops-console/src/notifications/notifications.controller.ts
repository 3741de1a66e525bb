import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog, NotificationDesk, type Operator } from '#payments';
import { Wakeups } from '#queues';
import { type Page, PAGE_SIZE } from '../page.js';
import { problem } from '../problems.js';
import { actorOf, CurrentOperator } from '../session/current-operator.js';
import {
  type NotificationPage,
  type NotificationRow,
  toNotificationPage,
  toNotificationRow,
} from './notification-views.js';
import { NotificationsQuery } from './notifications.dto.js';

@Controller('api/notifications')
export class NotificationsController {
  constructor(
    private readonly desk: NotificationDesk,
    private readonly audit: AuditLog,
    private readonly dataSource: DataSource,
    private readonly wakeups: Wakeups,
  ) {}

  @Get()
  async list(@Query() query: NotificationsQuery): Promise<Page<NotificationRow>> {
    const { data, nextCursor } = await this.desk.list({
      lane: query.lane ?? null,
      status: query.status ?? null,
      cip: query.cip ?? null,
      cursor: query.cursor ?? null,
      limit: query.limit ?? PAGE_SIZE,
    });
    return { data: data.map(toNotificationRow), nextCursor };
  }

  @Get(':id')
  async get(@Param('id') id: string): Promise<NotificationPage> {
    const evidence = await this.desk.get(id);
    if (!evidence) throw this.unknown(id);
    return toNotificationPage(evidence);
  }

  /** Puts it back before the workers, under the operator's name. */
  @Post(':id/replay')
  @HttpCode(200)
  async replay(@Param('id') id: string, @CurrentOperator() operator: Operator): Promise<NotificationRow> {
    const outcome = await this.dataSource.transaction(async (manager) => {
      const replayed = await this.desk.replay(id, manager);
      if (replayed.kind === 'replayed') {
        const { lane } = replayed.notification;
        const entry = { actor: actorOf(operator), action: 'notification.replayed', subject: id, data: { lane } };
        await this.audit.record(entry, manager);
      }
      return replayed;
    });
    switch (outcome.kind) {
      case 'replayed':
        await this.wakeups.wake('inbox-drain', { v: 1 });
        return toNotificationRow(outcome.notification);
      case 'unknown':
        throw this.unknown(id);
      case 'not_replayable':
        throw problem(
          'notification_not_replayable',
          outcome.lane === 'quarantine'
            ? 'No secret of ours signed it, so it is kept as evidence and can move nothing. Check the payment instead.'
            : `It is ${outcome.status}: only what failed or was set aside can be replayed.`,
        );
    }
  }

  private unknown(id: string): Error {
    return problem('notification_not_found', `There is no notification ${id}.`);
  }
}
