import { Agent, type Dispatcher, ProxyAgent, request } from 'undici';
import { describeOutcome, SIGNATURE_TOLERANCE_MS } from '#pagoefectivo';
import type { GatewayAccount } from '#payments';
import type { ChasquiConfig, Clock } from '#platform';
import { SystemClock } from '#platform';
import type { CliSession } from '../session/cli-session.js';
import { fail, type Finding, ok, reasonOf, warn } from './finding.js';

/** The question is this machine's own time, whatever clock the product runs on. */
const machine = new SystemClock();

const SKEW_WARNING_MS = 30_000;
const ANSWER_WITHIN_MS = 10_000;
/** Much less than a checkout may wait: a gateway this slow is worth saying. */
const AUTHORIZED_WITHIN_MS = 20_000;

/** Authorizes with the account's keys: address, keys, egress address and signature, all in one question. */
export async function checkAuthorization(
  session: CliSession,
  account: GatewayAccount,
  clock: Clock,
): Promise<Finding[]> {
  const client = session.gateway(account, {
    clock,
    timeoutMs: Math.min(AUTHORIZED_WITHIN_MS, session.config.gateway.timeoutMs),
  });
  try {
    const outcome = await client.authorize();
    if (outcome.kind === 'ok') {
      return [ok('gateway', `Account ${account.slug} (${account.environment}) is authorized at ${account.baseUrl}.`)];
    }
    const reason = describeOutcome(outcome) ?? outcome.kind;
    return [
      fail(
        'gateway',
        `Account ${account.slug} is not authorized at ${account.baseUrl}: ${reason}.`,
        MEND[outcome.kind],
      ),
    ];
  } finally {
    await client.close();
  }
}

const MEND = {
  refused: 'Compare idService, accessKey and secretKey with the merchant panel.',
  unauthorized: 'Compare idService, accessKey and secretKey with the merchant panel, and the clock of this machine.',
  rate_limited: 'Wait a minute; lower GATEWAY_BUDGET_PER_MINUTE when it happens often.',
  never_sent: 'Check the address, DNS, firewall and EGRESS_PROXY_URL from this machine.',
  unknown: 'Ask PagoEfectivo whether the egress address of this machine is on their list.',
} as const;

/** Requests are signed with a time; beyond the tolerance the gateway may refuse every one of them. */
export async function checkGatewayClock(config: ChasquiConfig, account: GatewayAccount): Promise<Finding[]> {
  const dispatcher = openEgress(config);
  const before = machine.now().getTime();
  try {
    const answer = await request(account.baseUrl, {
      method: 'HEAD',
      dispatcher,
      headersTimeout: ANSWER_WITHIN_MS,
      bodyTimeout: ANSWER_WITHIN_MS,
    });
    await answer.body.dump();
    const { date } = answer.headers;
    const theirs = typeof date === 'string' ? Date.parse(date) : Number.NaN;
    if (Number.isNaN(theirs)) {
      return [
        warn('gateway-clock', `The gateway of ${account.slug} does not tell its time.`, 'Compare with NTP instead.'),
      ];
    }
    // The header has whole seconds: half of one is the best guess.
    const apartMs = Math.abs(theirs + 500 - (before + machine.now().getTime()) / 2);
    const what = `This machine's clock and the gateway's (${account.slug}) are ${Math.round(apartMs / 1000)} s apart.`;
    const mend = 'Let this machine follow NTP.';
    if (apartMs > SIGNATURE_TOLERANCE_MS) return [fail('gateway-clock', what, mend)];
    return [apartMs > SKEW_WARNING_MS ? warn('gateway-clock', what, mend) : ok('gateway-clock', what)];
  } catch (error) {
    const what = `The clock of the gateway of ${account.slug} could not be read: ${reasonOf(error)}.`;
    return [warn('gateway-clock', what, 'See what the doctor says about the gateway itself.')];
  } finally {
    await dispatcher.close();
  }
}

/** Shown, because PagoEfectivo's allow-list must name the address (requirement R8). */
export function showEgress({ gateway }: ChasquiConfig): Finding[] {
  if (gateway.egressProxyUrl !== null) {
    return [ok('egress', `Calls to the gateway leave through the proxy ${new URL(gateway.egressProxyUrl).host}.`)];
  }
  if (gateway.egressLocalAddress !== null) {
    return [ok('egress', `Calls to the gateway leave from ${gateway.egressLocalAddress}.`)];
  }
  return [ok('egress', 'Calls to the gateway leave from whatever address this machine has.')];
}

function openEgress({ gateway }: ChasquiConfig): Dispatcher {
  const connect = { timeout: ANSWER_WITHIN_MS };
  if (gateway.egressProxyUrl !== null) return new ProxyAgent({ uri: gateway.egressProxyUrl, proxyTls: connect });
  return new Agent({
    connect,
    ...(gateway.egressLocalAddress === null ? {} : { localAddress: gateway.egressLocalAddress }),
  });
}
