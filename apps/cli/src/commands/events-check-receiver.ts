import { SystemClock } from '#platform';
import { durationMs, optional, textOptions } from '../admin/options.js';
import { type Command, type CommandCall, EXIT, UsageError } from '../command.js';
import { columns } from '../print/columns.js';
import { checkReceiver, type ReceiverReport } from '../receiver-check/check-receiver.js';
import { ReceiverLine } from '../receiver-check/receiver-line.js';
import { countAt, ORDER_PLACEHOLDER } from '../receiver-check/shipment-count.js';
import { DESK } from './desk-group.js';

const SECRET = 'CHASQUI_WEBHOOK_SECRET';
const SECRET_FORM = /^whsec_[A-Za-z0-9+/]{16,}={0,2}$/;
const SETTLE_MS = 1_000;

/** Tries a merchant's webhook receiver before real orders do (requirement R21). */
export const eventsCheckReceiver: Command = {
  name: 'events check-receiver',
  group: DESK,
  usage: `<url> [--secret whsec_…] [--shipped-url <url with ${ORDER_PLACEHOLDER}>] [--ships-within PT10S] [--json]`,
  summary: 'Tries a webhook receiver: duplicates, another order, forgeries, a line that breaks; does it ship once?',
  details: `Sends made-up events about orders check-…, all with livemode: false: try a receiver whose orders are not real.
The secret is read from ${SECRET}, or given with --secret, which others on this machine can read.
--shipped-url answers {"count": n}, how often an order was shipped; examples/erp-receiver has it. Without it only answers
are judged. Whether the receiver commits before it answers is not seen from outside: kill it meanwhile, and run this again.
Exit code 1 when a check failed.`,
  options: textOptions('secret', 'shipped-url', 'ships-within'),
  words: { min: 1, max: 1 },
  async run(call) {
    const { io, values, positionals } = call;
    const shippedUrl = shippedUrlOf(call);
    const clock = new SystemClock();
    const report = await checkReceiver({
      line: new ReceiverLine(urlOf(positionals[0] ?? '', '<url>')),
      secret: secretOf(call),
      shipments: shippedUrl === null ? null : countAt(shippedUrl),
      shipsWithinMs: durationMs('ships-within', optional(values, 'ships-within') ?? 'PT10S'),
      settleMs: SETTLE_MS,
      now: () => clock.now(),
    });
    io.write(values['json'] === true ? `${JSON.stringify(report, null, 2)}\n` : tableOf(report));
    return report.passed ? EXIT.ok : EXIT.failed;
  },
};

function secretOf({ io, values }: CommandCall): string {
  const secret = optional(values, 'secret') ?? io.env[SECRET];
  if (secret === undefined || secret === '')
    throw new UsageError(`Set ${SECRET} to the whsec_… that the receiver knows.`);
  // The secret itself is not repeated.
  if (!SECRET_FORM.test(secret)) throw new UsageError('The secret is not one of an endpoint: give the whole whsec_….');
  return secret;
}

function shippedUrlOf({ values }: CommandCall): string | null {
  const template = optional(values, 'shipped-url') ?? null;
  if (template === null) return null;
  if (!template.includes(ORDER_PLACEHOLDER))
    throw new UsageError(`--shipped-url must have ${ORDER_PLACEHOLDER} where the order's number goes.`);
  urlOf(template.replaceAll(ORDER_PLACEHOLDER, 'A-1'), '--shipped-url');
  return template;
}

function urlOf(text: string, what: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new UsageError(`${what} is an address such as http://127.0.0.1:3010/webhooks/chasqui, not ${text}.`);
}

function tableOf({ checks, shipsExactlyOnce }: ReceiverReport): string {
  const rows = checks.map(({ name, title, passed }) => [passed ? '  ok' : '  FAILED', name, title]);
  const problems = checks.flatMap(({ name, problem }) => (problem === null ? [] : [`  → ${name}: ${problem}\n`]));
  const failed = checks.filter(({ passed }) => !passed).length;
  return `${columns(rows)}${problems.join('')}${failed === 0 ? 'Nothing failed' : `${failed} checks failed`}. ${verdictOf(shipsExactlyOnce)}\n`;
}

function verdictOf(shipsExactlyOnce: boolean | null): string {
  if (shipsExactlyOnce === null) return 'Whether it ships exactly once is not known: give --shipped-url.';
  return shipsExactlyOnce ? 'It ships exactly once.' : 'It does not ship exactly once.';
}
