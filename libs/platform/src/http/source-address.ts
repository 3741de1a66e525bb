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
    const asked = parseAddress(address);
    if (asked === null) return false;
    return this.networks.some(([network, bits]) => asked.kind() === network.kind() && asked.match(network, bits));
  }
}

/** The gateway and the proxies in front of us come from few addresses, and each request asks for its own several times. */
const parsed = new Map<string, ipaddr.IPv4 | ipaddr.IPv6>();
const MOST_PARSED = 1_000;

/** "::ffff:10.0.0.1" is 10.0.0.1: one address has one spelling. Null for text that is no address. */
function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const address = ipaddr.isValid(text) ? ipaddr.process(text) : null;
  if (address !== null && parsed.size < MOST_PARSED) parsed.set(text, address);
  return address;
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
