import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import type { ChasquiConfig } from '#platform';

/**
 * Port 0 means "any free one". In one process the apps name each other's addresses before they listen, so the free
 * ports are chosen first; the public URL follows its port.
 */
export async function withChosenPorts(config: ChasquiConfig): Promise<ChasquiConfig> {
  const { host, ports } = config.http;
  const chosen = {
    ...ports,
    checkoutApi: ports.checkoutApi || (await freePort(host)),
    webhookIngest: ports.webhookIngest || (await freePort(host)),
    opsConsole: ports.opsConsole || (await freePort(host)),
    sandbox: ports.sandbox || (await freePort(host)),
    shop: ports.shop || (await freePort(host)),
  };
  const publicUrl = new URL(config.checkout.publicUrl);
  if (publicUrl.port === '0') publicUrl.port = String(chosen.checkoutApi);
  return {
    ...config,
    http: { ...config.http, ports: chosen },
    checkout: { ...config.checkout, publicUrl: publicUrl.toString().replace(/\/$/, '') },
  };
}

/** Below what systems give to outgoing connections, which would take a port between its choice and its use. */
const LOWEST = 20_000;
const HIGHEST = 29_999;
const TRIES = 50;

async function freePort(host: string): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = randomInt(LOWEST, HIGHEST + 1);
    if (await isFree(port, host)) return port;
  }
  throw new Error(`no free port between ${LOWEST} and ${HIGHEST}`);
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
