import ipaddr from 'ipaddr.js';
import { quote } from './quote.js';

export const LOOPBACK_NETWORKS: readonly string[] = ['127.0.0.0/8', '::1/128'];

/** `10.0.0.0/8,203.0.113.7` to CIDR text with the host bits cleared; a bare address stands for itself alone. */
export function parseNetworks(text: string): string[] {
  const networks = text.split(',').map((item) => parseNetwork(item.trim()));
  return [...new Set(networks)];
}

/** The same, or the word `any`, which must be said on purpose (R6). */
export function parseNetworksOrAny(text: string): string[] | 'any' {
  if (text === 'any') return 'any';
  if (text.split(',').some((item) => item.trim() === 'any')) {
    throw new RangeError('the word any cannot stand beside networks');
  }
  return parseNetworks(text);
}

function parseNetwork(text: string): string {
  const [address = '', prefix, ...rest] = text.split('/');
  const parsed = parseAddress(address);
  if (parsed === null || rest.length > 0 || (prefix !== undefined && !/^\d{1,3}$/.test(prefix))) {
    throw new RangeError(`${quote(text)} is neither a network such as 10.0.0.0/8 nor an address`);
  }
  const bits = parsed.kind() === 'ipv4' ? 32 : 128;
  const length = prefix === undefined ? bits : Number(prefix);
  if (length > bits) throw new RangeError(`${quote(text)} has a prefix longer than /${bits}`);
  const mapped = parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress() && length >= 96;
  const network = mapped ? networkOf(parsed.toIPv4Address(), length - 96) : networkOf(parsed, length);
  if (network.endsWith('/0')) {
    throw new RangeError(`${quote(text)} is every address there is, which cannot be meant as a network`);
  }
  return network;
}

function networkOf(address: ipaddr.IPv4 | ipaddr.IPv6, length: number): string {
  const cidr = `${address.toString()}/${length}`;
  const first =
    address instanceof ipaddr.IPv4
      ? ipaddr.IPv4.networkAddressFromCIDR(cidr)
      : ipaddr.IPv6.networkAddressFromCIDR(cidr);
  return `${first.toString()}/${length}`;
}

/** An IP address without octal, hexadecimal, short or zoned spellings, which other software reads differently. */
function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (text.includes(':') && !text.includes('%') && ipaddr.IPv6.isValid(text)) return ipaddr.IPv6.parse(text);
  return null;
}

/** One IP address, as written by convention. */
export function parseIpAddress(text: string): string {
  const address = parseAddress(text);
  if (address === null) throw new RangeError(`${quote(text)} is not an IP address`);
  return address.toString();
}

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** What a server can bind: an IP address or a host name. Shells and conda set HOST too; such values are refused here. */
export function parseBindHost(text: string): string {
  if (parseAddress(text) !== null) return text;
  if (HOST_NAME.test(text) && !/^[\d.]+$/.test(text)) return text;
  throw new RangeError(`${quote(text)} is neither an IP address nor a host name`);
}
