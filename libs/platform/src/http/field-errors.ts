import type { ValidationError } from 'class-validator';
import { ProblemError, type FieldError } from './problem-error.js';

/**
 * Stable codes for class-validator's rules. A decorator may bring its own: `@IsIn([...], { context: { code: '…' } })`.
 * A rule that is not listed gives its own name in snake_case.
 */
const RULE_CODES: Record<string, string> = {
  isDefined: 'required',
  isNotEmpty: 'required',
  whitelistValidation: 'unknown_field',
  arrayMaxSize: 'wrong_length',
  arrayMinSize: 'wrong_length',
  arrayNotEmpty: 'wrong_length',
  isLength: 'wrong_length',
  maxLength: 'wrong_length',
  minLength: 'wrong_length',
  isArray: 'wrong_type',
  isBoolean: 'wrong_type',
  isInt: 'wrong_type',
  isNumber: 'wrong_type',
  isObject: 'wrong_type',
  isString: 'wrong_type',
  nestedValidation: 'wrong_type',
  isDateString: 'wrong_format',
  isEmail: 'wrong_format',
  isISO8601: 'wrong_format',
  isNumberString: 'wrong_format',
  isUrl: 'wrong_format',
  isUuid: 'wrong_format',
  matches: 'wrong_format',
  isPositive: 'out_of_range',
  max: 'out_of_range',
  min: 'out_of_range',
  isEnum: 'not_allowed',
  isIn: 'not_allowed',
};

/** Of several broken rules of one field the first of these is told: the others follow from it. */
const TELLING_ORDER = ['unknown_field', 'required', 'wrong_type', 'wrong_format', 'wrong_length'];

/** A body of ten thousand wrong items gets an answer of this many. */
const MAX_FIELD_ERRORS = 100;

/** The 400 of a request that breaks its DTO's rules, one entry per field. */
export function invalidRequest(errors: readonly FieldError[]): ProblemError {
  const first = errors[0];
  const rest = errors.length > 1 ? ` (and ${errors.length - 1} more, see errors)` : '';
  return new ProblemError({
    status: 400,
    code: 'invalid_request',
    title: 'Invalid request',
    detail: first === undefined ? undefined : `${first.message}${rest}`,
    errors: errors.slice(0, MAX_FIELD_ERRORS),
  });
}

/** class-validator's tree as a flat list in the request's own notation: `items[0].quantity`. */
export function toFieldErrors(errors: readonly ValidationError[], parent = ''): FieldError[] {
  return errors.flatMap((error) => {
    const field = join(parent, error.property);
    const children = toFieldErrors(error.children ?? [], field);
    const own = ownError(error, field);
    return own === undefined ? children : [own, ...children];
  });
}

function join(parent: string, property: string): string {
  if (/^\d+$/.test(property)) return `${parent}[${property}]`;
  return parent === '' ? property : `${parent}.${property}`;
}

function ownError(error: ValidationError, field: string): FieldError | undefined {
  const broken = Object.entries(error.constraints ?? {}).map(([rule, text]) => ({ code: codeOf(rule, error), text }));
  broken.sort((a, b) => rank(a.code) - rank(b.code));
  const told = broken[0];
  if (told === undefined) return undefined;
  return { field, ...sentenceOf(field, told, error) };
}

function codeOf(rule: string, error: ValidationError): string {
  const context: unknown = error.contexts?.[rule];
  const given: unknown = typeof context === 'object' && context !== null ? Reflect.get(context, 'code') : undefined;
  if (typeof given === 'string') return given;
  return RULE_CODES[rule] ?? rule.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function rank(code: string): number {
  const index = TELLING_ORDER.indexOf(code);
  return index < 0 ? TELLING_ORDER.length : index;
}

function sentenceOf(
  field: string,
  told: { code: string; text: string },
  error: ValidationError,
): { code: string; message: string } {
  if (told.code === 'unknown_field') {
    return { code: told.code, message: `${field} is not a field of this request: correct its name or leave it out.` };
  }
  // A missing field breaks every rule it has; what helps is the name of what to send.
  if (error.value === undefined && !error.children?.length) {
    return {
      code: 'required',
      message: `${field} is missing: send it. ${asSentence(field, told.text, error.property)}`,
    };
  }
  return { code: told.code, message: asSentence(field, told.text, error.property) };
}

/** class-validator writes `quantity must be an integer number`: with the whole path and a full stop. */
function asSentence(field: string, text: string, property: string): string {
  const named = text.startsWith(`${property} `) ? `${field}${text.slice(property.length)}` : text;
  return /[.!?]$/.test(named) ? named : `${named}.`;
}
