import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from '../config/config.js';
import { createHumanStream } from './human-stream.js';
import { redact, redactText } from './redaction.js';

/**
 * What a process writes about itself. Give a message, or fields and a message; an Error may stand for the fields or
 * under the field `err`. Everything passes the redaction list, so ids may be logged freely and secrets never appear.
 */
export interface Log {
  debug(fieldsOrMessage: object | string, message?: string): void;
  info(fieldsOrMessage: object | string, message?: string): void;
  warn(fieldsOrMessage: object | string, message?: string): void;
  error(fieldsOrMessage: object | string, message?: string): void;
  /** A log that adds these fields to every line. */
  child(bindings: object): Log;
}

export interface LogOptions {
  /** The app that speaks: `checkout-api`. */
  name: string;
  level: LogLevel;
  /** Where lines go, one call per line; stdout when absent: JSON for machines, readable lines on a terminal. */
  destination?: DestinationStream;
}

export function createLog(options: LogOptions): Log {
  const logger = pino(
    {
      level: options.level,
      base: { app: options.name },
      messageKey: 'message',
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // Errors are plain data when they get here (see `fieldsOf`); pino's own serializer would rewrite them once more.
      serializers: { err: (err: unknown) => err },
    },
    options.destination ?? standardOutput(),
  );
  return new PinoLog(logger);
}

class PinoLog implements Log {
  constructor(private readonly logger: Logger) {}

  debug(fieldsOrMessage: object | string, message?: string): void {
    this.write('debug', fieldsOrMessage, message);
  }

  info(fieldsOrMessage: object | string, message?: string): void {
    this.write('info', fieldsOrMessage, message);
  }

  warn(fieldsOrMessage: object | string, message?: string): void {
    this.write('warn', fieldsOrMessage, message);
  }

  error(fieldsOrMessage: object | string, message?: string): void {
    this.write('error', fieldsOrMessage, message);
  }

  child(bindings: object): Log {
    return new PinoLog(this.logger.child(fieldsOf(bindings)));
  }

  private write(level: LogLevel, fieldsOrMessage: object | string, message: string | undefined): void {
    if (!this.logger.isLevelEnabled(level)) return;
    if (typeof fieldsOrMessage === 'string') {
      this.logger[level](redactText(fieldsOrMessage));
      return;
    }
    const text = message ?? (fieldsOrMessage instanceof Error ? fieldsOrMessage.message : undefined);
    const fields = fieldsOf(fieldsOrMessage);
    if (text === undefined) this.logger[level](fields);
    else this.logger[level](fields, redactText(text));
  }
}

/** Members of pino's own line: a field of the same name would appear twice in the JSON and win or lose by parser. */
const RESERVED = new Set(['app', 'level', 'message', 'time']);

function fieldsOf(value: object): Record<string, unknown> {
  const safe = redact(value instanceof Error ? { err: value } : value);
  if (typeof safe !== 'object' || safe === null || Array.isArray(safe)) return { value: safe };
  return Object.fromEntries(
    Object.entries(safe).map(([name, field]: [string, unknown]) => [RESERVED.has(name) ? `${name}_` : name, field]),
  );
}

function standardOutput(): DestinationStream {
  if (process.stdout.isTTY) return createHumanStream(process.stdout, { colour: process.stdout.hasColors() });
  // Synchronous, so that the last words of a process that exits are on the pipe before it is gone.
  const destination = pino.destination({ fd: 1, sync: true });
  // The reader went away (`npm start | head`): the process lives on without a log instead of dying of it.
  destination.on('error', () => undefined);
  return destination;
}
