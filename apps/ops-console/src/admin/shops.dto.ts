import { Type } from 'class-transformer';
import { IsArray, IsBoolean, IsIn, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';
import { type CaseKind, type CasePolicies, CURRENCIES, type Currency, type ShopPolicyChange } from '#payments';
import { type FieldError, invalidRequest, parseDuration } from '#platform';
import { amountOrNull } from './accounts.dto.js';
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

  /** By kind of case: `review`, `accept` or `refund`, where the kind allows it. What is absent stays. */
  @IsOptional()
  @IsObject()
  cases?: CasePolicies;

  /** By kind of case: hours to its deadline; null for the product's default. What is absent stays. */
  @IsOptional()
  @IsObject()
  caseDeadlineHours?: Partial<Record<CaseKind, number | null>>;
}

export class CreateShopDto {
  @IsName()
  merchantId: string;

  @IsString()
  name: string;

  @IsBoolean()
  livemode: boolean;

  /** Decimal string in the currency of each refund; null for the product's default. */
  @IsOptional()
  @IsString()
  refundApprovalAbove?: string | null;

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
export function toPolicies(policies: PoliciesDto | undefined): { policies?: ShopPolicyChange } {
  if (policies === undefined) return {};
  const { expiringSoon, cases, caseDeadlineHours } = policies;
  return {
    policies: {
      ...(expiringSoon === undefined ? {} : { expiringSoonS: expiringSoon?.map(toSeconds) ?? null }),
      ...(cases == null ? {} : { cases }),
      ...(caseDeadlineHours == null ? {} : { caseDeadlineHours }),
    },
  };
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

export function toRefundApproval(above: string | null | undefined): { refundApprovalAboveMinor?: bigint | null } {
  return above === undefined ? {} : { refundApprovalAboveMinor: amountOrNull('refundApprovalAbove', above) };
}
