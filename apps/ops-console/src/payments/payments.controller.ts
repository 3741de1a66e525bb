import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  AuditLog,
  type FoundPayment,
  type Operator,
  PaymentCheck,
  PaymentReader,
  PaymentTimeline,
  ReviewCases,
  type TimelineEntry,
} from '#payments';
import { type Page, pageOf, PAGE_SIZE } from '../page.js';
import { problem } from '../problems.js';
import { actorOf, CurrentOperator } from '../session/current-operator.js';
import { GatewayFailures } from './gateway-failures.js';
import {
  type CheckView,
  type PaymentPage,
  type PaymentRow,
  toCheckView,
  toPaymentPage,
  toPaymentRow,
} from './payment-views.js';
import { PaymentsQuery } from './payments.dto.js';

const CASES_SHOWN = 100;

@Controller('api/payments')
export class PaymentsController {
  constructor(
    private readonly reader: PaymentReader,
    private readonly timelines: PaymentTimeline,
    private readonly cases: ReviewCases,
    private readonly checks: PaymentCheck,
    private readonly failures: GatewayFailures,
    private readonly audit: AuditLog,
  ) {}

  /** With `q` what it names, otherwise the latest. */
  @Get()
  async list(@Query() query: PaymentsQuery): Promise<Page<PaymentRow>> {
    const { q, state, cursor, limit = PAGE_SIZE } = query;
    if (q !== undefined && q.trim() !== '') {
      const found = await this.reader.lookUp(q.trim());
      const wanted = found.filter(({ payment }) => state === undefined || payment.state === state);
      return { data: wanted.map(toPaymentRow), nextCursor: null };
    }
    const found = await this.reader.list({
      shopId: null,
      limit: limit + 1,
      ...(state === undefined ? {} : { state }),
      ...(cursor === undefined ? {} : { before: cursor }),
    });
    return pageOf(found.map(toPaymentRow), limit);
  }

  @Get(':id')
  async get(@Param('id') id: string): Promise<PaymentPage> {
    const found = await this.find(id);
    const cases = await this.cases.list({ paymentId: id, limit: CASES_SHOWN });
    const waitingNotifications = await this.reader.notificationsWaiting(id);
    return toPaymentPage({ found, view: this.reader.view(found), waitingNotifications, cases });
  }

  @Get(':id/timeline')
  async timeline(@Param('id') id: string): Promise<{ data: TimelineEntry[] }> {
    await this.find(id);
    return { data: await this.timelines.of(id) };
  }

  /** Asks the gateway now, from this process: works while no worker runs and no queue answers (requirement R15). */
  @Post(':id/check')
  @HttpCode(200)
  async check(@Param('id') id: string, @CurrentOperator() operator: Operator): Promise<CheckView> {
    const { payment } = await this.find(id);
    const report = await this.checks.check(id);
    if (!report) throw this.unknown(id);
    await this.audit.record({
      actor: actorOf(operator),
      action: 'payment.checked',
      subject: id,
      data: { before: report.before, after: report.after },
    });
    return toCheckView(report, this.failures.of(payment.accountId));
  }

  private async find(id: string): Promise<FoundPayment> {
    const found = await this.reader.find(id, null);
    if (!found) throw this.unknown(id);
    return found;
  }

  private unknown(id: string): Error {
    return problem('payment_not_found', `There is no payment ${id}: look it up by order reference or CIP.`);
  }
}
