import { Type } from 'class-transformer';
import { IsArray, IsBoolean, IsIn, IsOptional, IsString, ValidateNested } from 'class-validator';
import { CURRENCIES, type Currency, type ShopPolicies } from '#payments';
import { type FieldError, invalidRequest, parseDuration } from '#platform';
import { AdminPageQuery, IsName } from './names.js';

export class ShopsQuery extends AdminPageQuery {
  @IsOptional()
  @IsName()
  merchantId?: string;
}

export class PoliciesDto {
  /** ISO 8601 durations before the deadline; null for the product's default, empty for none. */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  expiringSoon?: string[] | null;
}

export class CreateShopDto {
  @IsName()
  merchantId: string;

  @IsString()
  name: string;

  @IsBoolean()
  livemode: boolean;

  @IsOptional()
  @ValidateNested()
  @Type(() => PoliciesDto)
  policies?: PoliciesDto;
}

export class ChangeShopDto {
  /** Decimal string in the currency of each refund; null for the product's default. */
  @IsOptional()
  @IsString()
  refundApprovalAbove?: string | null;

  @IsOptional()
  @IsString()
  name?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => PoliciesDto)
  policies?: PoliciesDto;
}

export class CurrencyParam {
  @IsIn(CURRENCIES)
  currency: Currency;

  @IsName()
  id: string;
}

export class AttachDto {
  /** Id or slug. */
  @IsName()
  account: string;
}

/** Absent policies stay as they are. */
export function toPolicies(policies: PoliciesDto | undefined): { policies?: ShopPolicies } {
  if (policies?.expiringSoon === undefined) return {};
  const { expiringSoon } = policies;
  return { policies: { expiringSoonS: expiringSoon?.map(toSeconds) ?? null } };
}

function toSeconds(text: string, index: number): number {
  const field = `policies.expiringSoon[${index}]`;
  const wrong = (code: string, rule: string): FieldError => ({ field, code, message: `${field} ${rule}.` });
  try {
    const seconds = parseDuration(text) / 1000;
    if (Number.isInteger(seconds)) return seconds;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw invalidRequest([wrong('wrong_format', `must be a duration: ${error.message}`)]);
  }
  throw invalidRequest([wrong('out_of_range', 'must be in whole seconds')]);
}
