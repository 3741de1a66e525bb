import { applyDecorators } from '@nestjs/common';
import { IsString, ValidateBy } from 'class-validator';
import type { ValidationOptions } from 'class-validator';

/**
 * What no field may hold: control characters and line separators (they break logs, panels and CSV exports), halves of
 * characters (no database stores them), and marks that make text read in another order than it is written.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;

export function isPrintable(text: string): boolean {
  return !UNPRINTABLE.test(text);
}

/** Characters as a person counts them, nearly: code points, where `length` counts some twice. */
export function characterCount(text: string): number {
  let count = 0;
  for (const _character of text) count += 1;
  return count;
}

/** A single line of text of `min` (1) to `max` characters. */
export function Text(limits: { min?: number; max: number }, options: ValidationOptions = {}): PropertyDecorator {
  const { min = 1, max } = limits;
  const each = options.each ? 'each value in ' : '';
  return applyDecorators(
    IsString({ ...options, message: `${each}$property must be text: send it in double quotes.` }),
    HasLength({ min, max }, { ...options, message: `${each}$property must have ${min} to ${max} characters.` }),
    IsPrintableLine({
      ...options,
      message: `${each}$property must be printable: remove control characters and blanks at its ends.`,
    }),
  );
}

/** Passes over what is not text: `IsString` says so. */
function HasLength(limits: { min: number; max: number }, options: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isLength',
      validator: {
        validate: (value: unknown): boolean => {
          if (typeof value !== 'string') return true;
          const count = characterCount(value);
          return count >= limits.min && count <= limits.max;
        },
      },
    },
    options,
  );
}

function IsPrintableLine(options: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isPrintableLine',
      validator: {
        validate: (value: unknown): boolean =>
          typeof value !== 'string' || (isPrintable(value) && value.trim() === value),
      },
    },
    { ...options, context: { code: 'wrong_format' } },
  );
}
