import type { DataSource } from 'typeorm';
import { PagoEfectivoClient, parseNotification } from '#pagoefectivo';
import { type ConnectGateway, createPayments, type Payments } from '#payments';
import { type ChasquiConfig, type Clock, type Log, SecretBox } from '#platform';
import type { Wakeups } from '#queues';
import type { GatewayFailures } from './payments/gateway-failures.js';

/** Payments as this process uses them: it calls the gateway itself, so that a check needs no worker (requirement R15). */
export function wirePayments(parts: {
  config: ChasquiConfig;
  clock: Clock;
  log: Log;
  dataSource: DataSource;
  wakeups: Wakeups;
  failures: GatewayFailures;
}): Payments {
  const { config, clock, log, dataSource, wakeups, failures } = parts;
  const { egressProxyUrl, egressLocalAddress, timeoutMs } = config.gateway;
  const connect: ConnectGateway = (account, onCall) =>
    new PagoEfectivoClient({
      ...account,
      now: () => clock.now(),
      timeoutMs,
      egress: { proxyUrl: egressProxyUrl, localAddress: egressLocalAddress },
      onCall: (call) => {
        failures.note(account.id, call);
        onCall(call);
      },
    });
  return createPayments({
    dataSource,
    clock,
    settings: config,
    sealer: SecretBox.fromConfig(config.secrets),
    connect,
    readNotification: parseNotification,
    signals: {
      eventsWritten: () => void wakeups.wake('event-relay', { v: 1 }),
      inboxChanged: () => void wakeups.wake('inbox-drain', { v: 1 }),
      oddity: (oddity) => log.warn(oddity, 'the gateway said something odd'),
      notificationFailed: (failure) => log.warn(failure, 'a notification could not be applied'),
      failed: (error, what) => log.error({ err: error }, what),
    },
  });
}
