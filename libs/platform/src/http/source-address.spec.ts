import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NetworkList, sourceAddress } from './source-address.js';

const trustedProxies = new NetworkList(['10.0.0.0/8', '127.0.0.1/32', 'fd00::/8']);

describe('sourceAddress', () => {
  it.each([
    { peer: '200.1.2.3', forwardedFor: '127.0.0.1', is: '200.1.2.3', why: 'an untrusted peer forwards nothing' },
    {
      peer: '10.0.0.1',
      forwardedFor: '6.6.6.6, 200.1.2.3',
      is: '200.1.2.3',
      why: 'only the rightmost hop is believed',
    },
    { peer: '10.0.0.1', forwardedFor: '6.6.6.6, 200.1.2.3, 10.9.9.9', is: '200.1.2.3', why: 'trusted hops are walked' },
    { peer: '::ffff:10.0.0.1', forwardedFor: '::ffff:200.1.2.3', is: '200.1.2.3', why: 'mapped addresses are IPv4' },
    { peer: '10.0.0.1', forwardedFor: undefined, is: '10.0.0.1', why: 'a proxy may call for itself' },
    { peer: '10.0.0.1', forwardedFor: 'unknown', is: null, why: 'text is no address' },
    { peer: '10.0.0.1', forwardedFor: '200.1.2.3:5555', is: '200.1.2.3', why: 'ports are dropped' },
    { peer: '10.0.0.1', forwardedFor: ['6.6.6.6', '200.1.2.3'], is: '200.1.2.3', why: 'header lines are one list' },
    { peer: 'fd00::1', forwardedFor: '[2001:db8::1]:443', is: '2001:db8::1', why: 'IPv6 with a port' },
  ])('$why', ({ peer, forwardedFor, is }) => {
    expect(sourceAddress({ peer, forwardedFor, trustedProxies })).toBe(is);
  });

  it('never believes what an untrusted peer forwards, and never throws', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.string(), (peer, forwardedFor) => {
        const source = sourceAddress({ peer, forwardedFor, trustedProxies });
        if (!trustedProxies.has(peer)) expect(source).toBe(peer);
      }),
    );
  });
});
