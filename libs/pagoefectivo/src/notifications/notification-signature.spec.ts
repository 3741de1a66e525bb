import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NotificationToVerify, signNotification, verifyNotification } from './notification-signature.js';
import { canonicalNotificationText, compactJsonBytes } from './signed-forms.js';

const SECRET = 'exampleSecretKey/0000+1111222233334444AB';
const now = new Date('2025-01-15T10:31:00-05:00');
const secrets = [{ id: 'current', value: SECRET }];

const paid =
  '{"eventType":"cip.paid","operationNumber":"1253","data":{"cip":"11546901","currency":"PEN","amount":100.00}}';
const withExtras =
  '{"eventType":"cip.paid","operationNumber":"1253","data":{"cip":"11546901","currency":"PEN","amount":22.05,' +
  '"paymentDate":"2025-01-15T10:30:00-05:00","transactionCode":"ORDER-1"}}';
const indented = JSON.stringify({ eventType: 'cip.paid', note: 'two  words\n', data: {} }, null, 2);
const compact = JSON.stringify(JSON.parse(indented));

function verify(
  rawBody: string | Uint8Array,
  headers: NotificationToVerify['headers'],
  settings: Partial<NotificationToVerify> = {},
) {
  return verifyNotification({ rawBody: Buffer.from(rawBody), headers, secrets, now, ...settings });
}

describe('the signature of a notification (R6)', () => {
  it.each([
    [paid, '494a80b521a448ddf3d200214e50ab6b66633a143b14811537f22953a4cdab82'],
    [paid.replace('100.00', '100'), 'fe0f002497f3855ccebad5a0018c0debbd909115ff24d183b58ac96364401b87'],
    [withExtras, 'caa0b0bad9a2e5b41baa04f4e96de4df49804f44f7b96734d121d3111c86a422'],
  ])('has the published value for the published body (wire notes 11): %s', (body, signature) => {
    expect(signNotification(body, SECRET)).toEqual({ 'PE-Signature': signature });
    expect(verify(body, { 'pe-signature': signature })).toEqual({
      kind: 'valid',
      secretId: 'current',
      form: 'raw',
      extrasAuthenticated: true,
    });
    expect(verify(body, { 'PE-SIGNATURE': ` ${signature.toUpperCase()} ` })).toMatchObject({ kind: 'valid' });
  });

  it('verifies for any bytes, any secret and any time, timestamped or not', () => {
    const instant = fc.date({ min: new Date(0), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.uint8Array(), fc.string({ minLength: 1 }), instant, (rawBody, value, at) => {
        const input = { rawBody, secrets: [{ id: 'any', value }], now: at };
        const untimed = verifyNotification({ ...input, headers: signNotification(rawBody, value) });
        const timed = verifyNotification({ ...input, headers: signNotification(rawBody, value, at) });
        expect(untimed).toEqual({ kind: 'valid', secretId: 'any', form: 'raw', extrasAuthenticated: true });
        expect(timed).toEqual({ kind: 'valid', secretId: 'any', form: 'timestamped', extrasAuthenticated: true });
      }),
    );
  });

  it('fails when any single bit of the body, the signature or the secret is another', () => {
    const flip = (bytes: Uint8Array, bit: number) => {
      const flipped = Uint8Array.from(bytes);
      const index = (bit >> 3) % flipped.length;
      flipped[index] = (flipped[index] ?? 0) ^ (1 << (bit & 7));
      return flipped;
    };
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), fc.boolean(), (rawBody, bit, timed) => {
        const headers = signNotification(rawBody, SECRET, timed ? now : undefined);
        expect(verify(flip(rawBody, bit), headers)).toEqual({ kind: 'bad_signature' });
        const signature = Buffer.from(flip(Buffer.from(headers['PE-Signature'], 'hex'), bit)).toString('hex');
        expect(verify(rawBody, { ...headers, 'PE-Signature': signature })).toEqual({ kind: 'bad_signature' });
        const otherSecret = Buffer.from(flip(Buffer.from(SECRET), bit & ~7)).toString('latin1');
        expect(verify(rawBody, headers, { secrets: [{ id: 'other', value: otherSecret }] })).toEqual({
          kind: 'bad_signature',
        });
      }),
    );
  });

  it('names the secret that signed, while two are valid (R16)', () => {
    const both = [
      { id: 'new', value: 'new secret' },
      { id: 'old', value: 'old secret' },
    ];
    expect(verify(paid, signNotification(paid, 'new secret'), { secrets: both })).toMatchObject({ secretId: 'new' });
    expect(verify(paid, signNotification(paid, 'old secret'), { secrets: both })).toMatchObject({ secretId: 'old' });
    expect(verify(paid, signNotification(paid, 'older secret'), { secrets: both })).toEqual({ kind: 'bad_signature' });
    expect(verify(paid, signNotification(paid, 'new secret'), { secrets: [] })).toEqual({ kind: 'bad_signature' });
  });

  it('is never made by a secret that was left empty', () => {
    const empty = [{ id: 'empty', value: '' }];
    expect(verify(paid, signNotification(paid, ''), { secrets: empty })).toEqual({ kind: 'bad_signature' });
    expect(verify(paid, signNotification(paid, '', now), { secrets: empty })).toEqual({ kind: 'bad_signature' });
  });

  it('is told apart from none and from something that is no signature', () => {
    const good = signNotification(paid, SECRET)['PE-Signature'];
    for (const none of [{}, { 'PE-Signature': undefined }, { 'PE-Signature': '' }, { 'PE-Signature': [] }]) {
      expect(verify(paid, none)).toEqual({ kind: 'unsigned' });
    }
    for (const odd of ['abc', `${good}00`, `sha256=${good}`, 'g'.repeat(64), [good, good], `${good}, ${good}`]) {
      expect(verify(paid, { 'PE-Signature': odd })).toEqual({ kind: 'malformed_signature' });
    }
    expect(verify(paid, { 'PE-Signature': good, 'pe-signature': good })).toEqual({ kind: 'malformed_signature' });
  });
});

