import { amountToNumberText } from '#pagoefectivo';
import { amount, duration, FieldReader, flag, integer, oneOf, share, type Rule } from '../fields/field-reader.js';
import { isRecord } from '../fields/json.js';

/** The operations of the documented API, and the refund that only this sandbox has. */
export const OPERATIONS = ['authorize', 'create', 'search', 'extend', 'delete', 'refund'] as const;
export type Operation = (typeof OPERATIONS)[number];

/**
 * Everything that can be wrong with a gateway, and how this one is set. Durations are ISO 8601 text and run in real
 * time where they concern a socket (`latency`, `lateAnswer`), in business time elsewhere. null means "not set".
 */
export interface Faults {
  /** Request faults apply to these operations only; not set: to all that the fault makes sense for. */
  operations: Operation[] | null;
  /** Request faults apply to this many matching requests and then stop; not set: until they are taken back. */
  times: number | null;
  /** Time before a request is handled, for all operations or per operation. */
  latency: string | Partial<Record<Operation, string>> | null;
  /** Share of requests that fail. Not set: all of them as soon as `status` or `htmlErrors` is set. */
  errorRate: number | null;
  status: number | null;
  /** Failures are a 502 with an HTML page instead of the documented envelope. */
  htmlErrors: boolean;
  /** Failures are answered after the request was carried out instead of in its place. */
  errorAfterHandling: boolean;
  /** The socket is destroyed before anything happens. */
  dropConnection: boolean;
  /** It happens, then the socket is destroyed. Creates only, unless `operations` says otherwise. */
  dropAfterHandling: boolean;
  /** It happens, and no answer is ever sent. Creates only, unless `operations` says otherwise. */
  answerNever: boolean;
  /** It happens at once and is answered after this time. Creates only, unless `operations` says otherwise. */
  lateAnswer: string | null;
  /** Search shows the state as it was this long ago. */
  searchLag: string | null;
  /** Search knows no CIP at all. */
  emptySearch: boolean;
  /** Same seed, same order of requests: the same ones fail. */
  seed: number;

  /** Requests per minute before 429 with Retry-After. */
  rateLimit: number | null;
  /** Most CIPs in one search before it is refused with 111. */
  searchBatchLimit: number | null;
  /** How far this gateway's clock is off: `Date` header, stamps, and what it takes for "now". May be negative. */
  clockSkew: string;
  requireRequestSignature: boolean;
  /** Demands what the document calls mandatory and live integrations omit: `Origin`, `userPhone`, `userCodeCountry`. */
  strict: boolean;
  /** `documented`: 100 as a number, errors as text, as captured; or always one of the two. */
  codeForm: 'documented' | 'text' | 'number';
  tokenLife: string;
  /** Largest amount of a CIP before 511, as `"50000.00"`. */
  amountCap: string;
  silentNotifications: boolean;
  /** Business time from a refund to the `cip.refunded` that announces it; `never`: none does. */
  refundAnnouncedAfter: string;
  /** Business time from a delivery that was not answered with 200 to the second and last one. */
  notificationRetryAfter: string;
  /** Notifications carry `PE-Timestamp` and sign it too (pagoefectivo-api.md §13.2). */
  timestampedNotifications: boolean;
}

export const DEFAULT_FAULTS: Readonly<Faults> = {
  operations: null,
  times: null,
  latency: null,
  errorRate: null,
  status: null,
  htmlErrors: false,
  errorAfterHandling: false,
  dropConnection: false,
  dropAfterHandling: false,
  answerNever: false,
  lateAnswer: null,
  searchLag: null,
  emptySearch: false,
  seed: 1,
  rateLimit: null,
  searchBatchLimit: null,
  clockSkew: 'PT0S',
  requireRequestSignature: true,
  strict: false,
  codeForm: 'documented',
  tokenLife: 'PT5M',
  amountCap: '50000.00',
  silentNotifications: false,
  refundAnnouncedAfter: 'PT0S',
  notificationRetryAfter: 'PT30S',
  timestampedNotifications: false,
};

/** Timers of real time cannot hold much more than this usefully, and no client waits longer. */
const ON_THE_SOCKET = { max: 'PT1H' };
/** Keeps every stamp within the four-digit years that the wire can write. */
const IN_BUSINESS_TIME = { max: 'P366D' };

