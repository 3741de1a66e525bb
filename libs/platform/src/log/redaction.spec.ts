import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRedactedName, redact, REDACTED, REDACTED_NAMES, redactText } from './redaction.js';

const NAMES = [...REDACTED_NAMES.secrets, ...REDACTED_NAMES.personalData];

/** The ways in which one name is written: camelCase, snake_case, Kebab-Case, CAPITALS. */
const spelling = fc
  .tuple(fc.constantFrom(...NAMES), fc.constantFrom('same', 'snake', 'kebab', 'upper'))
  .map(([name, style]) => {
    const words = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    if (style === 'snake') return words;
    if (style === 'kebab') return words.replaceAll('_', '-');
    if (style === 'upper') return words.toUpperCase();
    return name;
  });

/** A value that nobody could produce by chance, so that finding it in the result proves a leak. */
const SECRET = 'S3CRET-value-9f2c';

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.date({ noInvalidDate: true }));
const innocentName = fc.string({ maxLength: 8 }).filter((name) => !isRedactedName(name) && name !== '__proto__');

/** Trees of any shape that carry the secret under a redacted name somewhere. */
const treeWithSecret: fc.Arbitrary<unknown> = fc.letrec<{ carrier: unknown; tree: unknown; hidden: unknown }>(
  (tie) => ({
    hidden: fc.oneof(
      fc.constant(SECRET),
      fc.constant([SECRET, { deep: SECRET }]),
      fc.constant({ raw: SECRET }),
      fc.constant(new Map([['x', SECRET]])),
    ),
    carrier: fc.tuple(spelling, tie('hidden')).map(([name, value]) => ({ [name]: value })),
    tree: fc.oneof(
      { depthSize: 'large', withCrossShrink: true },
      tie('carrier'),
      fc.tuple(innocentName, tie('tree'), leaf).map(([name, inner, other]) => ({ other, [name]: inner })),
      fc.tuple(leaf, tie('tree')).map(([other, inner]) => [other, { inner }]),
      tie('tree').map((inner) => new Map([['inner', inner]])),
      tie('tree').map((inner) => new Set([inner])),
      tie('tree').map((inner) => JSON.stringify(inner)),
      tie('tree').map((inner) => new Error('failed', { cause: inner })),
      tie('tree').map((inner) => ({ toJSON: () => inner })),
    ),
  }),
).tree;

describe('redact', () => {
  it('lets no value under a redacted name through, at any depth and in any container', () => {
    fc.assert(
      fc.property(treeWithSecret, (tree) => {
        expect(JSON.stringify(redact(tree))).not.toContain(SECRET);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves everything else as it was', () => {
    const tree = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.integer(),
        fc.boolean(),
        fc.constantFrom('pay_1', 'A-1001', '129.90', 'Polo M', 'order.paid'),
        fc.dictionary(innocentName, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
        fc.array(tie('tree'), { maxLength: 4 }),
      ),
    })).tree;
    fc.assert(
      fc.property(tree, (value) => {
        expect(redact(value)).toEqual(value);
      }),
    );
  });

  it('keeps the names and hides the values of a session request', () => {
    const request = {
      orderId: 'A-1001',
      amount: '129.90',
      customer: {
        email: 'rosa@example.pe',
        firstName: 'Rosa',
        documentType: 'DNI',
        documentNumber: '40226700',
        phone: null,
      },
    };
    expect(redact(request)).toEqual({
      orderId: 'A-1001',
      amount: '129.90',
      customer: { email: REDACTED, firstName: REDACTED, documentType: 'DNI', documentNumber: REDACTED, phone: null },
    });
  });

  it.each([
    ['pairs', [{ name: 'Authorization', value: 'Bearer abc123456' }], [{ name: 'Authorization', value: REDACTED }]],
    ['a raw list', ['Host', 'x', 'Authorization', 'zzz'], ['Host', 'x', 'Authorization', REDACTED]],
    ['fetch headers', new Headers({ cookie: 'a=b', host: 'x' }), { cookie: REDACTED, host: 'x' }],
    ['form fields', new URLSearchParams('accessKey=k&cip=1'), { accessKey: REDACTED, cip: '1' }],
  ])('hides headers and fields written as %s', (_how, value, expected) => {
    expect(redact(value)).toEqual(expected);
  });

  it('keeps the spelling of JSON text in which there is nothing to hide', () => {
    const text = '{"amount": 129.90, "cip": 213803274}';
    expect(redact({ body: text })).toEqual({ body: text });
    expect(redact({ body: '{"amount": 1.0, "userEmail": "rosa@example.pe"}' })).toEqual({
      body: `{"amount":1,"userEmail":"${REDACTED}"}`,
    });
  });

  it('shows of an error only what cannot carry a row or a query', () => {
    const error = Object.assign(new Error('duplicate key', { cause: new Error('of postgres://app:hunter2@db/x') }), {
      code: '23505',
      constraint: 'uq_payment_order',
      detail: 'Key (email)=(rosa@example.pe) already exists.',
      parameters: ['rosa@example.pe'],
      query: 'insert …',
    });
    const shown = redact(error);
    expect(shown).toMatchObject({
      type: 'Error',
      message: 'duplicate key',
      code: '23505',
      constraint: 'uq_payment_order',
    });
    expect(JSON.stringify(shown)).not.toMatch(/rosa|hunter2|insert/);
  });

  it('survives circles, hostile getters, bytes, big numbers and bottomless nesting', () => {
    const circle: Record<string, unknown> = { id: 1 };
    circle['self'] = circle;
    expect(redact(circle)).toEqual({ id: 1, self: '[circular]' });
    const hostile = {
      get trap(): never {
        throw new Error('no');
      },
    };
    expect(redact({ hostile })).toEqual({ hostile: '[unreadable]' });
    expect(redact({ bytes: Buffer.from('abc'), amountMinor: 12_990n })).toEqual({
      bytes: '[3 bytes]',
      amountMinor: '12990',
    });
    let nested: unknown = { password: SECRET };
    for (let depth = 0; depth < 20_000; depth += 1) nested = { nested };
    expect(JSON.stringify(redact(nested))).not.toContain(SECRET);
  });

  it('does not change what it is given', () => {
    const input = { password: 'x', list: [{ token: 'y' }] };
    redact(input);
    expect(input).toEqual({ password: 'x', list: [{ token: 'y' }] });
  });
});

describe('redactText', () => {
  it.each([
    ['Authorization was Bearer eyJhbGciOiJIUzI1NiIs', 'Authorization was Bearer [redacted]'],
    ['connect postgres://app:p@ss@db:5432/x', 'connect postgres://[redacted]@db:5432/x'],
    ['redis://:pw@a:1,redis://:pw@b:2', 'redis://[redacted]@a:1,redis://[redacted]@b:2'],
    ['GET /pay?token=abc&lang=es&api_key=k', 'GET /pay?token=[redacted]&lang=es&api_key=[redacted]'],
    ['mail to rosa.quispe+1@example.com.pe failed', 'mail to [redacted] failed'],
    [
      'answered {"cip": 7, "userEmail": "rosa", "token": "abc\\"def',
      'answered {"cip": 7, "userEmail":"[redacted]", "token":"[redacted]"',
    ],
    ['paid 129.90 PEN for A-1001 @ 10:00', 'paid 129.90 PEN for A-1001 @ 10:00'],
  ])('%s', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });
});
