import { normalizeIP } from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import type { Log, NetworkList } from '#platform';
import { sourceAddress } from '#platform';

/** One customer of a provider has a network of this size; counted address by address it would have no limit. */
const IPV6_PREFIX = 64;

/** Whom a request without an API key counts for: its address as TRUSTED_PROXIES says, IPv6 by its /64. */
export class ClientAddresses {
  private warned = false;

  constructor(
    private readonly trustedProxies: NetworkList,
    private readonly log: Log,
  ) {}

  of(request: FastifyRequest): string {
    const peer = request.socket.remoteAddress ?? '';
    const forwardedFor = request.headers['x-forwarded-for'];
    if (forwardedFor !== undefined) this.warnOfUnknownProxy(peer);
    const address = sourceAddress({ peer, forwardedFor, trustedProxies: this.trustedProxies }) ?? peer;
    return normalizeIP(address, IPV6_PREFIX);
  }

  /** Once: either a proxy is missing in the variable, and all its clients count as one, or somebody pretends. */
  private warnOfUnknownProxy(peer: string): void {
    if (this.warned || this.trustedProxies.has(peer)) return;
    this.warned = true;
    this.log.warn(
      { peer },
      'X-Forwarded-For came from an address that TRUSTED_PROXIES does not name: all its clients count as one for the limits per address',
    );
  }
}
