import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { EventVerificationError } from './event-verification-error.js';
import { verifyEvent } from './verify-event.js';

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const OTHER = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
const NOW = new Date('2026-11-23T18:30:00-05:00');
const EVENT = {
  id: 'evt_1',
  type: 'order.paid',
  timestamp: '2026-11-23T18:29:59-05:00',
  livemode: false,
  sequence: 2,
  data: {},
};
const BODY = JSON.stringify(EVENT);

/** Signed by the library that the product signs with. */
function signed(body = BODY, { secret = SECRET, at = NOW, id = 'evt_1' } = {}): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
}

describe('an event', () => {
  it.each<[string, string | Uint8Array, Headers | Record<string, string | string[]>]>([
    ['text and plain headers', BODY, signed()],
    ['bytes', new TextEncoder().encode(BODY), signed()],
    ['a Buffer', Buffer.from(BODY), signed()],
    ['the headers of fetch', BODY, new Headers(signed())],
    [
      'headers as they were written',
      BODY,
      {
        'Webhook-Id': 'evt_1',
        'Webhook-Timestamp': signed()['webhook-timestamp'] ?? '',
        'WEBHOOK-SIGNATURE': signed()['webhook-signature'] ?? '',
      },
    ],
    [
      'headers in lists of one',
      BODY,
      Object.fromEntries(Object.entries(signed()).map(([name, value]) => [name, [value]])),
    ],
  ])('is read from %s', (_what, body, headers) => {
    expect(verifyEvent(body, headers, SECRET, { now: NOW })).toEqual(EVENT);
  });

  it('is accepted under any of the secrets and any of the signatures, so that rotations lose nothing', () => {
    expect(verifyEvent(BODY, signed(), [OTHER, SECRET], { now: NOW }).id).toBe('evt_1');
    const both = `${signed(BODY, { secret: OTHER })['webhook-signature'] ?? ''} ${signed()['webhook-signature'] ?? ''}`;
    expect(verifyEvent(BODY, { ...signed(), 'webhook-signature': both }, SECRET, { now: NOW }).id).toBe('evt_1');
    const newer = `v1a,${'A'.repeat(88)} ${signed()['webhook-signature'] ?? ''}`;
    expect(verifyEvent(BODY, { ...signed(), 'webhook-signature': newer }, SECRET, { now: NOW }).id).toBe('evt_1');
  });

  it('has its five minutes in both directions, and the tolerance that is asked for', () => {
    const after = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);
    for (const seconds of [-300, 0, 300])
      expect(verifyEvent(BODY, signed(), SECRET, { now: after(seconds) }).id).toBe('evt_1');
    for (const seconds of [-301, 301]) {
      expect(() => verifyEvent(BODY, signed(), SECRET, { now: after(seconds) })).toThrow('more than the 300 s allowed');
    }
    expect(verifyEvent(BODY, signed(), SECRET, { now: after(900), toleranceSeconds: 900 }).id).toBe('evt_1');
    expect(() => verifyEvent(BODY, signed(), SECRET, { now: after(2), toleranceSeconds: 1 })).toThrow(
      EventVerificationError,
    );
    expect(() => verifyEvent(BODY, signed(), SECRET, { toleranceSeconds: 0 })).toThrow(RangeError);
    expect(() => verifyEvent(BODY, signed(), SECRET, { now: new Date(Number.NaN) })).toThrow(EventVerificationError);
  });

  it('is judged by the clock of the machine when no other is given', () => {
    expect(verifyEvent(BODY, signed(BODY, { at: new Date() }), SECRET).id).toBe('evt_1');
    expect(() => verifyEvent(BODY, signed(), SECRET)).toThrow('check NTP');
  });

  it('agrees with the standardwebhooks library on any body and id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\w.-]{1,40}$/), (text, id) => {
        const body = JSON.stringify({ ...EVENT, id, text: text.toWellFormed() });
        const at = new Date();
        const headers = signed(body, { id, at });
        expect(verifyEvent(body, headers, SECRET)).toEqual(new Webhook(SECRET).verify(body, headers));
      }),
      { numRuns: 40 },
    );
  });

  it('is known by the vector of the Standard Webhooks specification', () => {
    const body = '{"test": 2432232314}';
    const headers = {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    };
    // Its signature is right; it is only no event of ours.
    const verify = (changed: Partial<typeof headers>): unknown =>
      verifyEvent(body, { ...headers, ...changed }, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', {
        now: new Date(1_614_265_330_000),
      });
    expect(() => verify({})).toThrow('is signed and is no event');
    expect(() => verify({ 'webhook-id': 'msg_other' })).toThrow('No signature matches');
  });
});

