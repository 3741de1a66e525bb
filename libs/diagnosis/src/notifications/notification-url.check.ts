import ipaddr from 'ipaddr.js';
import type { ChasquiConfig } from '#platform';
import { fail, type Finding, ok, warn } from '../finding.js';
import { type NetworkProbe, probeNetwork } from '../gateway/network-probe.js';
import { probeWeb } from './web-probe.js';

/**
 * Whether PagoEfectivo can reach the address that it was given, as far as that can be told from inside: the name, public
 * addresses, the certificate, and whether what answers is webhook-ingest. A GET is asked, which leaves no trace there.
 */
export async function checkNotificationUrl(
  { ingress }: Pick<ChasquiConfig, 'ingress'>,
  environments: readonly string[],
): Promise<Finding[]> {
  const fromOutside = environments.some((environment) => environment !== 'sandbox');
  if (ingress.publicUrl === null) {
    return fromOutside
      ? [
          warn(
            'notification-url',
            'WEBHOOK_PUBLIC_URL is not set, so nobody can tell whether PagoEfectivo reaches this product.',
            'Set it to the address for notifications that PagoEfectivo was given.',
          ),
        ]
      : [ok('notification-url', 'There are sandbox accounts only, whose notifications come from inside.')];
  }
  const url = new URL(ingress.publicUrl);
  const network = await probeNetwork(url, null);
  const problem = judgeReach(url, network, fromOutside);
  if (problem !== null) return [problem];
  return [await judgeAnswer(url)];
}

/** What stands in the way of a request from outside; null when nothing can be seen. */
export function judgeReach(url: URL, network: NetworkProbe, fromOutside: boolean): Finding | null {
  const where = `The address for notifications, ${url.href},`;
  if (network.kind === 'unresolved') {
    return fail(
      'notification-url',
      `${where} cannot be found: ${network.reason}.`,
      'Correct its DNS entry, or WEBHOOK_PUBLIC_URL.',
    );
  }
  const inside = network.addresses.filter((address) => ipaddr.process(address).range() !== 'unicast');
  if (fromOutside && inside.length > 0 && inside.length === network.addresses.length) {
    return fail(
      'notification-url',
      `${where} is at ${inside.join(', ')}, which nobody reaches from outside.`,
      'Give it a public address; when only this network resolves it so, ask from another one.',
    );
  }
  if (network.kind === 'unreachable') {
    return fail('notification-url', `${where} takes no connection: ${network.reason}.`, MEND_WAY);
  }
  const distrusted = network.certificate?.distrusted ?? null;
  if (distrusted !== null) {
    return fail(
      'notification-url',
      `${where} has a certificate that is not trusted: ${distrusted}.`,
      'Renew or complete the certificate of the proxy before webhook-ingest.',
    );
  }
  if (fromOutside && url.protocol === 'http:') {
    return fail(
      'notification-url',
      `${where} is not https.`,
      'Put a proxy with TLS before webhook-ingest, and give PagoEfectivo its https address.',
    );
  }
  return null;
}

const MEND_WAY = 'Start webhook-ingest and the proxy before it, and open the way to them (firewall, port forwarding).';

async function judgeAnswer(url: URL): Promise<Finding> {
  const probe = await probeWeb(url.href);
  // It takes POST alone, and refuses everything else in the product's own words.
  const isIngest =
    probe.kind === 'answered' &&
    [404, 405].includes(probe.status) &&
    probe.contentType.startsWith('application/problem+json');
  if (isIngest) {
    return ok('notification-url', `webhook-ingest answers at ${url.href}, asked from this machine.`);
  }
  const said =
    probe.kind === 'silent' ? probe.reason : `HTTP ${probe.status}, ${probe.contentType || 'no content type'}`;
  return warn(
    'notification-url',
    `What answers at ${url.href} does not look like webhook-ingest: ${said}.`,
    'Lead this address, path and all, to the port of webhook-ingest.',
  );
}
