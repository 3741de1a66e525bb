import { type ChasquiConfig, isLoopbackHost } from '#platform';
import { fail, type Finding, ok, warn } from '../finding.js';
import { probeWeb } from './web-probe.js';

/** What can be told from here: whether shoppers' address and the ingest on this machine answer. */
export async function checkAddresses(
  { checkout, http }: Pick<ChasquiConfig, 'checkout' | 'http'>,
  takesRealMoney: boolean,
): Promise<Finding[]> {
  const [publicPage, ingest] = await Promise.all([
    checkPublicUrl(checkout.publicUrl, takesRealMoney),
    checkIngestHere(http),
  ]);
  return [publicPage, ingest];
}

async function checkPublicUrl(publicUrl: string, takesRealMoney: boolean): Promise<Finding> {
  const { protocol, hostname } = new URL(publicUrl);
  if (protocol === 'http:' && takesRealMoney) {
    const what = isLoopbackHost(hostname)
      ? `PUBLIC_URL is ${publicUrl}, which no shopper can open.`
      : `PUBLIC_URL is not https: shoppers would open the payment page at ${publicUrl} unencrypted.`;
    return fail('public-url', what, 'Set PUBLIC_URL to the https address under which shoppers reach checkout-api.');
  }
  const probe = await probeWeb(`${publicUrl}/livez`);
  if (probe.kind === 'answered' && probe.status === 200) {
    return ok('public-url', `The payment page answers at ${publicUrl}.`);
  }
  return warn(
    'public-url',
    `The payment page does not answer at ${publicUrl}: ${probe.kind === 'silent' ? probe.reason : `it says ${probe.status}`}.`,
    'Start checkout-api, or correct PUBLIC_URL and its proxy; seen from another network it may still answer.',
  );
}

async function checkIngestHere({ host, ports }: ChasquiConfig['http']): Promise<Finding> {
  const here = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
  const ingest = `http://${here.includes(':') ? `[${here}]` : here}:${ports.webhookIngest}`;
  const probe = await probeWeb(`${ingest}/readyz`);
  if (probe.kind === 'answered' && probe.status === 200) {
    return ok('ingest', `Notifications are taken at ${ingest}; PagoEfectivo must reach it from outside.`);
  }
  return warn(
    'ingest',
    `No ingest answers at ${ingest}: ${probe.kind === 'silent' ? probe.reason : `it says ${probe.status}`}.`,
    'Start webhook-ingest; nothing is wrong when it runs on another machine.',
  );
}
