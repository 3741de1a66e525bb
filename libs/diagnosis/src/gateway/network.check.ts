import type { ChasquiConfig } from '#platform';
import { fail, type Finding, ok, warn } from '../finding.js';
import { type Certificate, type NetworkProbe, probeNetwork } from './network-probe.js';

const RENEWED_BEFORE_MS = 14 * 24 * 60 * 60_000;
const WAY_MEND = 'Correct the address of the account, or let this machine resolve and reach it (DNS, firewall).';

/** Name, connection and certificate of an account's gateway; a proxy does all three on its side. */
export async function checkGatewayNetwork(
  account: { readonly slug: string; readonly baseUrl: string },
  { gateway }: Pick<ChasquiConfig, 'gateway'>,
  machineNow: Date,
): Promise<Finding[]> {
  if (gateway.egressProxyUrl !== null) return [];
  const probe = await probeNetwork(new URL(account.baseUrl), gateway.egressLocalAddress);
  return judgeNetwork(`the gateway of ${account.slug}`, account.baseUrl, probe, machineNow);
}

/** What a probe means. `whose` stands inside a sentence: `the gateway of default`. */
export function judgeNetwork(whose: string, url: string, probe: NetworkProbe, now: Date): Finding[] {
  const { hostname, host } = new URL(url);
  if (probe.kind === 'unresolved') {
    return [fail('gateway-dns', `${capital(whose)} cannot be found: ${hostname} (${probe.reason}).`, WAY_MEND)];
  }
  const found = ok('gateway-dns', `${capital(whose)} is ${hostname} at ${probe.addresses.join(', ')}.`);
  if (probe.kind === 'unreachable') {
    const what = `No connection to ${whose} at ${host} comes about: ${probe.reason}.`;
    return [found, fail('gateway-tls', what, WAY_MEND)];
  }
  const from = probe.from === null ? '' : `; calls leave from ${probe.from}`;
  if (probe.certificate === null) {
    return [found, ok('gateway-tls', `${capital(whose)} speaks plain http, as only a sandbox may${from}.`)];
  }
  return [found, judgeCertificate(whose, probe.certificate, { now, from })];
}

function judgeCertificate(
  whose: string,
  { distrusted, validUntil }: Certificate,
  { now, from }: { now: Date; from: string },
): Finding {
  if (distrusted !== null) {
    return fail(
      'gateway-tls',
      `The certificate of ${whose} is not trusted: ${distrusted}.`,
      'Have it mended over there, or give this machine the missing root certificate (NODE_EXTRA_CA_CERTS).',
    );
  }
  if (validUntil !== null && validUntil.getTime() - now.getTime() < RENEWED_BEFORE_MS) {
    return warn(
      'gateway-tls',
      `The certificate of ${whose} ends at ${validUntil.toISOString()}.`,
      'Remind whoever runs it to renew it: afterwards no call can be made.',
    );
  }
  return ok('gateway-tls', `The certificate of ${whose} is trusted${from}.`);
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
