import { InjectQueue } from '@nestjs/bullmq';
import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { Queue } from 'bullmq';
import type { Notification } from './notification.js';
import { PagoEfectivoSignatureGuard } from './pagoefectivo-signature.guard.js';

@Controller('webhooks/pagoefectivo')
export class WebhooksController {
  constructor(@InjectQueue('notifications') private readonly notifications: Queue<Notification>) {}

  @Post()
  @HttpCode(200)
  @UseGuards(PagoEfectivoSignatureGuard)
  async receive(@Body() notification: Notification): Promise<{ code: string; message: string }> {
    await this.notifications.add('notification', notification);
    return { code: '100', message: 'Solicitud con datos válidos' };
  }
}