describe('what is no event is refused with what to check', () => {
  const refusal = (
    body: string | Uint8Array,
    headers: Record<string, string | undefined>,
    secret: string | string[] = SECRET,
  ): string => {
    try {
      verifyEvent(body, headers, secret, { now: NOW });
    } catch (error) {
      if (error instanceof EventVerificationError) return error.message;
      throw error;
    }
    return 'accepted';
  };

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('without %s', (name) => {
    expect(refusal(BODY, { ...signed(), [name]: undefined })).toContain(`The header ${name} is missing`);
    expect(refusal(BODY, { ...signed(), [name]: '' })).toContain(`The header ${name} is missing`);
  });

  it('when body, id or time were changed, by any byte', () => {
    fc.assert(
      fc.property(fc.nat(BODY.length - 1), fc.integer({ min: 1, max: 127 }), (at, change) => {
        const bytes = Buffer.from(BODY);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        expect(refusal(bytes, signed())).toContain('No signature matches');
      }),
    );
    expect(refusal(BODY, { ...signed(), 'webhook-id': 'evt_2' })).toContain('No signature matches');
    const later = String(Number(signed()['webhook-timestamp']) + 1);
    expect(refusal(BODY, { ...signed(), 'webhook-timestamp': later })).toContain('No signature matches');
  });

  it('under another secret', () => {
    expect(refusal(BODY, signed(), OTHER)).toContain('Check that the secret is the one of this endpoint');
  });

  it('when a signature is cut, longer, of another version or nothing', () => {
    const [, base64 = ''] = (signed()['webhook-signature'] ?? '').split(',');
    for (const signature of [
      'v1,',
      base64,
      `v2,${base64}`,
      `v1,${base64.slice(0, -4)}`,
      `v1,${base64}AAAA`,
      `v1, ${base64}`,
      'garbage',
      `V1,${base64}`,
    ]) {
      expect(refusal(BODY, { ...signed(), 'webhook-signature': signature })).toContain('No signature matches');
    }
  });

  it.each(['', 'soon', '1.5', '-1', '1e9', 'NaN', '2026-11-23T18:30:00-05:00'])(
    'when the timestamp is %j',
    (timestamp) => {
      expect(refusal(BODY, { ...signed(), 'webhook-timestamp': timestamp })).toContain('webhook-timestamp');
    },
  );

  it('when a header came twice', () => {
    const twice = { ...signed(), 'webhook-id': ['evt_1', 'evt_2'] };
    expect(() => verifyEvent(BODY, twice, SECRET, { now: NOW })).toThrow('came more than once');
  });

  it.each([[''], ['whsec_'], ['whsec_not base64!'], [`${SECRET}x`]])('when the secret is %j', (secret) => {
    expect(refusal(BODY, signed(), secret)).toContain('The secret is not one of Chasqui');
  });

  it('when there is no secret at all', () => {
    expect(refusal(BODY, signed(), [])).toContain('No secret was given');
  });

  it('when the signed id is not the one of the event', () => {
    expect(refusal(BODY, signed(BODY, { id: 'evt_9' }))).toContain('webhook-id and the id of the event differ');
  });

  it.each(['', 'nothing', '[]', '"evt_1"', '{"id":"evt_1"}'])('when the signed body is %j', (body) => {
    expect(refusal(body, signed(body))).toContain('is signed and is no event');
  });
});

it('signs what it verifies as HMAC-SHA256 of id, time and body, nothing else', () => {
  const headers = signed();
  const mac = createHmac('sha256', Buffer.alloc(32, 1)).update(`evt_1.${headers['webhook-timestamp'] ?? ''}.${BODY}`);
  expect(headers['webhook-signature']).toBe(`v1,${mac.digest('base64')}`);
});
