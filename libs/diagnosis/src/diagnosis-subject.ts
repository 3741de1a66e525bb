import type { DataSource } from 'typeorm';
import type { ChasquiConfig, Clock, Secret } from '#platform';

/** What is looked at, as the process that asks has it at hand. */
export interface DiagnosisSubject {
  readonly config: ChasquiConfig;
  /** The master key in use, wherever it comes from; null when there is none. */
  readonly masterKey: Secret | null;
  /** Connected, whatever its schema. Rejects with a sentence. */
  readonly connection: () => Promise<DataSource>;
  /** The clock that the product runs on; a sandbox may have moved it. */
  readonly clock: (dataSource: DataSource) => Promise<Clock>;
  /** Where the queue lives. */
  readonly queueUrl: () => Promise<string>;
}
