const nested = (depth: number): unknown =>
  depth === 0 ? 'end' : depth % 2 === 0 ? [nested(depth - 1)] : { a: nested(depth - 1) };

/** What fields are never meant to hold, and what nearly is what they hold. */
export const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  '',
  ' ',
  'x',
  'a'.repeat(5000),
  '\0',
  'a\0b',
  '\ud83d',
  '🛒'.repeat(60),
  '\u202egnp.exe',
  '\ufeff1',
  'line\r\nSet-Cookie: a=b',
  "'; drop table payment; --",
  '{{7*7}}${7*7}<script>alert(1)</script>',
  '../../../../etc/passwd',
  'javascript:alert(1)',
  'http://169.254.169.254/latest/meta-data',
  'http://user:password@shop.test',
  '-1.00',
  '129.9',
  '1e2',
  '٣.٠٠',
  '99999999999999999999999999.99',
  '0000-00-00T00:00:00Z',
  '9999-12-31T23:59:59-05:00',
  '+275760-09-13T00:00:00.000Z',
  '-000001-01-01T00:00:00Z',
  '2026-02-30T00:00:00-05:00',
  [],
  {},
  [null],
  [[]],
  Array.from({ length: 2000 }, () => 'x'),
  Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`n${index}`, 'x'])),
  nested(14),
  nested(500),
  { constructor: { prototype: { polluted: true } } },
  JSON.parse('{"then":"x","toString":"x","length":-1,"hasOwnProperty":1}'),
];

/** As JSON text, because an object literal would set its prototype. */
export const POLLUTING_JSON = [
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"a":{"__proto__":{"polluted":true}}}',
  '{"a":[{"\\u005f_proto__":{"polluted":true}}]}',
];

/** For a query or a path, decoded. */
export const ODD_TEXTS: readonly string[] = [
  ...ODD_VALUES.filter((value) => typeof value === 'string').map((text) => text.toWellFormed().slice(0, 800)),
  '99999999999999999999',
  '-9223372036854775809',
  'NaN',
  'Infinity',
  '0x10',
  'null',
  'undefined',
  '[object Object]',
  '%00',
  '%',
  'pay_0123456789abcdefghjkmnpqrs',
];

/** Places in a value, the innermost included: `items[0].sku` as `['items', 0, 'sku']`. */
export type Place = readonly (string | number)[];

export function placesIn(value: unknown, at: Place = []): Place[] {
  if (Array.isArray(value)) return [at, ...value.flatMap((entry, index) => placesIn(entry, [...at, index]))];
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([name, member]) => placesIn(member, [...at, name]))];
}

/** A copy with something else at the place; `undefined` leaves it out. */
export function replaced(value: unknown, [step, ...rest]: Place, by: unknown): unknown {
  if (step === undefined) return by;
  if (Array.isArray(value)) {
    const entries: unknown[] = [...value];
    entries[Number(step)] = replaced(entries[Number(step)], rest, by);
    return entries;
  }
  const members: Record<string, unknown> = { ...(value as Record<string, unknown>) };
  members[String(step)] = replaced(members[String(step)], rest, by);
  return members;
}

/** As errors name it. */
export function nameOfPlace(place: Place): string {
  return place.reduce<string>(
    (name, step) => (typeof step === 'number' ? `${name}[${step}]` : name === '' ? step : `${name}.${step}`),
    '',
  );
}
