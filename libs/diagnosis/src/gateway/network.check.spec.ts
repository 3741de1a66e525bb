import { describe, expect, it } from 'vitest';
import { judgeReach } from '../notifications/notification-url.check.js';
import { judgeNetwork } from './network.check.js';
import type { Certificate, NetworkProbe } from './network-probe.js';

const NOW = new Date('2026-11-25T12:00:00Z');

function connected(certificate: Certificate | null, addresses = ['200.62.1.2']): NetworkProbe {
  return { kind: 'connected', addresses, from: '10.0.0.4', certificate };
}

describe('the certificate of a gateway', () => {
  const judge = (certificate: Certificate | null): string[] =>
    judgeNetwork('the gateway of default', 'https://gateway.test', connected(certificate), NOW).map(
      ({ check, verdict, what }) => `${check} ${verdict}: ${what}`,
    );
  const found = 'gateway-dns ok: The gateway of default is gateway.test at 200.62.1.2.';

  it('is fine when it is trusted and lasts', () => {
    expect(judge({ distrusted: null, validUntil: new Date('2027-06-01T00:00:00Z') })).toEqual([
      found,
      'gateway-tls ok: The certificate of the gateway of default is trusted; calls leave from 10.0.0.4.',
    ]);
  });

  it('is told of two weeks before it ends', () => {
    expect(judge({ distrusted: null, validUntil: new Date('2026-12-09T11:59:59Z') })).toEqual([
      found,
      'gateway-tls warn: The certificate of the gateway of default ends at 2026-12-09T11:59:59.000Z.',
    ]);
    expect(judge({ distrusted: null, validUntil: new Date('2026-12-09T12:00:00Z') })[1]).toContain('gateway-tls ok');
  });

  it('must be trusted', () => {
    expect(judge({ distrusted: 'CERT_HAS_EXPIRED', validUntil: new Date('2026-11-01T00:00:00Z') })).toEqual([
      found,
      'gateway-tls fail: The certificate of the gateway of default is not trusted: CERT_HAS_EXPIRED.',
    ]);
  });
});

describe('the address for notifications', () => {
  const url = new URL('https://pagos.example.pe/webhooks/pagoefectivo');

  it('must have a certificate that strangers trust', () => {
    const probe = connected({ distrusted: 'DEPTH_ZERO_SELF_SIGNED_CERT', validUntil: null });
    expect(judgeReach(url, probe, true)).toMatchObject({
      check: 'notification-url',
      verdict: 'fail',
      what: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT'),
    });
  });

  it.each([['10.0.0.8'], ['192.168.1.4'], ['169.254.0.9'], ['127.0.0.1'], ['fd00::1']])(
    'must not only be %s, once notifications come from outside',
    (address) => {
      const probe = connected({ distrusted: null, validUntil: null }, [address]);
      expect(judgeReach(url, probe, true)?.what).toContain(`is at ${address}, which nobody reaches from outside`);
      expect(judgeReach(url, probe, false)).toBeNull();
    },
  );

  it('must be https, once notifications come from outside', () => {
    const plain = new URL('http://pagos.example.pe/webhooks/pagoefectivo');
    expect(judgeReach(plain, connected(null), true)?.what).toContain('is not https');
    expect(judgeReach(plain, connected(null), false)).toBeNull();
  });

  it('is as good as can be told otherwise', () => {
    expect(judgeReach(url, connected({ distrusted: null, validUntil: null }), true)).toBeNull();
  });
});