const count = integer({ min: 0, max: 1_000_000 });

const operationList: Rule<Operation[]> = (value) => {
  const known = Array.isArray(value) ? OPERATIONS.filter((operation) => value.includes(operation)) : [];
  return Array.isArray(value) && known.length === value.length && known.length > 0
    ? { value: known }
    : { wrong: `is to be a list out of ${OPERATIONS.join(', ')}.` };
};

const latency: Rule<NonNullable<Faults['latency']>> = (value) => {
  if (!isRecord(value)) return duration(ON_THE_SOCKET)(value);
  const result: Partial<Record<Operation, string>> = {};
  for (const [name, text] of Object.entries(value)) {
    const operation = OPERATIONS.find((candidate) => candidate === name);
    const verdict = duration(ON_THE_SOCKET)(text);
    if (operation === undefined || 'wrong' in verdict) {
      return { wrong: `is to be a duration, or one per operation (${OPERATIONS.join(', ')}): ${name} is not.` };
    }
    result[operation] = verdict.value;
  }
  return { value: result };
};

const announcement: Rule<string> = (value) => (value === 'never' ? { value } : duration(IN_BUSINESS_TIME)(value));

const amountText: Rule<string> = (value) => {
  const verdict = amount(value);
  return 'wrong' in verdict ? verdict : { value: amountToNumberText(verdict.value) };
};

const RULES: { readonly [K in keyof Faults]: Rule<NonNullable<Faults[K]>> } = {
  operations: operationList,
  times: count,
  latency,
  errorRate: share,
  status: integer({ min: 400, max: 599 }),
  htmlErrors: flag,
  errorAfterHandling: flag,
  dropConnection: flag,
  dropAfterHandling: flag,
  answerNever: flag,
  lateAnswer: duration(ON_THE_SOCKET),
  searchLag: duration(IN_BUSINESS_TIME),
  emptySearch: flag,
  seed: count,
  rateLimit: integer({ min: 1, max: 1_000_000 }),
  searchBatchLimit: integer({ min: 1, max: 1_000_000 }),
  clockSkew: duration({ ...IN_BUSINESS_TIME, signed: true }),
  requireRequestSignature: flag,
  strict: flag,
  codeForm: oneOf(['documented', 'text', 'number'] as const),
  tokenLife: duration(IN_BUSINESS_TIME),
  amountCap: amountText,
  silentNotifications: flag,
  refundAnnouncedAfter: announcement,
  notificationRetryAfter: duration(IN_BUSINESS_TIME),
  timestampedNotifications: flag,
};

/**
 * `current` with the fields of `patch` put over it; `null` sets a field back to its default. Throws a `ProblemError`
 * that names every wrong and every unknown field.
 */
export function mergeFaults(current: Readonly<Faults>, patch: Readonly<Record<string, unknown>>): Faults {
  const reader = new FieldReader(patch);
  const merged: Faults = { ...current };
  for (const field of faultNames()) mergeOne(merged, field, reader);
  reader.finish();
  return merged;
}

/** Only what differs from the defaults: what is stored, so that a new default reaches old sandboxes. */
export function changedFaults(faults: Readonly<Faults>): Record<string, unknown> {
  return Object.fromEntries(
    faultNames()
      .filter((field) => faults[field] !== DEFAULT_FAULTS[field])
      .map((field) => [field, faults[field]]),
  );
}

/** The fields of `stored` that this version still understands. */
export function restoreFaults(stored: Readonly<Record<string, unknown>>): Faults {
  const merged: Faults = { ...DEFAULT_FAULTS };
  const reader = new FieldReader(stored);
  for (const field of faultNames()) mergeOne(merged, field, reader);
  return merged;
}

function mergeOne<K extends keyof Faults>(merged: Faults, field: K, reader: FieldReader): void {
  const orDefault: Rule<Faults[K]> = (value) =>
    value === null ? { value: DEFAULT_FAULTS[field] } : RULES[field](value);
  const value = reader.read(field, orDefault);
  if (value !== undefined) merged[field] = value;
}

function faultNames(): (keyof Faults)[] {
  return Object.keys(DEFAULT_FAULTS).filter((name): name is keyof Faults => name in RULES);
}
