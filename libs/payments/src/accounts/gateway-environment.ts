import ipaddr from 'ipaddr.js';

export type GatewayEnvironment = 'sandbox' | 'integration' | 'production';

/**
 * Which gateway a base URL is. Loopback and plain http (which no real gateway is called by, R5) are the sandbox, as is
 * whatever the caller says is one; `pre1a.` hosts are
 * PagoEfectivo's pre-production ("Integraciones"); anything else takes real money, because to mistake test for live is
 * the harmless error.
 */
export function gatewayEnvironment(gateway: {
  readonly baseUrl: string;
  readonly sandbox?: boolean;
}): GatewayEnvironment {
  const { hostname, protocol } = new URL(gateway.baseUrl);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (gateway.sandbox || protocol === 'http:' || isLoopback(host)) return 'sandbox';
  return host.startsWith('pre1a.') ? 'integration' : 'production';
}

/** localhost, 127.0.0.0/8 and ::1. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  return ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback';
}
