import type { GatewayCallRecord } from './gateway-call.js';
import { PagoEfectivoClient } from './pagoefectivo-client.js';

export interface GatewayConnection {
  readonly baseUrl: string;
  readonly serviceId: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** Makes the client of an account, calling out as the process is configured to (requirement R8). */
export function gatewayConnector(process: {
  clock: { now(): Date };
  gateway: { timeoutMs: number; egressProxyUrl: string | null; egressLocalAddress: string | null };
}): (account: GatewayConnection, onCall: (call: GatewayCallRecord) => void) => PagoEfectivoClient {
  const { timeoutMs, egressProxyUrl, egressLocalAddress } = process.gateway;
  return ({ baseUrl, serviceId, accessKey, secretKey }, onCall) =>
    new PagoEfectivoClient({
      baseUrl,
      serviceId,
      accessKey,
      secretKey,
      now: () => process.clock.now(),
      timeoutMs,
      egress: { proxyUrl: egressProxyUrl, localAddress: egressLocalAddress },
      onCall,
    });
}
