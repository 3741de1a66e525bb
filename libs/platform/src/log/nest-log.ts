import type { LoggerService } from '@nestjs/common';
import type { Log } from './log.js';

/** Nest tells the story of every provider and route it wires; that is for whoever debugs the wiring. */
const BOOT_CONTEXTS = new Set([
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'RouterExplorer',
  'RoutesResolver',
  'WebSocketsController',
]);

/** Lets Nest and its modules write to our log. Nest appends the context, and for errors a stack, as last arguments. */
export class NestLog implements LoggerService {
  constructor(private readonly target: Log) {}

  log(message: unknown, ...rest: unknown[]): void {
    const { fields, text, context } = readCall(message, rest);
    if (context !== undefined && BOOT_CONTEXTS.has(context)) this.target.debug(fields, text);
    else this.target.info(fields, text);
  }

  error(message: unknown, ...rest: unknown[]): void {
    const { fields, text } = readCall(message, rest);
    this.target.error(fields, text);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.error(message, ...rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    const { fields, text } = readCall(message, rest);
    this.target.warn(fields, text);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    const { fields, text } = readCall(message, rest);
    this.target.debug(fields, text);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.debug(message, ...rest);
  }
}

interface NestCall {
  fields: Record<string, unknown>;
  text: string;
  context: string | undefined;
}

function readCall(message: unknown, rest: unknown[]): NestCall {
  const last = rest.at(-1);
  const context = typeof last === 'string' && !last.includes('\n') ? last : undefined;
  const more = (context === undefined ? rest : rest.slice(0, -1)).filter((argument) => argument !== undefined);
  const fields: Record<string, unknown> = {};
  if (context !== undefined) fields['context'] = context;
  if (message instanceof Error) fields['err'] = message;
  else if (typeof message === 'object' && message !== null) fields['value'] = message;
  if (more.length === 1 && typeof more[0] === 'string') fields['stack'] = more[0];
  else if (more.length > 0) fields['details'] = more;
  return { fields, text: textOf(message), context };
}

function textOf(message: unknown): string {
  if (message instanceof Error) return message.message;
  return typeof message === 'object' && message !== null ? 'see value' : String(message);
}
