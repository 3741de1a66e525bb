import { Controller, Get, Inject } from '@nestjs/common';
import { type GatewayStandingView, type Payments, toStandingView } from '#payments';
import { type Clock } from '#platform';
import { PAYMENTS, PRODUCT_CLOCK } from '../tokens.js';

const HOUR_MS = 60 * 60_000;

/** How each account stands with PagoEfectivo: budget, breaker, polls due, the last hour of calls (requirement R12). */
@Controller('api/gateway')
export class GatewayController {
  constructor(
    @Inject(PAYMENTS) private readonly payments: Payments,
    @Inject(PRODUCT_CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async standings(): Promise<{ data: readonly GatewayStandingView[] }> {
    const { gatewayReport } = this.payments;
    const calls = await gatewayReport.callsSince(new Date(this.clock.now().getTime() - HOUR_MS));
    return { data: (await gatewayReport.standings()).map((standing) => toStandingView(standing, calls)) };
  }
}
