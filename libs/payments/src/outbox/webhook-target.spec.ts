import { describe, expect, it } from 'vitest';
import { TargetPolicy } from './webhook-target.js';

async function verdict(url: string, allowed: string[] = [], addresses?: string[]): Promise<string> {
  const policy = new TargetPolicy(allowed, async () => addresses ?? []);
  return (await policy.vet(new URL(url))).kind;
}

describe('TargetPolicy', () => {
  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback, the far end'],
    ['0.0.0.0', 'this host'],
    ['0.1.2.3', 'this network'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['169.254.169.254', 'link-local: metadata of AWS, GCP and Azure'],
    ['169.254.170.2', 'link-local: credentials of ECS'],
    ['100.100.100.200', 'shared: metadata of Alibaba'],
    ['192.0.0.192', 'reserved: metadata of Oracle'],
    ['168.63.129.16', 'public by range: wire server of Azure'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.250', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['240.0.0.1', 'reserved'],
    ['198.18.0.1', 'benchmarking'],
    ['203.0.113.7', 'documentation'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::127.0.0.1', 'IPv4-compatible'],
    ['::ffff:127.0.0.1', 'IPv4-mapped loopback'],
    ['::ffff:169.254.169.254', 'IPv4-mapped metadata'],
    ['::ffff:a00:1', 'IPv4-mapped private, in hex'],
    ['::ffff:0:10.0.0.1', 'IPv4-translated'],
    ['64:ff9b::a00:1', 'NAT64 to private'],
    ['2002:a00:1::', '6to4 to private'],
    ['2001:0:1::1', 'Teredo'],
    ['fc00::1', 'unique local'],
    ['fd00:ec2::254', 'unique local: metadata of AWS'],
    ['fe80::1', 'link-local'],
    ['fec0::1', 'site-local'],
    ['ff02::1', 'multicast'],
    ['2001:db8::1', 'documentation'],
  ])('refuses %s (%s), by its name and as an address', async (address) => {
    const literal = address.includes(':') ? `[${address}]` : address;
    expect(await verdict(`https://${literal}/hooks`)).toBe('refused');
    expect(await verdict('https://erp.example/hooks', [], [address])).toBe('refused');
  });

  it.each(['8.8.8.8', '200.48.225.130', '2606:4700::1111', '::ffff:8.8.8.8'])(
    'allows %s over https',
    async (address) => {
      expect(await verdict('https://erp.example/hooks', [], [address])).toBe('allowed');
    },
  );

  it.each(['http://2130706433/', 'http://0x7f.1/', 'http://0177.0.0.1/', 'https://127.1/', 'https://[::ffff:7f00:1]/'])(
    'sees through the spelling of %s',
    async (url) => {
      expect(await verdict(url)).toBe('refused');
    },
  );

  it('refuses a name when only one of its addresses is bad', async () => {
    expect(await verdict('https://erp.example/', [], ['8.8.8.8', '10.0.0.1'])).toBe('refused');
  });

  it('allows http and private addresses only inside the networks that were named', async () => {
    const allowed = ['10.1.0.0/16', 'fd12::/16'];
    expect(await verdict('http://erp.internal/', allowed, ['10.1.2.3'])).toBe('allowed');
    expect(await verdict('https://erp.internal/', allowed, ['10.1.2.3', 'fd12::1'])).toBe('allowed');
    expect(await verdict('http://erp.internal/', allowed, ['::ffff:10.1.2.3'])).toBe('allowed');
    expect(await verdict('http://erp.internal/', allowed, ['10.2.0.1'])).toBe('refused');
    expect(await verdict('http://erp.example/', allowed, ['8.8.8.8'])).toBe('refused');
  });

  it.each(['ftp://8.8.8.8/', 'file:///etc/passwd', 'gopher://8.8.8.8/'])('refuses %s', async (url) => {
    expect(await verdict(url, ['8.8.8.8/32'])).toBe('refused');
  });

  it('tells a name without an address from one that is refused', async () => {
    expect(await verdict('https://erp.example/', [], [])).toBe('unresolved');
    const failing = new TargetPolicy([], () => Promise.reject(new Error('ENOTFOUND')));
    expect((await failing.vet(new URL('https://erp.example/'))).kind).toBe('unresolved');
  });

  it('asks the operating system for addresses when nothing else is given', async () => {
    expect((await new TargetPolicy(['127.0.0.0/8', '::1/128']).vet(new URL('http://localhost:1/'))).kind).toBe(
      'allowed',
    );
    expect((await new TargetPolicy([]).vet(new URL('https://localhost/'))).kind).toBe('refused');
  });

  it('does not start with a network that is none', () => {
    expect(() => new TargetPolicy(['10.0.0.0'])).toThrow('CIDR');
  });
});
