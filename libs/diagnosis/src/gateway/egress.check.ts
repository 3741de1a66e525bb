import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { ChasquiConfig } from '#platform';
import { fail, type Finding, ok, reasonOf } from '../finding.js';

const ANSWER_WITHIN_MS = 5_000;

/** Shown, because PagoEfectivo's allow-list must name the address (requirement R8); and whether it can be left from. */
export async function checkEgress({ gateway }: Pick<ChasquiConfig, 'gateway'>): Promise<Finding[]> {
  const { egressLocalAddress: local, egressProxyUrl } = gateway;
  if (local !== null && !ownAddresses().includes(local)) {
    return [
      fail(
        'egress',
        `EGRESS_LOCAL_ADDRESS is ${local}, which is no address of this machine: no call can leave from it.`,
        `Set it to an address that this machine has (${publicFirst(ownAddresses()).join(', ')}), or take it away.`,
      ),
    ];
  }
  if (egressProxyUrl !== null) {
    const proxy = new URL(egressProxyUrl);
    const problem = await whyNotReached(proxy, local);
    if (problem === null) return [ok('egress', `Calls to the gateway leave through the proxy ${proxy.host}.`)];
    const what = `The proxy ${proxy.host}, through which calls to the gateway leave, cannot be reached: ${problem}.`;
    return [fail('egress', what, 'Start the proxy, open the way to it, or correct EGRESS_PROXY_URL.')];
  }
  if (local !== null) return [ok('egress', `Calls to the gateway leave from ${local}.`)];
  return [ok('egress', 'Calls to the gateway leave from whatever address this machine has.')];
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((found) => (found ?? []).map(({ address }) => address));
}

/** Loopback is an address of every machine, and the one that is never meant. */
function publicFirst(addresses: readonly string[]): string[] {
  const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.');
  const usable = addresses.filter((address) => !isLoopback(address));
  return usable.length === 0 ? [...addresses] : usable;
}

async function whyNotReached(proxy: URL, localAddress: string | null): Promise<string | null> {
  const port = Number(proxy.port || (proxy.protocol === 'https:' ? 443 : 80));
  const host = proxy.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port,
      timeout: ANSWER_WITHIN_MS,
      ...(localAddress === null ? {} : { localAddress }),
    });
    const end = (reason: string | null): void => {
      socket.destroy();
      resolve(reason);
    };
    socket.once('connect', () => end(null));
    socket.once('timeout', () => end(`no answer within ${ANSWER_WITHIN_MS / 1000} s`));
    socket.once('error', (error) => end(reasonOf(error)));
  });
}
