import { Controller, Get, Inject } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type CallBudget, closingProgress, type ClosingView, toClosingView } from '#payments';
import type { Clock } from '#platform';
import { CALL_BUDGET, PRODUCT_CLOCK } from '../tokens.js';

/** What `chasqui clock status --json` says: how far closing is (requirement R14). */
@Controller('api/clock')
export class ClockController {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PRODUCT_CLOCK) private readonly clock: Clock,
    @Inject(CALL_BUDGET) private readonly budget: CallBudget,
  ) {}

  @Get()
  async progress(): Promise<ClosingView> {
    return toClosingView(await closingProgress(this.dataSource, { now: this.clock.now(), budget: this.budget }));
  }
}
