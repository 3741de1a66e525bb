import type { DiagnosisSubject } from '#diagnosis';
import type { Host } from '#platform';
import type { QueueBackend } from '#queues';

/** The console's own process, as the doctor looks at it. */
export function diagnosisSubject({ config, clock, dataSource }: Host<QueueBackend>): DiagnosisSubject {
  return {
    config,
    masterKey: config.secrets.masterKey,
    connection: async () => dataSource,
    clock: async () => clock,
    queueUrl: async () => config.queue.url ?? config.database.url ?? '',
  };
}
