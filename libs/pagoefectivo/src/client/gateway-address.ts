import { BlockList, isIP, isIPv6 } from 'node:net';

/** Where a plain http gateway may live: loopback and private networks, that is, a sandbox. */
const privateNetworks = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 32],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  privateNetworks.addSubnet(network, prefix, 'ipv4');
}
privateNetworks.addAddress('::1', 'ipv6');
privateNetworks.addSubnet('fc00::', 7, 'ipv6');

/** A bare host name, or one under a suffix that the public DNS does not serve. */
const privateName = /^[^.]+$|\.(?:localhost|local|internal|test)$/i;

/** The gateway's origin and the path that stands before `/v1`. */
export interface GatewayAddress {
  origin: string;
  prefix: string;
}

/**
 * @throws RangeError when the base URL is none, has a query or credentials in it, or is plain http to a public host
 * (requirement R5: HTTPS only; the sandbox on one's own network is the exception).
 */
export function parseGatewayAddress(baseUrl: string): GatewayAddress {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new RangeError('The gateway base URL is not an http or https URL.');
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new RangeError('The gateway base URL may have a path, but no credentials, query or fragment.');
  }
  if (url.protocol === 'http:' && !isPrivateHost(url.hostname)) {
    throw new RangeError(`The gateway base URL must be https: ${url.hostname} is not on a private network.`);
  }
  return { origin: url.origin, prefix: url.pathname.replace(/\/+$/, '') };
}

function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 0) return privateName.test(host);
  return privateNetworks.check(host, isIPv6(host) ? 'ipv6' : 'ipv4');
}
