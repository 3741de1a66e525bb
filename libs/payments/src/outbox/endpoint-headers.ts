const MAX_HEADERS = 20;
const MAX_VALUE_LENGTH = 2048;
/** A field name of HTTP (RFC 9110, section 5.6.2). */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/;
/** Visible ASCII with spaces and tabs inside: no line break that would begin another header. */
const VALUE = /^[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?$/;
/** What frames the message, names the receiver or proves who sent it is ours. */
const OURS = new Set([
  'host',
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'proxy-authenticate',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'user-agent',
  'content-type',
  'content-length',
  'content-encoding',
  'content-transfer-encoding',
  'forwarded',
]);
const OUR_FAMILIES = ['webhook-', 'content-', 'sec-', 'proxy-', 'x-forwarded-', ':'];

/** What is wrong with the headers that a receiver wants besides ours, a sentence each. Values are never repeated. */
export function headerProblems(headers: Readonly<Record<string, unknown>>): string[] {
  const names = Object.keys(headers);
  if (names.length > MAX_HEADERS) return [`At most ${MAX_HEADERS} headers.`];
  const twice = names.find((name, index) => names.findIndex((one) => same(one, name)) !== index);
  if (twice !== undefined) return [`${JSON.stringify(twice)} is there twice: names do not tell upper from lower case.`];
  return Object.entries(headers).flatMap(([name, value]) => problemWith(name, value) ?? []);
}

function problemWith(name: string, value: unknown): string | null {
  if (!NAME.test(name))
    return `${JSON.stringify(name.slice(0, 64))} is no name of a header: letters, digits and hyphens.`;
  if (isOurs(name)) return `${name} is set by us, and cannot be another: leave it out.`;
  if (typeof value !== 'string') return `The value of ${name} must be text: send it in double quotes.`;
  if (value.length > MAX_VALUE_LENGTH) return `The value of ${name} is longer than ${MAX_VALUE_LENGTH} characters.`;
  if (!VALUE.test(value))
    return `The value of ${name} has characters that a header cannot carry, or none: use printable ASCII.`;
  return null;
}

function isOurs(name: string): boolean {
  const lower = name.toLowerCase();
  return OURS.has(lower) || OUR_FAMILIES.some((family) => lower.startsWith(family));
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
