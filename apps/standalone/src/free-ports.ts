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

function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no free port'));
        else resolve(address.port);
      });
    });
  });
}
