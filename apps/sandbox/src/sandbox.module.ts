import {
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type Provider,
} from '@nestjs/common';
import type { Clock, Log } from '#platform';
import type { DataSource } from 'typeorm';
import { ActRunner } from './background/act-runner.js';
import { BackgroundLoop } from './background/background-loop.js';
import { CipBook } from './cips/cip-book.js';
import { PaymentDesk } from './cips/payment-desk.js';
import { SandboxClock } from './clock/sandbox-clock.js';
import { CipReader } from './control/cip-reader.js';
import { ControlController } from './control/control.controller.js';
import { ControlService } from './control/control.service.js';
import type { SandboxCredentials } from './credentials.js';
import { FaultSwitchboard } from './faults/fault-switchboard.js';
import { BearerTokens } from './gateway-api/bearer-token.js';
import { Exchange } from './gateway-api/exchange.js';
import { GatewayController } from './gateway-api/gateway.controller.js';
import { GatewayService } from './gateway-api/gateway.service.js';
import { NotificationQueue } from './notifications/notification-queue.js';
import { NotificationSender } from './notifications/notification-sender.js';
import { PageController } from './page/page.controller.js';
import { PublicUrl } from './page/public-url.js';
import { RequestLog } from './request-log/request-log.js';

export interface SandboxModuleParts {
  dataSource: DataSource;
  clock: Clock;
  log: Log;
  credentials: SandboxCredentials;
  notifyUrl: string | (() => string);
  publicUrl: string | null;
}

/** Wires the sandbox. Restores switches and clock before anything runs, and stops the heartbeat before anything closes. */
@Module({ controllers: [GatewayController, ControlController, PageController] })
export class SandboxModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(private readonly loop: BackgroundLoop) {}

  static async of(parts: SandboxModuleParts): Promise<DynamicModule> {
    const { dataSource, log, credentials } = parts;
    const faults = new FaultSwitchboard(dataSource);
    await faults.restore();
    const clock = new SandboxClock(parts.clock, dataSource, () => faults.clockSkewMs);
    await clock.restore();

    const publicUrl = new PublicUrl(parts.publicUrl);
    const requests = new RequestLog(dataSource);
    const notifications = new NotificationQueue(faults);
    const book = new CipBook(dataSource);
    const desk = new PaymentDesk(book, notifications, faults);
    const tokens = new BearerTokens(credentials);
    const exchange = new Exchange({ faults, clock, credentials, tokens, requests, log });
    const gateway = new GatewayService({ book, desk, faults, credentials, tokens, publicUrl });
    const sender = new NotificationSender({ dataSource, clock, faults, credentials, notifyUrl: parts.notifyUrl, log });
    const loop = new BackgroundLoop(new ActRunner({ dataSource, clock, book, desk }), sender, log);
    const cips = new CipReader(dataSource);
    const control = new ControlService({ dataSource, book, desk, notifications, faults, clock, requests, cips, loop });

    const instances = [book, desk, clock, loop, publicUrl, exchange, gateway, control];
    const providers: Provider[] = instances.map((instance) => ({ provide: instance.constructor, useValue: instance }));
    return { module: SandboxModule, providers };
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.loop.stop();
  }
}
