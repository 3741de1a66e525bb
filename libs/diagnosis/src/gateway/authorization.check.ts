import { describeOutcome, type GatewayProbe, probeGateway, SIGNATURE_TOLERANCE_MS } from '#pagoefectivo';
import type { GatewayAccount } from '#payments';
import type { ChasquiConfig, Clock } from '#platform';
import { fail, type Finding, ok, warn } from '../finding.js';

const SKEW_WARNING_MS = 30_000;
/** Much less than a checkout may wait: a gateway this slow is worth saying. */
const AUTHORIZED_WITHIN_MS = 20_000;

/** Authorizes with the account's keys: address, keys, egress address, clock and signature, all in one question. */
export async function checkAuthorization(
  account: GatewayAccount,
  { gateway }: Pick<ChasquiConfig, 'gateway'>,
  clock: Clock,
): Promise<Finding[]> {
  const probe = await probeGateway(account, {
    now: () => clock.now(),
    timeoutMs: Math.min(AUTHORIZED_WITHIN_MS, gateway.timeoutMs),
    egress: { proxyUrl: gateway.egressProxyUrl, localAddress: gateway.egressLocalAddress },
  });
  return judgeAuthorization(account, probe);
}

/** Clocks too far apart explain a refusal, which is then not told as one of its own. */
export function judgeAuthorization(
  account: Pick<GatewayAccount, 'slug' | 'environment' | 'baseUrl'>,
  { outcome, aheadMs }: GatewayProbe,
): Finding[] {
  const clock = aheadMs === null ? [] : [judgeClock(account.slug, aheadMs)];
  if (outcome.kind === 'ok') {
    const untold = `The gateway of ${account.slug} does not tell its time.`;
    return [
      ok('gateway', `Account ${account.slug} (${account.environment}) is authorized at ${account.baseUrl}.`),
      ...(aheadMs === null ? [warn('gateway-clock', untold, 'Compare with NTP instead.')] : clock),
    ];
  }
  const explained = outcome.kind === 'unauthorized' || outcome.kind === 'refused';
  if (explained && clock.some(({ verdict }) => verdict === 'fail')) return clock;
  const reason = describeOutcome(outcome) ?? outcome.kind;
  const what = `Account ${account.slug} is not authorized at ${account.baseUrl}: ${reason}.`;
  return [fail('gateway', what, MEND[outcome.kind]), ...clock];
}

const MEND = {
  refused: 'Compare idService, accessKey and secretKey with the merchant panel; `secret rotate` enters new ones.',
  unauthorized:
    'Compare idService, accessKey and secretKey with the merchant panel (`secret rotate` enters new ones), and ask PagoEfectivo whether the egress address of this machine is on their list.',
  rate_limited: 'Wait a minute; lower GATEWAY_BUDGET_PER_MINUTE when it happens often.',
  never_sent: 'Check the address, DNS, firewall and EGRESS_PROXY_URL from this machine.',
  unknown: 'Ask PagoEfectivo whether the egress address of this machine is on their list.',
} as const;

/** Requests are signed with a time; beyond the tolerance the gateway may refuse every one of them. */
function judgeClock(slug: string, aheadMs: number): Finding {
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  const what = `This machine's clock and the gateway's (${slug}) are ${seconds} s apart.`;
  const mend = 'Let this machine follow NTP, so that signed requests are not refused as stale.';
  if (Math.abs(aheadMs) > SIGNATURE_TOLERANCE_MS) return fail('gateway-clock', what, mend);
  return Math.abs(aheadMs) > SKEW_WARNING_MS ? warn('gateway-clock', what, mend) : ok('gateway-clock', what);
}
