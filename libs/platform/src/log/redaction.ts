/**
 * The one list of what no log line, stored request or stored response may show (architecture, invariant 9).
 * Names are compared without case and separators, so `access_key`, `Access-Key` and `accessKey` are one.
 */
export const REDACTED_NAMES = {
  /** What opens a door: the gateway's words, ours, and the headers that carry them. */
  secrets: [
    'accessKey',
    'apiKey',
    'authorization',
    'cookie',
    'credential',
    'credentials',
    'hashString',
    'jwt',
    'masterKey',
    'masterKeyPrevious',
    'pass',
    'passphrase',
    'passwd',
    'password',
    'privateKey',
    'proxyAuthorization',
    'secret',
    'secretKey',
    'secretKeyPrevious',
    'secrets',
    'session',
    'setCookie',
    'token',
  ],
  /** Who the shopper is: ours, PagoEfectivo's (`user…`) and the columns of the merchant panel's export. */
  personalData: [
    'additionalData',
    'adminEmail',
    'address',
    'apellidos',
    'birthDate',
    'cci',
    'clienteAlias',
    'clienteApellidos',
    'clienteEmail',
    'clienteNombre',
    'clienteTelefono',
    'customerName',
    'datosAdicionales',
    'destination',
    'dni',
    'documentNumber',
    'email',
    'firstName',
    'fullName',
    'holder',
    'lastName',
    'mobile',
    'nombres',
    'nroDocumento',
    'phone',
    'phoneNumber',
    'telefono',
    'userDocumentNumber',
    'userEmail',
    'userId',
    'userLastName',
    'userName',
    'userPhone',
    'userUbigeo',
  ],
  /** Endings that give a name away whatever stands before them: `currentPassword`, `pageToken`, `operatorEmail`. */
  endings: [
    'accessKey',
    'apiKey',
    'cookie',
    'email',
    'masterKey',
    'passphrase',
    'password',
    'phone',
    'secret',
    'secretKey',
    'token',
  ],
} as const;

/** What stands where a value was. */
export const REDACTED = '[redacted]';

/** Deeper than any message of ours; what lies below is dropped, never shown. */
const MAX_DEPTH = 64;
/** Text longer than this is not looked into for JSON; it is shown only after the cheap patterns ran over it. */
const MAX_JSON_TEXT = 1_000_000;

const normalize = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const NAMES = new Set([...REDACTED_NAMES.secrets, ...REDACTED_NAMES.personalData].map(normalize));
const ENDINGS = REDACTED_NAMES.endings.map(normalize);
const verdicts = new Map<string, boolean>();

/** True when a field, header, query parameter or column of this name must not be shown. */
export function isRedactedName(name: string): boolean {
  const known = verdicts.get(name);
  if (known !== undefined) return known;
  const normalized = normalize(name);
  const verdict = NAMES.has(normalized) || ENDINGS.some((ending) => normalized.endsWith(ending));
  // Names come from callers too (a JSON body's keys): the memory of them stays bounded.
  if (verdicts.size < 5000) verdicts.set(name, verdict);
  return verdict;
}

/**
 * A copy of any value that is safe to log or to store: plain JSON data in which every value under a redacted name,
 * at any depth and also inside text that is JSON, reads `[redacted]`. Never throws, never changes its input.
 * bigint becomes text, Date ISO text, bytes their length, an Error its type, message and stack.
 */
export function redact(value: unknown): unknown {
  return copy(value, { depth: 0, path: new Set() });
}

/**
 * Masks what text gives away without a field's name: credentials after `Bearer` and `Basic`, passwords in URLs, values
 * of redacted query, form and JSON members (cut-off JSON included), e-mail addresses. Every pattern is bounded, so hostile text costs linear time.
 */
export function redactText(text: string): string {
  // Nearly all text has none of what the patterns need; every log line passes here several times.
  if (!SUSPICIOUS.test(text)) return text;
  return text
    .replace(/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${REDACTED}`)
    .replace(/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"'`]{0,512}@/gi, `$1${REDACTED}@`)
    .replace(/(^|[?&])([\w.%[\]-]{1,64})=([^&\s#"'<>]+)/g, (pair, before: string, name: string) =>
      isRedactedName(decodeLeniently(name)) ? `${before}${name}=${REDACTED}` : pair,
    )
    .replace(/"([\w-]{1,64})"\s{0,4}:\s{0,4}"(?:[^"\\]|\\.)*"?/g, (pair, name: string) =>
      isRedactedName(name) ? `"${name}":"${REDACTED}"` : pair,
    )
    .replace(/[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g, REDACTED);
}

