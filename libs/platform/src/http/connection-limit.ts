import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Log } from '../log/log.js';
import type { Metrics } from '../metrics/metrics.js';
import type { HttpLimits } from './http-limits.js';
import { NetworkList } from './source-address.js';

export interface ConnectionLimitParts {
  readonly limits: Pick<HttpLimits, 'connections' | 'reservedConnections' | 'connectionsPerAddress'>;
  /** Networks that are not counted by address, and for which the reserve is: proxies, expected senders. */
  readonly preferred: readonly string[];
  readonly log: Log;
  readonly metrics: Metrics;
}

/**
 * Bounds the open connections of a server: in all, by address, and so that strangers never take the last ones. What is
 * above a bound is closed without an answer, before anything of it is read.
 */
export function limitConnections(server: Server, { limits, preferred, log, metrics }: ConnectionLimitParts): void {
  const networks = new NetworkList(preferred);
  const reserve = preferred.length > 0 ? limits.reservedConnections : 0;
  const byAddress = new Map<string, number>();
  const refused = metrics.counter('http_connections_refused_total', 'Connections closed because of a limit.', ['by']);
  let open = 0;
  let warnedAt = -Infinity;

  const refusal = (address: string): 'total' | 'reserve' | 'address' | null => {
    if (open >= limits.connections) return 'total';
    if (networks.has(address)) return null;
    if (open >= limits.connections - reserve) return 'reserve';
    return (byAddress.get(address) ?? 0) >= limits.connectionsPerAddress ? 'address' : null;
  };

  // Before Node's own listener, which would begin to read.
  server.prependListener('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const by = refusal(address);
    if (by !== null) {
      refused.inc({ by });
      if (performance.now() - warnedAt > WARN_EVERY_MS) {
        warnedAt = performance.now();
        log.warn({ by, peer: address, open }, 'connections are refused: too many are open');
      }
      socket.destroy();
      return;
    }
    open += 1;
    byAddress.set(address, (byAddress.get(address) ?? 0) + 1);
    socket.once('close', () => {
      open -= 1;
      const left = (byAddress.get(address) ?? 1) - 1;
      if (left === 0) byAddress.delete(address);
      else byAddress.set(address, left);
    });
  });
}

const WARN_EVERY_MS = 60_000;
