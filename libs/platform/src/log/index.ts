export { createLog, type Log, type LogOptions } from './log.js';
export { isRedactedName, redact, REDACTED, REDACTED_NAMES, redactText } from './redaction.js';
export { NestLog } from './nest-log.js';
