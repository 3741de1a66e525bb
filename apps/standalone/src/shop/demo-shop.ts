import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import type { Log } from '#platform';
import { createHttpApp, listen, SystemClock } from '#platform';
import { CheckoutClient } from './checkout.client.js';
import { ReceivedEvents } from './received-events.js';
import type { ShopSettings } from './shop.controller.js';
import { SHOP_SETTINGS, ShopController } from './shop.controller.js';

export interface DemoShopOptions {
  readonly host: string;
  readonly port: number;
  readonly checkoutUrl: string;
  readonly apiKey: string;
  readonly dataDir: string;
  readonly links: readonly { label: string; url: string }[];
  readonly log: Log;
}

interface Endpoint {
  readonly id: string;
  readonly secret: string;
}

/** A small shop that uses the public API only: places orders, receives events, shows both. */
export async function createDemoShop(options: DemoShopOptions): Promise<{ url: string; close(): Promise<void> }> {
  const folder = join(options.dataDir, 'demo-shop');
  await mkdir(folder, { recursive: true });
  const checkout = new CheckoutClient(options.checkoutUrl, options.apiKey);
  const events = await ReceivedEvents.open(join(folder, 'events.jsonl'));
  const shopUrl = `http://localhost:${options.port}`;
  let endpoint: Endpoint | null = null;
  const settings: ShopSettings = {
    endpointSecret: () => endpoint?.secret ?? '',
    links: options.links,
    shopUrl,
  };

  @Module({
    controllers: [ShopController],
    providers: [
      SystemClock,
      { provide: CheckoutClient, useValue: checkout },
      { provide: ReceivedEvents, useValue: events },
      { provide: SHOP_SETTINGS, useValue: settings },
    ],
  })
  class DemoShopModule {}

  const app = await createHttpApp(DemoShopModule, { name: 'demo-shop', log: options.log, rawBody: true });
  // Listening before it is registered, so that no delivery finds a closed door.
  const url = await listen(app, options);
  endpoint = await register(checkout, join(folder, 'endpoint.json'), `${url}/webhooks/chasqui`);
  return { url: shopUrl, close: () => app.close() };
}

/** The shop's endpoint of an earlier start, moved to where the shop listens now; a new one when there is none. */
async function register(checkout: CheckoutClient, file: string, url: string): Promise<Endpoint> {
  const known = await readFile(file, 'utf8').then(parseEndpoint, () => null);
  if (known && (await checkout.moveEndpoint(known.id, url))) return known;
  const { id, secret } = await checkout.createEndpoint(url);
  await writeFile(file, JSON.stringify({ id, secret }), { mode: 0o600 });
  await chmod(file, 0o600);
  return { id, secret };
}

function parseEndpoint(text: string): Endpoint | null {
  try {
    const value = JSON.parse(text) as Partial<Endpoint>;
    return typeof value.id === 'string' && typeof value.secret === 'string'
      ? { id: value.id, secret: value.secret }
      : null;
  } catch {
    return null;
  }
}
