import { lookup } from 'node:dns/promises';
import { setTimeout as pause } from 'node:timers/promises';
import ipaddr from 'ipaddr.js';

export interface TargetAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

export type TargetVerdict =
  /** Connect to one of these addresses and to no other: a name may answer differently when asked again. */
  | { readonly kind: 'allowed'; readonly addresses: readonly TargetAddress[] }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unresolved'; readonly reason: string };

export type ResolveHost = (hostname: string) => Promise<readonly string[]>;

const DNS_LIMIT_MS = 5_000;
const FIRST_FREE_PORT = 1024;

/** All that IPv6 has given out for public use; what lies outside, such as IPv4 in `::/96`, only pretends. */
const PUBLIC_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Reachable like any public address from inside its cloud, and answers with what a server must not read. */
const METADATA_SERVICES = new Set(['168.63.129.16']);

/**
 * Decides where webhooks may go. Public addresses over https; anything private, loopback, link-local, multicast,
 * reserved, translated or known as a metadata service only where the operator allowed the network on purpose
 * (`WEBHOOK_ALLOWED_TARGETS`), and there http is fine too.
 */
export class TargetPolicy {
  private readonly allowed: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];

  /** `allowedTargets`: networks in CIDR notation. Throws where one is not. */
  constructor(
    allowedTargets: readonly string[],
    private readonly resolve: ResolveHost = resolveByDns,
  ) {
    this.allowed = allowedTargets.map((network) => ipaddr.parseCIDR(network));
  }

  /** Resolves the host once and judges every address it has: one bad address refuses the name. */
  async vet(url: URL): Promise<TargetVerdict> {
    const secure = url.protocol === 'https:';
    if (!secure && url.protocol !== 'http:') return refused('only https addresses can receive webhooks');
    if (url.username !== '' || url.password !== '') {
      return refused('credentials do not belong in an address: send them in a header of the endpoint');
    }
    // A dot at the end says that the name is complete, and hides an address from those who look for digits only.
    const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
    let found: readonly string[];
    try {
      found = ipaddr.isValid(host) ? [host] : await this.resolve(host);
    } catch (error) {
      return { kind: 'unresolved', reason: `${host} could not be resolved: ${messageOf(error)}` };
    }
    if (found.length === 0) return { kind: 'unresolved', reason: `${host} has no address` };
    const addresses: TargetAddress[] = [];
    for (const text of found) {
      const problem = this.problemWith(text, url);
      if (problem !== null) return refused(text === host ? problem : `${host} resolves to ${text}: ${problem}`);
      addresses.push({ address: text, family: text.includes(':') ? 6 : 4 });
    }
    return { kind: 'allowed', addresses };
  }

  private problemWith(text: string, url: URL): string | null {
    if (!ipaddr.isValid(text)) return `${text} is not an address`;
    // `process` unwraps IPv4 inside IPv6 (::ffff:10.0.0.1), which connects to the IPv4 address.
    const address = ipaddr.process(text);
    const named = this.allowed.some(
      ([network, bits]) => network.kind() === address.kind() && address.match(network, bits),
    );
    if (named) return null;
    const range = rangeOf(address);
    if (range !== 'unicast')
      return `${text} is not a public address (${range}); WEBHOOK_ALLOWED_TARGETS does not name it`;
    if (url.protocol !== 'https:')
      return 'webhooks leave over https; http is for networks that WEBHOOK_ALLOWED_TARGETS names';
    return isUsualPort(url.port)
      ? null
      : `port ${url.port} belongs to another service: 443, or one from 1024 on, can receive webhooks`;
  }
}

function rangeOf(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  if (METADATA_SERVICES.has(address.toString())) return 'metadata service';
  if (address instanceof ipaddr.IPv6 && !address.match(PUBLIC_IPV6)) return 'reserved';
  return address.range();
}

/** Below 1024 mail, name and remote login servers listen, which must not be made to read what we send. */
function isUsualPort(port: string): boolean {
  return port === '' || Number(port) >= FIRST_FREE_PORT;
}

function refused(reason: string): TargetVerdict {
  return { kind: 'refused', reason };
}

/** The operating system may ask its name servers for half a minute; whoever saves an address waits less. */
async function resolveByDns(hostname: string): Promise<readonly string[]> {
  const answered = new AbortController();
  const late = pause(DNS_LIMIT_MS, undefined, { signal: answered.signal }).then((): never => {
    throw new Error(`no name server answered within ${DNS_LIMIT_MS / 1000} s`);
  });
  try {
    const found = await Promise.race([lookup(hostname, { all: true }), late]);
    return found.map(({ address }) => address);
  } finally {
    answered.abort();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
