import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { optional, textOptions } from '../admin/options.js';
import { type Command, EXIT, UsageError } from '../command.js';
import { VERDICTS } from '../go-live/verdict-words.js';
import { tryGoLive } from '../go-live/go-live.js';
import { toHtml } from '../go-live/report-html.js';
import { toMarkdown } from '../go-live/report-markdown.js';
import { toText } from '../go-live/report-text.js';

/** The checklist before real money, which runs by itself what it can (requirement R28). */
export const goLive: Command = {
  name: 'go-live',
  usage: '[--report <folder>] [--shop <id>] [--api <url>] [--advance-clock] [--json]',
  summary: 'Tries every outcome against the sandbox, judges the go-live checklist, and writes a report to send.',
  details: `Needs a running product. --report writes report.md and report.html. --api is where checkout-api answers, this machine's
CHECKOUT_API_PORT unless given. Test orders are placed with an API key of their own, which is revoked at the end; nothing
is paid where the account is not the sandbox. --advance-clock lets half an hour pass in the sandbox, to try late money: only
where product and sandbox run in one process. Exit code 1 when something failed.`,
  options: { ...textOptions('report', 'shop', 'api'), 'advance-clock': { type: 'boolean' } },
  async run({ io, session, values }) {
    const asJson = values['json'] === true;
    const api = optional(values, 'api');
    if (api !== undefined && !URL.canParse(api))
      throw new UsageError(`--api is an address such as http://127.0.0.1:3000, not ${api}.`);
    const report = await tryGoLive(session, {
      shopId: optional(values, 'shop') ?? null,
      apiUrl: api?.replace(/\/+$/, '') ?? null,
      advanceClock: values['advance-clock'] === true,
      onScenario: ({ title, verdict, problem }) => {
        if (!asJson) io.write(`${VERDICTS[verdict].padEnd(8)}  ${title}${problem === null ? '' : `: ${problem}`}\n`);
      },
    });
    if (asJson) io.write(`${JSON.stringify(report, null, 2)}\n`);
    else io.write(toText(report));
    const folder = optional(values, 'report');
    if (folder !== undefined) {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'report.md'), toMarkdown(report));
      await writeFile(join(folder, 'report.html'), toHtml(report));
      if (!asJson) io.write(`The report is in ${join(folder, 'report.html')} and report.md.\n`);
    }
    return report.passed ? EXIT.ok : EXIT.failed;
  },
};
