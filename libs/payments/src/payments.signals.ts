/** What the library tells its process; a wake-up may get lost without harm, since every due thing is a row. */
export interface PaymentsSignals {
  /** Events were committed: the relay may number them. */
  readonly eventsWritten: () => void;
  /** A verified notification names a CIP we do not know yet, or one became known: look at the inbox. */
  readonly inboxChanged: () => void;
  /** A case waits for its shop's policy. */
  readonly casesDue: () => void;
  /** Something the gateway said that changes nothing and wants a person's eye. */
  readonly oddity: (oddity: { accountId: string; cip: string; what: string }) => void;
  readonly notificationFailed: (failure: { notificationId: string; reason: string }) => void;
  readonly failed: (error: unknown, what: string) => void;
}

interface SignalLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

interface SignalMetrics {
  counter(name: string, help: string): { inc(): void };
}

/** The usual way to hear them: wake the queues that concern them, log and count the rest. */
export function processSignals(parts: {
  log: SignalLog;
  metrics: SignalMetrics;
  wake: (queue: 'event-relay' | 'inbox-drain' | 'cases') => void;
}): PaymentsSignals {
  const { log, metrics, wake } = parts;
  const odd = metrics.counter('gateway_oddities_total', 'Answers of the gateway that changed nothing.');
  const failed = metrics.counter('notifications_failed_total', 'Notifications that could not be applied.');
  return {
    eventsWritten: () => wake('event-relay'),
    inboxChanged: () => wake('inbox-drain'),
    casesDue: () => wake('cases'),
    oddity: (oddity) => {
      odd.inc();
      log.warn(oddity, 'the gateway said something that changes nothing');
    },
    notificationFailed: (failure) => {
      failed.inc();
      log.error(failure, 'a notification could not be applied; it is kept and can be replayed');
    },
    failed: (error, what) => log.error({ err: error }, what),
  };
}
