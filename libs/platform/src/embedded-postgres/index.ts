export { EmbeddedPostgresError, EmbeddedPostgresInUseError } from './embedded-postgres.error.js';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  openEmbeddedPostgres,
  startEmbeddedPostgres,
} from './embedded-postgres.js';
export { prepareDataDirectory, temporaryDataDirectory } from './cluster-home.js';
