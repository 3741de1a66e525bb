// @ts-check
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Chasqui } from '@chasqui/client';
import { backOfficeDoor } from './backoffice/backoffice-door.js';
import { backOfficeRoutes } from './backoffice/backoffice.routes.js';
import { CartCookie } from './cart/cart-cookie.js';
import { cartRoutes } from './cart/cart.routes.js';
import { homePage } from './catalogue/home.page.js';
import { Stock } from './catalogue/stock.js';
import { Checkout } from './checkout/checkout.js';
import { checkoutRoutes } from './checkout/checkout.routes.js';
import { registerEndpoint } from './events/endpoint.js';
import { handleEvent } from './events/event-handler.js';
import { EventInbox } from './events/event-inbox.js';
import { Shipping } from './events/shipping.js';
import { webhookReceiver } from './events/webhook-receiver.js';
import { OrderBook } from './orders/order-book.js';
import { OrderDesk } from './orders/order-desk.js';
import { orderRoutes } from './orders/order.routes.js';
import { readPrivateFile, writePrivateFile } from './storage/private-file.js';
import { closeServer, listen } from './web/listen.js';
import { pageFrame } from './web/page.js';
import { openPublicFiles } from './web/public-files.js';
import { requestListener } from './web/request-listener.js';
import { createRouter } from './web/router.js';
import { SignedText } from './web/signed-text.js';

/** A visitor who sends slowly, or nothing, holds a connection for no longer. Bodies are bounded where they are read. */
const LIMITS = {
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5000,
  maxHeaderSize: 16_384,
};
const SILENCE_MS = 120_000;
const MAX_CONNECTIONS = 1000;

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** @type {typeof import('./storefront.d.ts').startStorefront} */
export async function startStorefront(options) {
  const { host, chasquiUrl, apiKey, dataDir, log, links = [], backOfficePassword = null } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const orders = await OrderBook.open(join(dataDir, 'orders.jsonl'));
  const inbox = await EventInbox.open(join(dataDir, 'events.jsonl'));
  const shipping = await Shipping.open(join(dataDir, 'shipments.jsonl'));
  const signed = new SignedText(await signingKey(join(dataDir, 'signing-key')));
  const chasqui = new Chasqui({ baseUrl: chasquiUrl, apiKey });

  // Known once the server listens and Chasqui has answered.
  const now = { publicUrl: options.publicUrl ?? '', secret: /** @type {string | null} */ (null), livemode: true };
  const livemode = () => now.livemode;
  const isLocal = LOOPBACK.includes(host) && options.publicUrl === undefined;
  const secure = options.publicUrl?.startsWith('https:') ?? false;
  const cookie = new CartCookie({ signed, secure });
  const stock = new Stock({ orders, inbox, shipping });
  const closing = new AbortController();
  const checkout = new Checkout({
    chasqui,
    orders,
    stock,
    publicUrl: () => now.publicUrl,
    closing: closing.signal,
    log,
  });
  const desk = new OrderDesk({ chasqui, checkout, inbox, shipping, log });
  const show = pageFrame({ livemode, links, backOffice: isLocal || backOfficePassword !== null });
  const door = backOfficeDoor({ password: backOfficePassword, isLocal });
  const router = createRouter({
    'GET /': (visit) => show(visit, homePage(visit, stock.overview())),
    ...cartRoutes({ cookie, stock, show }),
    ...checkoutRoutes({ checkout, cookie, orders, signed, secure, livemode, show }),
    ...orderRoutes({ orders, desk, cookie, show }),
    ...backOfficeRoutes({ orders, inbox, shipping, door, show }),
    'POST /webhooks/chasqui': webhookReceiver({ secret: () => now.secret, inbox, orders, shipping, log }),
  });
  const publicFile = await openPublicFiles(join(import.meta.dirname, '..', 'public'));
  const server = createServer(LIMITS, requestListener({ router, publicFile, cookie, show, log }));
  server.maxConnections = MAX_CONNECTIONS;
  server.setTimeout(SILENCE_MS);

  let resumed = Promise.resolve();
  const close = async () => {
    closing.abort();
    await resumed;
    await closeServer(server);
    await Promise.all([orders.close(), inbox.close(), shipping.close()]);
  };
  try {
    const here = await listen(server, { host, port: options.port });
    now.publicUrl = options.publicUrl ?? here.url;
    // An event that was stored before a crash may not have been acted on.
    for (const { event } of inbox.all()) await handleEvent(event, { orders, shipping });
    // Listening before it is registered, so that no delivery finds a closed door.
    const url = `${options.publicUrl ?? here.urlByNumber}/webhooks/chasqui`;
    const endpoint = await registerEndpoint({ chasqui, file: join(dataDir, 'endpoint.json'), url });
    now.secret = endpoint.secret;
    now.livemode = endpoint.livemode;
    log.info({ url }, 'the storefront receives events');
    resumed = checkout.resumeAll();
    return { url: now.publicUrl, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Carts and forms that are signed with it outlive a restart.
 *
 * @param {string} file
 */
async function signingKey(file) {
  const known = await readPrivateFile(file);
  if (known !== null && known.length >= 64) return known;
  const made = randomBytes(32).toString('hex');
  await writePrivateFile(file, made);
  return made;
}
