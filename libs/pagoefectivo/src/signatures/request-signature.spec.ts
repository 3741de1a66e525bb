import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signRequest, verifyRequestSignature } from './request-signature.js';

const now = new Date('2026-11-22T18:30:00.750-05:00');
const request = { secretKey: 'a secret/+=', method: 'POST', path: '/v1/cips', body: '{"amount":129.90}' };
const signed = signRequest({ ...request, timestamp: now });

describe('the signature of a request (R5)', () => {
  it('is HMAC-SHA256 over timestamp.METHOD.path.body, in Unix seconds', () => {
    const expected = createHmac('sha256', 'a secret/+=').update('1795390200.POST./v1/cips.{"amount":129.90}');
    expect(signed).toEqual({ 'PE-Timestamp': '1795390200', 'PE-Signature': expected.digest('hex') });
  });

  it('verifies for any request, with a text body or its bytes', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), fc.string(), (secretKey, path, body) => {
        const any = { secretKey, method: 'patch', path, body };
        const headers = signRequest({ ...any, timestamp: now });
        expect(verifyRequestSignature({ ...any, headers, now })).toBe('valid');
        expect(verifyRequestSignature({ ...any, body: Buffer.from(body), method: 'PATCH', headers, now })).toBe(
          'valid',
        );
      }),
    );
  });

  it.each([
    ['another method', { method: 'DELETE' }],
    ['another path', { path: '/v1/cips/search' }],
    ['another body', { body: '{"amount":129.9}' }],
    ['another key', { secretKey: 'another' }],
    ['another timestamp', { headers: { ...signed, 'PE-Timestamp': '1795390201' } }],
    ['a timestamp that is no number', { headers: { ...signed, 'PE-Timestamp': 'now' } }],
    ['a signature that is no digest', { headers: { ...signed, 'PE-Signature': 'zz' } }],
    ['two signatures', { headers: { ...signed, 'PE-Signature': [signed['PE-Signature'], signed['PE-Signature']] } }],
  ])('is bad with %s', (_, change) => {
    expect(verifyRequestSignature({ ...request, headers: signed, now, ...change })).toBe('bad');
  });

  it('is bad with a key that was left empty, even when that key made it', () => {
    const headers = signRequest({ ...request, secretKey: '', timestamp: now });
    expect(verifyRequestSignature({ ...request, secretKey: '', headers, now })).toBe('bad');
  });

  it('is missing when either header is', () => {
    expect(verifyRequestSignature({ ...request, headers: {}, now })).toBe('missing');
    expect(verifyRequestSignature({ ...request, headers: { ...signed, 'PE-Timestamp': '' }, now })).toBe('missing');
    expect(verifyRequestSignature({ ...request, headers: { 'pe-timestamp': signed['PE-Timestamp'] }, now })).toBe(
      'missing',
    );
  });

  it('is stale from 301 seconds on, on either side', () => {
    const at = (seconds: number) => new Date((1_795_390_200 + seconds) * 1000);
    const verdictAt = (seconds: number) => verifyRequestSignature({ ...request, headers: signed, now: at(seconds) });
    expect([-301, -300, 300, 301].map(verdictAt)).toEqual(['stale', 'valid', 'valid', 'stale']);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1])('keeps the default tolerance when told %d', (toleranceMs) => {
    const late = new Date(now.getTime() + 301_000);
    expect(verifyRequestSignature({ ...request, headers: signed, now: late, toleranceMs })).toBe('stale');
  });
});