describe('the timestamp of a notification', () => {
  const headers = signNotification(paid, SECRET, now);
  const verifyAt = (seconds: number, settings: Partial<NotificationToVerify> = {}) =>
    verify(paid, headers, { now: new Date(now.getTime() + seconds * 1000), ...settings });

  it('may be 300 seconds off, on either side', () => {
    expect([-301, -300, 300, 301].map((seconds) => verifyAt(seconds).kind)).toEqual([
      'stale',
      'valid',
      'valid',
      'stale',
    ]);
    expect(verifyAt(301)).toEqual({ kind: 'stale', secretId: 'current', skewMs: 301_000 });
    expect(verifyAt(-400)).toEqual({ kind: 'stale', secretId: 'current', skewMs: -400_000 });
  });

  it('may be given another tolerance, but none that switches the check off', () => {
    expect(verifyAt(11, { toleranceMs: 10_000 }).kind).toBe('stale');
    expect(verifyAt(10, { toleranceMs: 10_000 }).kind).toBe('valid');
    expect(verifyAt(301, {}).kind).toBe('stale');
    for (const toleranceMs of [Number.NaN, Number.POSITIVE_INFINITY, -1]) {
      expect(verifyAt(301, { toleranceMs }).kind).toBe('stale');
      expect(verifyAt(300, { toleranceMs }).kind).toBe('valid');
    }
    expect(verifyAt(Number.NaN).kind).toBe('stale');
  });

  it('is part of what is signed: neither changed nor added nor taken away', () => {
    const later = String(Number(headers['PE-Timestamp']) + 1);
    expect(verify(paid, { ...headers, 'PE-Timestamp': later })).toEqual({ kind: 'bad_signature' });
    expect(verify(paid, { 'PE-Signature': headers['PE-Signature'] })).toEqual({ kind: 'bad_signature' });
    const untimed = signNotification(paid, SECRET);
    expect(verify(paid, { ...untimed, 'PE-Timestamp': later })).toEqual({ kind: 'bad_signature' });
  });

  it('must be Unix seconds', () => {
    for (const timestamp of ['', 'now', '1.5', '-5', '0x10', '1736955060000', [later(), later()]]) {
      expect(verify(paid, { ...headers, 'PE-Timestamp': timestamp })).toEqual({ kind: 'malformed_signature' });
    }
    function later(): string {
      return headers['PE-Timestamp'] ?? '';
    }
  });

  it('can be demanded: a genuine notification without one is not provably fresh', () => {
    const untimed = signNotification(paid, SECRET);
    expect(verify(paid, untimed, { requireTimestamp: true })).toEqual({
      kind: 'stale',
      secretId: 'current',
      skewMs: Number.POSITIVE_INFINITY,
    });
    expect(verify(paid, signNotification(paid, 'forged'), { requireTimestamp: true })).toEqual({
      kind: 'bad_signature',
    });
    expect(verify(paid, headers, { requireTimestamp: true })).toMatchObject({ kind: 'valid', form: 'timestamped' });
  });

  it('allows no fallback: with a timestamp only the raw bytes count', () => {
    const signed = signNotification(compact, SECRET, now);
    expect(verify(indented, signed)).toEqual({ kind: 'bad_signature' });
    const canonical = signNotification(canonicalNotificationText(Buffer.from(withExtras)) ?? '', SECRET, now);
    expect(verify(withExtras, canonical, { acceptCanonical: true })).toEqual({ kind: 'bad_signature' });
  });
});

