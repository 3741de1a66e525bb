import type { FieldProblem } from '../outbox/endpoint-fields.js';
import { problem } from './admin-fields.js';
import { isLoopback } from './gateway-environment.js';
import type { ChannelSetting, StoredChannelSetting } from './shop-offer.js';

/** What one payment through an account may ask for, in minor units; null where only PagoEfectivo's own limit holds. */
export interface AmountBounds {
  readonly minAmountMinor: bigint | null;
  readonly maxAmountMinor: bigint | null;
}

const MAX_URL_LENGTH = 500;
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;
const CHANNEL_ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const MAX_CHANNEL_ID_LENGTH = 40;
const MAX_CHANNELS = 100;
const MAX_OVERLAP_MS = 90 * 24 * 60 * 60_000;
/** As a key is issued: what a careless copy adds is none of these. */
const VISIBLE = /^[\x21-\x7e]{1,200}$/;
/** PagoEfectivo's own service under whatever name; `pre…` hosts are its test environments. */
const PAGOEFECTIVO_HOST = /(^|\.)pagoefectivo(latam)?\.(pe|com)$/;

export function checkSlug(slug: string): FieldProblem[] {
  if (SLUG.test(slug)) return [];
  const rule = 'must be 1 to 40 lower-case letters, digits and hyphens: it stands in addresses.';
  return [problem('slug', 'wrong_format', rule)];
}

export function checkServiceId(serviceId: string): FieldProblem[] {
  if (/^\d{1,10}$/.test(serviceId)) return [];
  return [problem('serviceId', 'wrong_format', 'must be the idService of PagoEfectivo, 1 to 10 digits.')];
}

export function checkIssuedKey(field: 'accessKey' | 'secretKey', key: string): FieldProblem[] {
  if (VISIBLE.test(key)) return [];
  const rule = 'must be 1 to 200 visible characters as PagoEfectivo issued them: copy it again, without blanks.';
  return [problem(field, 'wrong_format', rule)];
}

/** A secret that somebody else may have must not verify for ever. */
export function checkOverlap(overlapMs: number): FieldProblem[] {
  if (overlapMs >= 0 && overlapMs <= MAX_OVERLAP_MS) return [];
  return [problem('overlap', 'out_of_range', 'must be a duration from PT0S to P90D, such as P30D.')];
}

/** HTTPS (R5); plain HTTP only to this machine and to what is said to be a sandbox. */
export function checkBaseUrl(baseUrl: string, sandbox: boolean): FieldProblem[] {
  if (baseUrl.length > MAX_URL_LENGTH || !URL.canParse(baseUrl)) {
    return [problem('baseUrl', 'wrong_format', 'must be an address such as https://services.pagoefectivo.pe.')];
  }
  const { protocol, hostname, username, password, search, hash } = new URL(baseUrl);
  if (![username, password, search, hash].every((part) => part === '')) {
    return [problem('baseUrl', 'wrong_format', 'must have no user name, query or fragment in it: leave them out.')];
  }
  if (sandbox && PAGOEFECTIVO_HOST.test(hostname)) {
    return [problem('baseUrl', 'not_allowed', `is PagoEfectivo's own service (${hostname}), which is no sandbox.`)];
  }
  const plain = protocol === 'http:' && (sandbox || isLoopback(hostname.replace(/^\[|\]$/g, '')));
  if (protocol === 'https:' || plain) return [];
  return [problem('baseUrl', 'not_allowed', 'must begin with https:// (http:// only to this machine or a sandbox).')];
}

/** The address without a slash at its end, as accounts store it. */
export function normalBaseUrl(baseUrl: string): string {
  const { origin, pathname } = new URL(baseUrl);
  return `${origin}${pathname}`.replace(/\/+$/, '');
}

export function checkBounds({ minAmountMinor, maxAmountMinor }: AmountBounds): FieldProblem[] {
  const notPositive = (field: 'minAmount' | 'maxAmount'): FieldProblem =>
    problem(field, 'out_of_range', 'must be more than zero; leave the limit out where there is none.');
  if (minAmountMinor !== null && minAmountMinor <= 0n) return [notPositive('minAmount')];
  if (maxAmountMinor !== null && maxAmountMinor <= 0n) return [notPositive('maxAmount')];
  if (minAmountMinor === null || maxAmountMinor === null || maxAmountMinor >= minAmountMinor) return [];
  return [problem('maxAmount', 'out_of_range', 'must not be less than the least amount of the account.')];
}

/** Only the shape: which channels there are is known where they are shown. Null takes a setting back. */
export function checkChannels(channels: Readonly<Record<string, ChannelSetting | null>>): FieldProblem[] {
  const entries = Object.entries(channels);
  if (entries.length > MAX_CHANNELS) {
    return [problem('channels', 'wrong_length', `must have at most ${MAX_CHANNELS} entries.`)];
  }
  return entries.flatMap(([id, setting]) => {
    if (!CHANNEL_ID.test(id) || id.length > MAX_CHANNEL_ID_LENGTH) {
      const rule = `must be named by ids of lower-case words with hyphens, which ${JSON.stringify(id.slice(0, 60))} is not.`;
      return [problem('channels', 'wrong_format', rule)];
    }
    const cap = setting?.maxAmountMinor;
    if (cap === undefined || cap === null || cap > 0n) return [];
    return [problem(`channels.${id}`, 'out_of_range', 'must have a cap of more than zero, or be off.')];
  });
}

/** As `gateway_account.channels` holds it. */
export function storedChannel({ offered, maxAmountMinor }: ChannelSetting): StoredChannelSetting {
  return {
    ...(offered === undefined ? {} : { offered }),
    ...(maxAmountMinor === undefined ? {} : { maxAmountMinor: maxAmountMinor?.toString() ?? null }),
  };
}
