import { EVENT_TYPES } from '../domain/index.js';
import { headerProblems } from './endpoint-headers.js';
import { authorityProblem, identityProblem } from './endpoint-tls.js';
import type { TargetPolicy } from './webhook-target.js';

/** What a caller may say about an endpoint; absent fields stay as they are. */
export interface EndpointFields {
  readonly url?: string;
  readonly description?: string | null;
  readonly types?: readonly string[];
  readonly enabled?: boolean;
  /** All headers sent besides ours, by name; takes the place of those before. */
  readonly headers?: Readonly<Record<string, string>>;
  /** PEM, given and taken away together with `clientKey`. */
  readonly clientCertificate?: string | null;
  readonly clientKey?: string | null;
  /** PEM; null for the public authorities. */
  readonly caCertificate?: string | null;
  readonly connectTimeoutMs?: number;
  readonly timeoutMs?: number;
  /** Sends under way at a time. */
  readonly maxConcurrent?: number;
  /** Null for no limit. */
  readonly ratePerMinute?: number | null;
}

/** One wrong field of a request; `message` says what to do about it. */
export interface FieldProblem {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** Least and most of what can be set per endpoint; the database holds the same bounds. */
export const ENDPOINT_BOUNDS = {
  connectTimeoutMs: { min: 100, max: 10_000 },
  timeoutMs: { min: 1_000, max: 30_000 },
  maxConcurrent: { min: 1, max: 64 },
  ratePerMinute: { min: 1, max: 60_000 },
} as const;
type BoundedField = keyof typeof ENDPOINT_BOUNDS;
const BOUNDED_FIELDS = [
  'connectTimeoutMs',
  'timeoutMs',
  'maxConcurrent',
  'ratePerMinute',
] as const satisfies readonly BoundedField[];

const MAX_URL_LENGTH = 2048;
const MAX_DESCRIPTION_LENGTH = 500;

/** Every wrong field, one entry each. Resolves the host of an address, but an https name may go live later. */
export async function checkEndpointFields(
  fields: EndpointFields,
  { targets, now }: { readonly targets: TargetPolicy; readonly now: Date },
): Promise<FieldProblem[]> {
  const problems: FieldProblem[] = [];
  if (fields.url !== undefined) problems.push(...(await checkUrl(fields.url, targets)));
  if (fields.description && fields.description.length > MAX_DESCRIPTION_LENGTH) {
    problems.push(problem('description', 'too_long', `At most ${MAX_DESCRIPTION_LENGTH} characters.`));
  }
  const known: readonly string[] = EVENT_TYPES;
  const unknown = (fields.types ?? []).filter((type) => !known.includes(type));
  if (unknown.length > 0) {
    problems.push(
      problem('types', 'unknown_event_type', `No such event: ${unknown.join(', ')}. There are ${known.join(', ')}.`),
    );
  }
  for (const message of headerProblems(fields.headers ?? {}))
    problems.push(problem('headers', 'invalid_header', message));
  problems.push(...checkTls(fields, now));
  for (const field of BOUNDED_FIELDS) {
    const { min, max } = ENDPOINT_BOUNDS[field];
    const value = fields[field];
    if (value == null || (Number.isInteger(value) && value >= min && value <= max)) continue;
    problems.push(problem(field, 'out_of_bounds', `A whole number from ${min} to ${max}.`));
  }
  return problems;
}

/** What an audit entry keeps of the fields: neither values of headers, nor keys, nor whole certificates. */
export function auditableFields(fields: EndpointFields): Record<string, unknown> {
  const { headers, clientCertificate, clientKey, caCertificate, ...rest } = fields;
  return {
    ...rest,
    ...(headers === undefined ? {} : { headers: Object.keys(headers) }),
    ...(clientCertificate === undefined ? {} : { clientCertificate: clientCertificate === null ? null : 'changed' }),
    ...(clientKey === undefined ? {} : { clientKey: clientKey === null ? null : 'changed' }),
    ...(caCertificate === undefined ? {} : { caCertificate: caCertificate === null ? null : 'changed' }),
  };
}

function checkTls({ clientCertificate, clientKey, caCertificate }: EndpointFields, now: Date): FieldProblem[] {
  const problems = [];
  if ((clientCertificate == null) !== (clientKey == null)) {
    const missing = clientKey == null ? 'clientKey' : 'clientCertificate';
    problems.push(
      problem(missing, 'incomplete_identity', 'A certificate and its key are given, and taken away, together.'),
    );
  } else if (clientCertificate != null && clientKey != null) {
    const found = identityProblem({ certificate: clientCertificate, key: clientKey }, now);
    if (found) problems.push(problem(found.field, 'invalid_pem', found.message));
  }
  const found = caCertificate == null ? null : authorityProblem(caCertificate, now);
  if (found) problems.push(problem(found.field, 'invalid_pem', found.message));
  return problems;
}

async function checkUrl(text: string, targets: TargetPolicy): Promise<FieldProblem[]> {
  if (text.length > MAX_URL_LENGTH || !URL.canParse(text)) {
    return [problem('url', 'invalid_url', `An absolute address of at most ${MAX_URL_LENGTH} characters is needed.`)];
  }
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    return [
      problem(
        'url',
        'credentials_in_url',
        'Credentials do not belong in an address: send them in a header of the endpoint.',
      ),
    ];
  }
  const verdict = await targets.vet(url);
  switch (verdict.kind) {
    case 'allowed':
      return [];
    case 'refused':
      return [problem('url', 'target_refused', `${verdict.reason}.`)];
    case 'unresolved':
      return url.protocol === 'https:' ? [] : [problem('url', 'target_unresolved', `${verdict.reason}.`)];
  }
}

function problem(field: string, code: string, message: string): FieldProblem {
  return { field, code, message };
}
