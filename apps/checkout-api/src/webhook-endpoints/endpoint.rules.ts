import { applyDecorators } from '@nestjs/common';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { SIGNATURE_SCHEMES } from '#payments';

const TYPES_LIMIT = 50;
export const MAX_PEM_LENGTH = 32_768;

/** A list of types of events, each of them checked beside it. */
export function IsTypeList(): PropertyDecorator {
  return applyDecorators(
    IsArray({ message: '$property must be a list.' }),
    ArrayMaxSize(TYPES_LIMIT, { message: `$property must have at most ${TYPES_LIMIT} entries.` }),
  );
}

export function IsPem(): PropertyDecorator {
  const message = `$property must be text in PEM of at most ${MAX_PEM_LENGTH} characters.`;
  return applyDecorators(IsString({ message }), MaxLength(MAX_PEM_LENGTH, { message }));
}

export function IsWhole({ min, max }: { readonly min: number; readonly max: number }): PropertyDecorator {
  const message = `$property must be a whole number from ${min} to ${max}.`;
  return applyDecorators(IsInt({ message }), Min(min, { message }), Max(max, { message }));
}

export function IsScheme(): PropertyDecorator {
  return IsIn(SIGNATURE_SCHEMES, { message: `$property must be ${SIGNATURE_SCHEMES.join(' or ')}.` });
}
