import { ValidateBy } from 'class-validator';
import type { ValidationOptions } from 'class-validator';
import { parseAmount } from '#payments';
import { parseInstant } from './instant.js';

/** A rule of our own with its sentence and its code; `test` sees whatever the caller sent. */
export function Rule(rule: {
  name: string;
  code: string;
  message: string;
  test: (value: unknown) => boolean;
  options?: ValidationOptions;
}): PropertyDecorator {
  return ValidateBy(
    { name: rule.name, validator: { validate: rule.test } },
    { ...rule.options, message: rule.message, context: { code: rule.code } },
  );
}

/** Money as the contract writes it: a decimal string with exactly two decimals. */
export function IsAmount(limits: { above: 'nothing' | 'zero' }): PropertyDecorator {
  const positive = limits.above === 'zero';
  return Rule({
    name: 'isAmount',
    code: 'wrong_format',
    message: `$property must be a decimal string with two decimals${positive ? ', more than zero' : ''}, such as "129.90".`,
    test: (value) => {
      const amount = typeof value === 'string' ? parseAmount(value) : null;
      return amount !== null && (!positive || amount > 0n);
    },
  });
}

/** An ISO 8601 instant with an offset. Which instants are allowed is judged where the present deadline is known. */
export function IsInstant(): PropertyDecorator {
  return Rule({
    name: 'isInstant',
    code: 'wrong_format',
    message: '$property must be an ISO 8601 instant with an offset, such as "2026-11-23T18:30:00-05:00".',
    test: (value) => parseInstant(value) !== null,
  });
}

const MAX_URL_LENGTH = 2048;

/** An absolute web address that a browser can be sent to: never `javascript:`, never with credentials. */
export function isWebUrl(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > MAX_URL_LENGTH || !URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}

export function IsWebUrl(): PropertyDecorator {
  return Rule({
    name: 'isWebUrl',
    code: 'wrong_format',
    message: `$property must be an absolute http or https address of at most ${MAX_URL_LENGTH} characters, without credentials.`,
    test: isWebUrl,
  });
}
