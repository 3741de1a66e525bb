import { CURRENCIES, type Currency, isScope, parseAmount, type Scope, SCOPES } from '#payments';
import { parseDuration, parseInstant } from '#platform';
import { type CommandCall, UsageError } from '../command.js';

type Values = CommandCall['values'];

/** Options that take a text, and `--json`. */
export function textOptions(...names: string[]): Record<string, { type: 'string' | 'boolean' }> {
  return { ...Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])), json: { type: 'boolean' } };
}

export function optional(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** The text of an option that the command lists as required. */
export function required(values: Values, name: string): string {
  const value = optional(values, name);
  if (value === undefined) throw new Error(`--${name} is read as required and not listed so`);
  return value;
}

export function yesOrNo(values: Values, name: string): boolean | undefined {
  const value = optional(values, name);
  if (value === undefined) return undefined;
  if (value === 'yes' || value === 'no') return value === 'yes';
  throw new UsageError(`--${name} is yes or no, not ${value}.`);
}

export function currencyOf(values: Values): Currency {
  const given = required(values, 'currency');
  const currency = CURRENCIES.find((one) => one === given);
  if (currency === undefined) throw new UsageError(`--currency is ${CURRENCIES.join(' or ')}, not ${given}.`);
  return currency;
}

/** `payments:read,events:read`; undefined when nothing was said. */
export function scopesOf(values: Values): Scope[] | undefined {
  const given = optional(values, 'scopes')?.split(',');
  return given?.map((text) => {
    const scope = text.trim();
    if (!isScope(scope)) throw new UsageError(`--scopes are among ${SCOPES.join(', ')}; there is no "${scope}".`);
    return scope;
  });
}

/** An instant with an offset, or a duration from `now`; null when nothing was said. */
export function expiryOf(values: Values, now: Date): Date | null {
  const text = optional(values, 'expires');
  return text === undefined ? null : endFrom('expires', text, now);
}

/** The same; null for the word none, undefined when nothing was said. */
export function endOf(values: Values, name: string, now: Date): Date | null | undefined {
  const text = optional(values, name);
  if (text === undefined) return undefined;
  return text === 'none' ? null : endFrom(name, text, now);
}

function endFrom(name: string, text: string, now: Date): Date {
  if (text.startsWith('P')) return new Date(now.getTime() + durationMs(name, text));
  const instant = parseInstant(text);
  if (instant) return instant;
  throw new UsageError(
    `--${name} is an instant with an offset (2027-01-01T00:00:00-05:00) or a duration (P90D), not ${text}.`,
  );
}

/** An instant with an offset; null when nothing was said. */
export function instantOf(values: Values, name: string): Date | null {
  const text = optional(values, name);
  if (text === undefined) return null;
  const instant = parseInstant(text);
  if (instant) return instant;
  throw new UsageError(`--${name} is an instant with an offset (2026-11-25T00:00:00-05:00), not ${text}.`);
}

export function wholeNumber(values: Values, name: string): number | undefined {
  const text = optional(values, name);
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`--${name} is a whole number, not ${text}.`);
}

/** Minor units; null for the word none, undefined when nothing was said. */
export function amountOf(values: Values, name: string): bigint | null | undefined {
  const text = optional(values, name);
  return text === undefined ? undefined : amountOrNone(`--${name}`, text);
}

export function amountOrNone(what: string, text: string): bigint | null {
  if (text === 'none') return null;
  const amountMinor = parseAmount(text);
  if (amountMinor !== null) return amountMinor;
  throw new UsageError(`${what} is an amount with two decimals (250.00) or the word none, not ${text}.`);
}

export function durationMs(name: string, text: string): number {
  try {
    return parseDuration(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`--${name}: ${error.message}.`);
  }
}
