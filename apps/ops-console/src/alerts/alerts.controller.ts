import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Alerts, type AlertView, AuditLog, type Operator } from '#payments';
import { type Page, pageOf, PAGE_SIZE } from '../page.js';
import { problem } from '../problems.js';
import { actorOf, CurrentOperator } from '../session/current-operator.js';
import { AlertsQuery } from './alerts.dto.js';

/** What a person should know of (docs/alerts.md). */
@Controller('api/alerts')
export class AlertsController {
  constructor(
    private readonly alerts: Alerts,
    private readonly audit: AuditLog,
    private readonly dataSource: DataSource,
  ) {}

  @Get()
  async list(@Query() query: AlertsQuery): Promise<Page<AlertView>> {
    const { state, cursor, limit = PAGE_SIZE } = query;
    const found = await this.alerts.list({ state: state ?? null, before: cursor ?? null, limit: limit + 1 });
    return pageOf(found, limit);
  }

  @Post(':id/acknowledge')
  @HttpCode(200)
  async acknowledge(@Param('id') id: string, @CurrentOperator() operator: Operator): Promise<AlertView> {
    const actor = actorOf(operator);
    const outcome = await this.dataSource.transaction(async (manager) => {
      const acknowledged = await this.alerts.acknowledge(id, actor, manager);
      if (acknowledged.kind === 'acknowledged') {
        const { kind } = acknowledged.alert;
        await this.audit.record({ actor, action: 'alert.acknowledged', subject: id, data: { kind } }, manager);
      }
      return acknowledged;
    });
    if (outcome.kind === 'unknown') throw problem('alert_not_found', `There is no alert ${id}.`);
    return outcome.alert;
  }
}
