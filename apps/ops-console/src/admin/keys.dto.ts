import { IsArray, IsIn, IsInt, IsOptional, IsString } from 'class-validator';
import { SCOPES, type Scope } from '#payments';
import { invalidRequest, parseInstant } from '#platform';

export class CreateAdminKeyDto {
  @IsString()
  name: string;

  /** ISO 8601 with an offset; null or absent for a key without an end. */
  @IsOptional()
  @IsString()
  expiresAt?: string | null;
}

export class CreateApiKeyDto {
  @IsOptional()
  @IsString()
  name?: string | null;

  /** Everything when absent. */
  @IsOptional()
  @IsArray()
  @IsIn(SCOPES, { each: true, message: `each value in $property must be one of ${SCOPES.join(', ')}.` })
  scopes?: Scope[];

  @IsOptional()
  @IsString()
  expiresAt?: string | null;

  /** Null or absent for the product's own limit. */
  @IsOptional()
  @IsInt()
  ratePerMinute?: number | null;
}

export function toExpiry(expiresAt: string | null | undefined, field = 'expiresAt'): Date | null {
  if (expiresAt == null) return null;
  const instant = parseInstant(expiresAt);
  if (instant) return instant;
  const message = `${field} must be an instant with an offset, such as 2027-01-01T00:00:00-05:00.`;
  throw invalidRequest([{ field, code: 'wrong_format', message }]);
}
