import { isIP } from 'node:net';
import { Agent, type Dispatcher, Pool, ProxyAgent } from 'undici';
import { forwardTo } from './dispatch-handler.js';

/** How calls leave the machine, for a gateway that lists the addresses it accepts (requirement R8). */
export interface Egress {
  /** `http://user:password@proxy:3128`; a tunnel is opened through it. */
  proxyUrl?: string | null;
  /** The local address to call from; with a proxy, the one to call the proxy from. */
  localAddress?: string | null;
}

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * The dispatcher for an egress setting. Sockets are reused for undici's default of four seconds: a longer idle time
 * saves handshakes, but a create that meets a socket just closed by the other side has an unknown outcome.
 */
export function createEgress(egress: Egress, timeoutMs: number): Dispatcher {
  const connectTimeoutMs = Math.min(CONNECT_TIMEOUT_MS, timeoutMs);
  // As options of the pool: undici overwrites a `connect.localAddress` with the (unset) one of the pool.
  const local = egress.localAddress == null ? {} : { localAddress: egress.localAddress };
  const family = isIP(egress.localAddress ?? '');
  const connect = { timeout: connectTimeoutMs, ...(family === 0 ? {} : { family }) };

  if (egress.proxyUrl == null) return new Agent({ ...local, connect });
  return new ProxyAgent({
    uri: egress.proxyUrl,
    proxyTls: connect,
    requestTls: { timeout: connectTimeoutMs },
    clientFactory: (proxy, options) =>
      new Pool(proxy, { ...options, ...local, headersTimeout: connectTimeoutMs }).compose(failTunnelOnce),
  });
}

/**
 * undici takes a socket that closes during CONNECT for a kept-alive one that went stale, and opens the next tunnel
 * at once, without end: thousands of connections a second to a proxy that refuses us. An error without undici's
 * code ends the attempt instead.
 */
const failTunnelOnce: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) =>
  dispatch(options, {
    ...forwardTo(handler),
    onResponseError(controller, error) {
      const reason = new Error(`the egress proxy opened no tunnel: ${error.message}`, { cause: error });
      handler.onResponseError?.(controller, reason);
    },
  });
