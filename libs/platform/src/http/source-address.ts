import ipaddr from 'ipaddr.js';

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Networks in CIDR notation, ready to be asked; single addresses are networks of one. Throws on anything else. */
export class NetworkList {
  private readonly networks: readonly Network[];

  constructor(cidrs: readonly string[]) {
    this.networks = cidrs.map((cidr) =>
      cidr.includes('/') ? ipaddr.parseCIDR(cidr) : [ipaddr.parse(cidr), cidr.includes(':') ? 128 : 32],
    );
  }

  /** False for text that is no address, whatever the list says. */
  has(address: string): boolean {
    const parsed = parseAddress(address);
    if (parsed === null) return false;
    return this.networks.some(([network, bits]) => parsed.kind() === network.kind() && parsed.match(network, bits));
  }
}

/** "::ffff:10.0.0.1" is 10.0.0.1: one address has one spelling. Null for text that is no address. */
function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (!ipaddr.isValid(text)) return null;
  return ipaddr.process(text);
}

/**
 * Who sent a request (requirement R6): the socket's peer, unless that is a trusted proxy; then its `X-Forwarded-For`
 * is walked from right to left, and the first address that is not a trusted proxy's counts. What stands left of it
 * was written by the sender and proves nothing. Null where a trusted proxy forwarded something that is no address.
 */
export function sourceAddress(input: {
  peer: string;
  forwardedFor: string | readonly string[] | undefined;
  trustedProxies: NetworkList;
}): string | null {
  const chain = forwardedChain(input.forwardedFor);
  let candidate = input.peer;
  while (input.trustedProxies.has(candidate)) {
    const next = chain.pop();
    if (next === undefined) break;
    candidate = next;
  }
  return parseAddress(candidate)?.toString() ?? null;
}

function forwardedChain(header: string | readonly string[] | undefined): string[] {
  const text = typeof header === 'string' ? header : (header ?? []).join(',');
  return text.split(',').flatMap((part) => {
    const address = part
      .trim()
      .replace(/^\[([^\]]+)\](:\d+)?$/, '$1')
      .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
    return address === '' ? [] : [address];
  });
}