/** What at least one pattern of `redactText` cannot match without. */
const SUSPICIOUS = /[@="]|\b(?:bearer|basic)\s/i;

interface Position {
  depth: number;
  /** The containers on the way here, to cut circles. */
  path: Set<object>;
}

function copy(value: unknown, at: Position): unknown {
  switch (typeof value) {
    case 'string':
      return copyText(value, at);
    case 'bigint':
      return value.toString();
    case 'function':
    case 'symbol':
      return undefined;
    case 'object':
      return value === null ? null : copyContainer(value, at);
    case 'undefined':
    case 'boolean':
    case 'number':
      return value;
  }
}

function copyContainer(value: object, at: Position): unknown {
  if (at.path.has(value)) return '[circular]';
  if (at.depth >= MAX_DEPTH) return '[too deep]';
  at.path.add(value);
  const inside = { depth: at.depth + 1, path: at.path };
  try {
    return copyMembers(value, inside);
  } catch {
    // A getter or a toJSON that throws must not take the log line with it.
    return '[unreadable]';
  } finally {
    at.path.delete(value);
  }
}

function copyMembers(value: object, at: Position): unknown {
  if (value instanceof Error) return copyError(value, at);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return copyList(value, at);
  if (value instanceof Map) return copyEntries(value.entries(), at);
  if (value instanceof Set) return copyList([...value], at);
  if (value instanceof Headers || value instanceof URLSearchParams) return copyEntries(value.entries(), at);
  const toJson: unknown = Reflect.get(value, 'toJSON');
  if (typeof toJson === 'function') {
    const json: unknown = Reflect.apply(toJson, value, []);
    // A toJSON that answers with its own object would come back here for ever.
    if (json !== value) return copy(json, at);
  }
  return copyEntries(Object.entries(value), at);
}

function copyEntries(entries: Iterable<[unknown, unknown]>, at: Position): Record<string, unknown> {
  const result: [string, unknown][] = [];
  for (const [key, member] of entries) {
    const name = String(key);
    result.push([name, isRedactedName(name) ? mask(member) : copy(member, at)]);
  }
  hidePairedValue(result);
  return Object.fromEntries(result);
}

/** `{name: 'Authorization', value: '…'}`: a header or form field written as a pair. */
function hidePairedValue(entries: [string, unknown][]): void {
  const named = entries.some(
    ([key, value]) => /^(name|key|header|field)$/i.test(key) && typeof value === 'string' && isRedactedName(value),
  );
  if (!named) return;
  for (const entry of entries) if (/^values?$/i.test(entry[0])) entry[1] = mask(entry[1]);
}

function copyList(list: readonly unknown[], at: Position): unknown[] {
  const items: readonly unknown[] = list;
  return items.map((item, index) => {
    // Raw header lists alternate name and value: ['Authorization', 'Bearer …', 'Host', …].
    const before = index > 0 ? items[index - 1] : undefined;
    if (index % 2 === 1 && typeof before === 'string' && isRedactedName(before)) return mask(item);
    return copy(item, at) ?? null;
  });
}

/** What an error may say: drivers hang queries, parameters and whole rows on theirs, so only known members pass. */
const ERROR_MEMBERS = [
  'code',
  'errno',
  'syscall',
  'address',
  'port',
  'status',
  'statusCode',
  'table',
  'constraint',
  'column',
];

function copyError(error: Error, at: Position): Record<string, unknown> {
  const message = copyText(error.message, at);
  const result: Record<string, unknown> = {
    type: error.name,
    message,
    // The stack repeats the message: there it must read as redacted as here.
    stack: typeof error.stack === 'string' ? redactText(error.stack.replace(error.message, () => message)) : undefined,
  };
  for (const name of ERROR_MEMBERS) {
    const member: unknown = Reflect.get(error, name);
    if (typeof member === 'string' || typeof member === 'number') result[name] = copy(member, at);
  }
  if (error.cause !== undefined) result['cause'] = copy(error.cause, at);
  if (error instanceof AggregateError) result['errors'] = copy(error.errors, at);
  return result;
}

function copyText(text: string, at: Position): string {
  const first = text.trimStart()[0];
  // A quote: JSON that was made text twice.
  if ((first === '{' || first === '[' || first === '"') && text.length <= MAX_JSON_TEXT) {
    const parsed = parseJson(text);
    const copied = JSON.stringify(copy(parsed, at));
    // Untouched JSON keeps its own spelling: 129.90 must not become 129.9 in evidence.
    if (parsed !== undefined && copied !== JSON.stringify(parsed)) return copied;
  }
  return redactText(text);
}

/** An absent value stays visibly absent: that a field was missing is evidence and gives nothing away. */
function mask(value: unknown): unknown {
  return value === null || value === undefined || value === '' ? value : REDACTED;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function decodeLeniently(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
