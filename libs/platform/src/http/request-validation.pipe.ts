import { Injectable, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { invalidRequest, toFieldErrors } from './field-errors.js';

/**
 * Turns bodies, queries and parameters into their DTOs. Fields a DTO does not know are refused, not dropped: a
 * misspelt optional field must not pass for an absent one. Text is never silently turned into numbers or booleans; a
 * DTO says so with @Type.
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

function isJsonObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
