import type { Finding } from '#diagnosis';
import type { AccountSummary } from '#payments';
import { type ChasquiConfig, isLoopbackHost, LOOPBACK_NETWORKS } from '#platform';
import type { ChecklistItem } from './go-live-report.js';
import { peoplesItems } from './peoples-items.js';

/** What a test message to an endpoint came to. */
export interface TestedEndpoint {
  readonly id: string;
  readonly url: string;
  readonly enabled: boolean;
  readonly acknowledged: boolean;
  /** `HTTP 204`, or why there was no answer. */
  readonly answer: string;
}

export interface ChecklistFacts {
  readonly config: ChasquiConfig;
  readonly accounts: readonly AccountSummary[];
  readonly findings: readonly Finding[];
  readonly endpoints: readonly TestedEndpoint[];
  readonly operators: number;
}

/** The list of requirement R28, as far as it can be judged from here; what cannot be is left to a person by name. */
export function judgeChecklist(facts: ChecklistFacts): ChecklistItem[] {
  return [
    publicUrl(facts),
    notificationUrl(facts),
    separation(facts),
    allowedSources(facts),
    secrets(facts),
    retention(facts),
    ...endpoints(facts),
    operators(facts),
    doctor(facts),
    ...peoplesItems,
  ];
}

function publicUrl({ config }: ChecklistFacts): ChecklistItem {
  const title = 'Payment page over https';
  const { protocol, hostname } = new URL(config.checkout.publicUrl);
  return protocol === 'https:' && !isLoopbackHost(hostname)
    ? passed(title, `Shoppers reach it at ${config.checkout.publicUrl}.`)
    : failed(
        title,
        `PUBLIC_URL is ${config.checkout.publicUrl}.`,
        'Set PUBLIC_URL to the https address of the payment page.',
      );
}

function notificationUrl({ config }: ChecklistFacts): ChecklistItem {
  const title = 'Address for notifications over https';
  const { publicUrl: url } = config.ingress;
  if (url === null)
    return failed(title, 'WEBHOOK_PUBLIC_URL is not set.', 'Set it to the address that PagoEfectivo is given.');
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' && !isLoopbackHost(hostname)
    ? passed(title, `PagoEfectivo sends to ${url}.`)
    : failed(title, `WEBHOOK_PUBLIC_URL is ${url}.`, 'Set it to the https address that PagoEfectivo is given.');
}

function separation({ accounts }: ChecklistFacts): ChecklistItem {
  const title = 'Test and live money apart';
  const slugs = (livemode: boolean): string =>
    accounts.flatMap((account) => (account.livemode === livemode ? [account.slug] : [])).join(', ');
  const [live, test] = [slugs(true), slugs(false)];
  if (live === '') {
    const what = 'Only test accounts are here. The live account belongs into a database of its own.';
    return {
      title,
      verdict: 'person',
      what,
      mend: 'Set up the live account in another database, and run this there too.',
    };
  }
  if (test === '') return passed(title, `Only live accounts are here: ${live}.`);
  const what = `The live account ${live} stands beside the test account ${test}.`;
  return { title, verdict: 'attention', what, mend: 'Keep pre-production in a database of its own.' };
}

function allowedSources({ config, accounts }: ChecklistFacts): ChecklistItem {
  const title = 'Sources of notifications listed';
  const { allowedSources: sources } = config.ingress;
  const mend = 'Ask PagoEfectivo which networks they send from, and set WEBHOOK_ALLOWED_SOURCES to them.';
  if (sources === 'any') return failed(title, 'WEBHOOK_ALLOWED_SOURCES is any.', mend);
  const outside = sources.filter((network) => !LOOPBACK_NETWORKS.includes(network) && !network.startsWith('127.'));
  if (outside.length > 0) return passed(title, `Notifications are taken from ${outside.join(', ')}.`);
  const what = 'Notifications are taken from this machine only.';
  // A sandbox sends from here; PagoEfectivo never does.
  return accounts.some(({ environment }) => environment !== 'sandbox')
    ? failed(title, what, mend)
    : { title, verdict: 'person', what, mend };
}

function secrets({ config, findings }: ChecklistFacts): ChecklistItem {
  const title = 'Secrets sealed, known and fresh';
  const about = findings.filter(({ check }) =>
    ['master-key', 'signature', 'secret-expiry', 'secret-age', 'key-expiry'].includes(check),
  );
  const wrong = about.find(({ verdict }) => verdict === 'fail') ?? about.find(({ verdict }) => verdict === 'warn');
  if (wrong) return ofFinding(title, wrong);
  if (config.secrets.masterKey === null) {
    const what = 'The master key lies in the data folder, where `npm start` made it.';
    return failed(title, what, 'Give the live installation its own CHASQUI_MASTER_KEY, kept apart from its backups.');
  }
  return passed(title, 'The master key opens every stored secret, and none is old or about to end.');
}

function retention({ config }: ChecklistFacts): ChecklistItem {
  return passed('Raw messages kept', `RETENTION_MONTHS is ${config.retentionMonths}; six months are demanded.`);
}

function endpoints({ endpoints: tested }: ChecklistFacts): ChecklistItem[] {
  const title = 'ERP takes events';
  const enabled = tested.filter((endpoint) => endpoint.enabled);
  if (enabled.length === 0) {
    const mend = 'Make one with `chasqui endpoint create`, or confirm that the ERP reads GET /v1/events.';
    return [failed(title, 'The shop has no enabled webhook endpoint.', mend)];
  }
  return enabled.map(({ id, url, acknowledged, answer }) =>
    acknowledged
      ? passed(title, `${url} (${id}) took a signed test message: ${answer}.`)
      : failed(
          title,
          `${url} (${id}) did not take a signed test message: ${answer}.`,
          'Mend the receiver; `chasqui endpoint test` tries again.',
        ),
  );
}

function operators({ operators: count }: ChecklistFacts): ChecklistItem {
  const title = 'People who can sign in';
  return count > 0
    ? passed(title, `The console has ${count} operator${count === 1 ? '' : 's'}.`)
    : failed(title, 'The console has no operator.', 'Set CHASQUI_OPERATOR and start the console once.');
}

function doctor({ findings }: ChecklistFacts): ChecklistItem {
  const title = 'Doctor';
  const named = (verdict: Finding['verdict']): Finding[] => findings.filter((finding) => finding.verdict === verdict);
  const wrong = named('fail');
  const odd = named('warn');
  const words = (found: readonly Finding[]): string => found.map(({ check, what }) => `${check}: ${what}`).join(' ');
  const mends = (found: readonly Finding[]): string => found.map(({ mend }) => mend ?? '').join(' ');
  if (wrong.length > 0) return failed(title, words(wrong), mends(wrong));
  if (odd.length > 0) return { title, verdict: 'attention', what: words(odd), mend: mends(odd) };
  return passed(title, `All ${findings.length} checks are well.`);
}

function ofFinding(title: string, { verdict, what, mend }: Finding): ChecklistItem {
  return { title, verdict: verdict === 'fail' ? 'failed' : 'attention', what, mend: mend ?? null };
}

function passed(title: string, what: string): ChecklistItem {
  return { title, verdict: 'passed', what, mend: null };
}

function failed(title: string, what: string, mend: string): ChecklistItem {
  return { title, verdict: 'failed', what, mend };
}
