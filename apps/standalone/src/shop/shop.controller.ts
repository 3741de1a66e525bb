import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Header, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Webhook } from 'standardwebhooks';
import { SystemClock } from '#platform';
import { CheckoutClient, CheckoutError } from './checkout.client.js';
import { ReceivedEvents } from './received-events.js';
import { ordersPage, OUTCOMES, SHOP_CONTENT_SECURITY_POLICY, shopPage } from './shop-page.js';

export interface ShopSettings {
  readonly endpointSecret: () => string;
  readonly links: readonly { label: string; url: string }[];
  readonly shopUrl: string;
}

export const SHOP_SETTINGS = Symbol('SHOP_SETTINGS');

interface DeliveredEvent {
  id: string;
  type: string;
  data: { payment: { orderId: string } };
}

/** A storefront and its back office in one page. */
@Controller()
export class ShopController {
  constructor(
    @Inject(CheckoutClient) private readonly checkout: CheckoutClient,
    @Inject(ReceivedEvents) private readonly events: ReceivedEvents,
    @Inject(SystemClock) private readonly clock: SystemClock,
    @Inject(SHOP_SETTINGS) private readonly settings: ShopSettings,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', SHOP_CONTENT_SECURITY_POLICY)
  page(@Query('problem') problem?: string): string {
    return shopPage({ links: this.settings.links, problem: problem ?? null });
  }

  @Get('orders')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', SHOP_CONTENT_SECURITY_POLICY)
  @Header('x-frame-options', 'SAMEORIGIN')
  async orders(): Promise<string> {
    const payments = await this.checkout.listPayments();
    return ordersPage(payments.map((payment) => ({ payment, events: this.events.ofOrder(payment.orderId) })));
  }

  /** Sends the shopper to the payment page, as a storefront does. */
  @Post('orders')
  async order(@Body() form: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { amount, outcome } = readForm(form);
    const prefix = OUTCOMES.find((known) => known.prefix === outcome)?.prefix ?? '';
    try {
      const payment = await this.checkout.createPayment(
        {
          orderId: `DEMO-${randomUUID().slice(0, 8).toUpperCase()}`,
          amount,
          currency: 'PEN',
          description: '2 polos',
          customer: { email: `${prefix}rosa@example.pe`, firstName: 'Rosa', lastName: 'Quispe' },
          items: [{ sku: 'POLO-M', name: 'Polo M', quantity: 2 }],
          returnUrl: `${this.settings.shopUrl}/`,
        },
        randomUUID(),
      );
      await reply.redirect(payment.paymentPageUrl, 303);
    } catch (error) {
      if (!(error instanceof CheckoutError)) throw error;
      await reply.redirect(`/?problem=${encodeURIComponent(error.message)}`, 303);
    }
  }

  /** Verifies, deduplicates and stores before it answers: the order in which every ERP should do it. */
  @Post('webhooks/chasqui')
  @HttpCode(204)
  async deliver(@Req() request: FastifyRequest & { rawBody?: Buffer }, @Res() reply: FastifyReply): Promise<void> {
    const raw = request.rawBody?.toString('utf8') ?? '';
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(',') : (value ?? ''),
      ]),
    );
    let event: DeliveredEvent;
    try {
      event = new Webhook(this.settings.endpointSecret()).verify(raw, headers) as DeliveredEvent;
    } catch {
      await reply.status(401).send();
      return;
    }
    const orderId = event.data.payment.orderId;
    await this.events.add({ id: event.id, type: event.type, orderId, receivedAt: this.clock.now().toISOString() });
    await reply.status(204).send();
  }
}

function readForm(form: unknown): { amount: string; outcome: string } {
  const field = (name: string): string => {
    const value: unknown = typeof form === 'object' && form !== null ? Reflect.get(form, name) : undefined;
    return typeof value === 'string' ? value : '';
  };
  return { amount: field('amount'), outcome: field('outcome') };
}