describe('the compact form', () => {
  it('accepts an indented body whose compact text was signed', () => {
    expect(verify(indented, signNotification(compact, SECRET))).toEqual({
      kind: 'valid',
      secretId: 'current',
      form: 'compact',
      extrasAuthenticated: true,
    });
  });

  it('keeps the whitespace inside strings', () => {
    const stripped = compact.replaceAll(' ', '');
    expect(verify(indented, signNotification(stripped, SECRET))).toEqual({ kind: 'bad_signature' });
    expect(verify(compact.replace('two  words', 'two words'), signNotification(compact, SECRET))).toEqual({
      kind: 'bad_signature',
    });
  });

  it('is JSON.stringify of what JSON.stringify indented', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(1, 2, '\t'), (text, indent) => {
        const value: unknown = JSON.parse(text);
        const compacted = compactJsonBytes(Buffer.from(JSON.stringify(value, null, indent)));
        expect(Buffer.from(compacted).toString()).toBe(JSON.stringify(value));
      }),
    );
  });
});

describe('the canonical form', () => {
  const canonical =
    '{"eventType":"cip.paid","operationNumber":"1253","data":{"cip":"11546901","currency":"PEN","amount":22.05}}';

  it('counts only where the account switched it on, and leaves the extra fields unauthenticated', () => {
    const headers = signNotification(canonical, SECRET);
    expect(verify(withExtras, headers)).toEqual({ kind: 'bad_signature' });
    expect(verify(withExtras, headers, { acceptCanonical: true })).toEqual({
      kind: 'valid',
      secretId: 'current',
      form: 'canonical',
      extrasAuthenticated: false,
    });
  });

  it('writes the amount with two decimals, however the body spelled it', () => {
    for (const amount of ['100', '100.0', '"100.00"', '1E+2']) {
      const body = paid.replace('100.00', amount);
      expect(canonicalNotificationText(Buffer.from(body))).toBe(paid);
    }
  });

  it('covers the five fields: another value in any of them fails', () => {
    const headers = signNotification(canonical, SECRET);
    for (const [from, to] of [
      ['cip.paid', 'cip.refunded'],
      ['"1253"', '"1254"'],
      ['11546901', '11546902'],
      ['PEN', 'USD'],
      ['22.05', '22.06'],
    ] as const) {
      const verdict = verify(withExtras.replace(from, to), headers, { acceptCanonical: true });
      expect(verdict).toEqual({ kind: 'bad_signature' });
    }
  });
});

it('takes any bytes and any headers without throwing', () => {
  const header = fc.oneof(
    fc.string(),
    fc.array(fc.string()),
    fc.constant(undefined),
    fc.stringMatching(/^[0-9a-f]{64}$/),
  );
  fc.assert(
    fc.property(fc.uint8Array(), header, header, fc.string(), (rawBody, signature, timestamp, value) => {
      const headers = { 'pe-signature': signature, 'pe-timestamp': timestamp };
      const { kind } = verifyNotification({
        rawBody,
        headers,
        secrets: [{ id: 'any', value }],
        now,
        acceptCanonical: true,
      });
      expect(['unsigned', 'malformed_signature', 'bad_signature']).toContain(kind);
    }),
  );
});
