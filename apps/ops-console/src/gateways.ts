import { gatewayConnector, parseNotification } from '#pagoefectivo';
import { type ConnectGateway, createPayments, type Payments, processSignals } from '#payments';
import { type Host, SecretBox } from '#platform';
import type { QueueBackend, Wakeups } from '#queues';
import type { GatewayFailures } from './payments/gateway-failures.js';

/** Payments as this process uses them: it calls the gateway itself, so that a check needs no worker (requirement R15). */
export function wirePayments(parts: {
  host: Host<QueueBackend>;
  wakeups: Wakeups;
  failures: GatewayFailures;
}): Payments {
  const { host, wakeups, failures } = parts;
  const connectAccount = gatewayConnector({ clock: host.clock, gateway: host.config.gateway });
  const connect: ConnectGateway = (account, onCall) =>
    connectAccount(account, (call) => {
      failures.note(account.id, call);
      onCall(call);
    });
  return createPayments({
    ...host,
    settings: host.config,
    sealer: SecretBox.fromConfig(host.config.secrets),
    connect,
    readNotification: parseNotification,
    signals: processSignals({ ...host, wake: (queue) => void wakeups.wake(queue, { v: 1 }) }),
  });
}
