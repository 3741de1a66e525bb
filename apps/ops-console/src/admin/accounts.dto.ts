import { IsBoolean, IsIn, IsInt, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';
import {
  type AccountChange,
  type ChannelSetting,
  CURRENCIES,
  type Currency,
  DEFAULT_OVERLAP_MS,
  isPollMember,
  parseAmount,
  POLL_MEMBERS,
  type PollScheduleChange,
} from '#payments';
import { type FieldError, invalidRequest, parseDuration } from '#platform';
import { toExpiry } from './keys.dto.js';
import { AdminPageQuery, IsName } from './names.js';

export class AccountsQuery extends AdminPageQuery {
  @IsOptional()
  @IsName()
  merchantId?: string;
}

export class CreateAccountDto {
  @IsName()
  merchantId: string;

  @IsString()
  slug: string;

  @IsString()
  baseUrl: string;

  /** Says that the address is Chasqui's own sandbox, wherever it runs. */
  @IsOptional()
  @IsBoolean()
  sandbox?: boolean;

  @IsString()
  serviceId: string;

  @IsString()
  accessKey: string;

  @IsString()
  secretKey: string;

  @IsIn(CURRENCIES)
  currency: Currency;
}

export class ChangeAccountDto {
  /** Null takes the limit away. */
  @IsOptional()
  @IsString()
  minAmount?: string | null;

  @IsOptional()
  @IsString()
  maxAmount?: string | null;

  /** By channel id: `{"offered": false}`, `{"maxAmount": "500.00"}`, or null for the product's own setting. */
  @IsOptional()
  @IsObject()
  channels?: Record<string, unknown>;

  /** Calls to PagoEfectivo per minute; null for the product's own number. */
  @IsOptional()
  @IsInt()
  budgetPerMinute?: number | null;

  /** By member: a duration or a list of them, or null for the product's own; null for its whole schedule. */
  @IsOptional()
  @IsObject()
  pollSchedule?: Record<string, unknown> | null;

  @IsOptional()
  @IsBoolean()
  requireTimestamp?: boolean;

  @IsOptional()
  @IsBoolean()
  acceptCanonicalSignature?: boolean;

  /** Its contract has refunds by API and takes a repeated refundCode for one refund. */
  @IsOptional()
  @IsBoolean()
  refundsApi?: boolean;

  /** When PagoEfectivo stops taking the present secretKey, an instant with an offset; null where nobody knows. */
  @IsOptional()
  @IsString()
  secretEndsAt?: string | null;
}

export class RotateSecretDto {
  @IsString()
  secretKey: string;

  /** Takes the place of the old one at once. */
  @IsOptional()
  @IsString()
  accessKey?: string | null;

  /** How long notifications may still be signed with the secret before; ISO 8601, 30 days when absent. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  overlap?: string;

  /** Only takes notifications signed with it; requests go on with the present one until it is given again without this. */
  @IsOptional()
  @IsBoolean()
  verifyOnly?: boolean;
}

export function toAccountChange(body: ChangeAccountDto): AccountChange {
  const { minAmount, maxAmount, channels, requireTimestamp, acceptCanonicalSignature, refundsApi } = body;
  return {
    ...(minAmount === undefined ? {} : { minAmountMinor: amountOrNull('minAmount', minAmount) }),
    ...(maxAmount === undefined ? {} : { maxAmountMinor: amountOrNull('maxAmount', maxAmount) }),
    ...(channels == null
      ? {}
      : {
          channels: Object.fromEntries(
            Object.entries(channels).map(([id, setting]) => [id, toSetting(`channels.${id.slice(0, 60)}`, setting)]),
          ),
        }),
    ...(body.budgetPerMinute === undefined ? {} : { budgetPerMinute: body.budgetPerMinute }),
    ...(body.pollSchedule === undefined ? {} : { pollSchedule: toPollSchedule(body.pollSchedule) }),
    ...(requireTimestamp == null ? {} : { requireTimestamp }),
    ...(acceptCanonicalSignature == null ? {} : { acceptCanonicalSignature }),
    ...(refundsApi == null ? {} : { refundsApi }),
    ...(body.secretEndsAt === undefined ? {} : { secretEndsAt: toExpiry(body.secretEndsAt, 'secretEndsAt') }),
  };
}

export function toOverlapMs(overlap: string | undefined): number {
  return overlap == null ? DEFAULT_OVERLAP_MS : durationOf('overlap', overlap);
}

function toPollSchedule(given: Record<string, unknown> | null): PollScheduleChange | null {
  if (given === null) return null;
  const members = Object.entries(given).map(([name, value]) => {
    const field = `pollSchedule.${name.slice(0, 60)}`;
    if (!isPollMember(name)) {
      throw refusal(field, 'unknown_field', `is not among ${Object.keys(POLL_MEMBERS).join(', ')}.`);
    }
    const rule = POLL_MEMBERS[name];
    if (value === null) return [rule.key, null];
    if (!('least' in rule)) return [rule.key, durationOf(field, value)];
    if (!Array.isArray(value)) throw refusal(field, 'wrong_type', 'must be a list of durations such as ["PT2M"].');
    return [rule.key, value.map((entry) => durationOf(field, entry))];
  });
  return Object.fromEntries(members) as PollScheduleChange;
}

function durationOf(field: string, value: unknown): number {
  if (typeof value !== 'string') throw refusal(field, 'wrong_type', 'must be a duration such as "PT5M".');
  try {
    return parseDuration(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw refusal(field, 'wrong_format', `must be a duration: ${error.message}.`);
  }
}

function toSetting(field: string, setting: unknown): ChannelSetting | null {
  if (setting === null) return null;
  if (typeof setting !== 'object' || Array.isArray(setting)) {
    throw refusal(field, 'wrong_type', 'must be an object such as {"offered": false}, or null.');
  }
  const unknown = Object.keys(setting).find((name) => name !== 'offered' && name !== 'maxAmount');
  if (unknown !== undefined) {
    throw refusal(field, 'unknown_field', 'may have offered and maxAmount in it, nothing else.');
  }
  const offered: unknown = Reflect.get(setting, 'offered');
  if (offered !== undefined && typeof offered !== 'boolean') {
    throw refusal(`${field}.offered`, 'wrong_type', 'must be true or false.');
  }
  const maxAmount: unknown = Reflect.get(setting, 'maxAmount');
  return {
    ...(offered === undefined ? {} : { offered }),
    ...(maxAmount === undefined ? {} : { maxAmountMinor: amountOrNull(`${field}.maxAmount`, maxAmount) }),
  };
}

export function amountOrNull(field: string, value: unknown): bigint | null {
  if (value === null) return null;
  const amountMinor = typeof value === 'string' ? parseAmount(value) : null;
  if (amountMinor !== null) return amountMinor;
  throw refusal(field, 'wrong_format', 'must be a decimal string with two decimals, such as "250.00", or null.');
}

function refusal(field: string, code: string, rule: string): Error {
  const error: FieldError = { field, code, message: `${field} ${rule}` };
  return invalidRequest([error]);
}
