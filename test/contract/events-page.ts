import { format, resolveConfig } from 'prettier';
import type { EventType } from '#payments';
import { EVENT_SUCCESSION, EVENT_TYPES } from '#payments';
import type { AsyncApiDocument } from '../../apps/checkout-api/src/api-docs/asyncapi.js';

const BEGIN = '<!-- from here to the next mark: npm run client:generate -->';
const END = '<!-- end of what is generated -->';

/** docs/events.md with its generated part as document and rules have it. */
export async function eventsPage(page: string, document: AsyncApiDocument): Promise<string> {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`docs/events.md lacks the mark ${BEGIN} or ${END}`);
  const text = `${before}${BEGIN}\n\n${succession()}\n${types(document)}\n${END}${after}`;
  const settings = await resolveConfig(import.meta.filename);
  return format(text, { ...settings, parser: 'markdown' });
}

function succession(): string {
  const rows = (['start', ...EVENT_TYPES] as const).map((before) => {
    const next = EVENT_SUCCESSION[before].map((type) => `\`${type}\``).join(', ');
    return `| ${before === 'start' ? 'nothing' : `\`${before}\``} | ${next === '' ? 'nothing' : next} |`;
  });
  return `### Which follows which\n\n| directly after | may come |\n| --- | --- |\n${rows.join('\n')}\n`;
}

function types(document: AsyncApiDocument): string {
  const messages = Object.values(document.components.messages);
  return messages
    .map(({ name, summary, examples }) => {
      const example = JSON.stringify(examples[0]?.payload, null, 2);
      return `### \`${name}\`\n\n${summary}${afterOf(name)}\n\n<details><summary>Example</summary>\n\n\`\`\`json\n${example}\n\`\`\`\n\n</details>\n`;
    })
    .join('\n');
}

function afterOf(name: string): string {
  const type = EVENT_TYPES.find((one): one is EventType => one === name);
  if (type === undefined) return '';
  return blocking(type);
}

function blocking(type: EventType): string {
  const informs = type === 'order.pending' || type === 'order.expiring_soon';
  return informs ? ' Later events of the payment do not wait until it is delivered.' : '';
}
