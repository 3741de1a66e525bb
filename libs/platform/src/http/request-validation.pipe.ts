import { Injectable, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { invalidRequest, toFieldErrors } from './field-errors.js';
import { findUnsound } from './sound-input.js';
import { problemOfStatus } from './status-problems.js';
import { ProblemError } from './problem-error.js';

/**
 * Turns bodies, queries and parameters into their DTOs. Fields a DTO does not know are refused, not dropped: a
 * misspelt optional field must not pass for an absent one. Text is never silently turned into numbers or booleans; a
 * DTO says so with @Type. What no validator and no database should have to read is refused before any looks at it.
 */
@Injectable()
export class RequestValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      stopAtFirstError: false,
      // The value tells a missing field from a wrong one; it never leaves the process.
      validationError: { target: false, value: true },
      exceptionFactory: (errors) => invalidRequest(toFieldErrors(errors)),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    refuseUnsound(value, metadata.type);
    const metatype = metadata.metatype;
    if (
      metadata.type === 'body' &&
      metadata.data === undefined &&
      metatype !== undefined &&
      this.toValidate(metadata)
    ) {
      if (value !== undefined && !isJsonObject(value)) {
        const message = 'The body must be a JSON object: send its fields between { and }.';
        throw invalidRequest([{ field: 'body', code: 'wrong_type', message }]);
      }
    }
    const transformed: unknown = await super.transform(value, metadata);
    return transformed;
  }
}

function refuseUnsound(value: unknown, from: ArgumentMetadata['type']): void {
  if (from === 'custom') return;
  const unsound = findUnsound(value);
  if (unsound === null) return;
  // A path with such a character names nothing.
  throw from === 'param' ? new ProblemError(problemOfStatus(404)) : invalidRequest([unsound]);
}

function isJsonObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
