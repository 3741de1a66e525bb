import { AuditLog, type EndpointFields, toEndpointView } from '#payments';
import { optional, required, textOptions, yesOrNo } from '../admin/options.js';
import { wrongOptions } from '../admin/outcomes.js';
import { ACTOR, GROUP, say, sayList } from '../admin/say.js';
import { type Command, type CommandCall, EXIT, UsageError } from '../command.js';
import type { CliSession } from '../session/cli-session.js';

export const endpointCommands: readonly Command[] = [
  {
    name: 'endpoint list',
    group: GROUP,
    usage: '--shop <id> [--json]',
    summary: "Lists where a shop's events are sent.",
    options: textOptions('shop'),
    required: ['shop'],
    async run(call) {
      const shopId = await knownShop(call);
      const rows = (await (await call.session.endpoints()).list(shopId)).map(toEndpointView);
      return sayList(call, {
        name: 'endpoints',
        rows,
        heading: ['ENDPOINT', 'STATE', 'TYPES', 'URL', 'DESCRIPTION'],
        cells: (endpoint) => [
          endpoint.id,
          endpoint.enabled ? 'enabled' : `disabled ${endpoint.disabledReason ?? ''}`.trim(),
          endpoint.types.join(' ') || 'all',
          endpoint.url,
          endpoint.description ?? '-',
        ],
      });
    },
  },
  {
    name: 'endpoint create',
    group: GROUP,
    usage: '--shop <id> --url <url> [--types order.paid,…] [--description <text>] [--json]',
    summary: "Has a shop's events sent to an address, and shows the signing secret, this once.",
    options: textOptions('shop', 'url', 'types', 'description'),
    required: ['shop', 'url'],
    async run(call) {
      const fields = { ...fieldsOf(call.values), url: required(call.values, 'url') };
      const created = await (await call.session.endpoints()).create(await knownShop(call), fields);
      if (created.kind === 'invalid') throw wrongOptions(created.problems);
      const { endpoint, secret } = created;
      await note(call.session, 'webhook_endpoint.created', endpoint.id, { ...fields });
      return say(call, {
        json: { ...toEndpointView(endpoint), secret },
        text: `Endpoint ${endpoint.id} was made. Its signing secret, shown this once:\n\n  ${secret}\n`,
      });
    },
  },
  {
    name: 'endpoint update',
    group: GROUP,
    usage:
      '--shop <id> --endpoint <id> [--url <url>] [--types order.paid,…|all] [--description <text>] [--enabled yes|no] [--json]',
    summary: 'Changes an endpoint; a disabled one gathers events and gets them when it is enabled.',
    options: textOptions('shop', 'endpoint', 'url', 'types', 'description', 'enabled'),
    required: ['shop', 'endpoint'],
    async run(call) {
      const fields = fieldsOf(call.values);
      if (Object.keys(fields).length === 0)
        throw new UsageError('Nothing is to be changed: see --help of this command.');
      const wanted = endpointOf(call.values);
      const change = await (await call.session.endpoints()).update(wanted, fields);
      if (change.kind === 'invalid') throw wrongOptions(change.problems);
      if (change.kind === 'not_found') throw unknown(wanted.endpointId);
      await note(call.session, 'webhook_endpoint.changed', wanted.endpointId, { ...fields });
      return say(call, { json: toEndpointView(change.endpoint), text: `Endpoint ${change.endpoint.id} was changed.` });
    },
  },
  {
    name: 'endpoint remove',
    group: GROUP,
    usage: '--shop <id> --endpoint <id> [--json]',
    summary: 'Removes an endpoint; what was still due to it is not sent.',
    options: textOptions('shop', 'endpoint'),
    required: ['shop', 'endpoint'],
    async run(call) {
      const wanted = endpointOf(call.values);
      if (!(await (await call.session.endpoints()).remove(wanted))) throw unknown(wanted.endpointId);
      await note(call.session, 'webhook_endpoint.deleted', wanted.endpointId);
      return say(call, {
        json: { id: wanted.endpointId, removed: true },
        text: `Endpoint ${wanted.endpointId} was removed.`,
      });
    },
  },
  {
    name: 'endpoint rotate-secret',
    group: GROUP,
    usage: '--shop <id> --endpoint <id> [--json]',
    summary: 'Makes a new signing secret and shows it, this once; for 24 hours messages carry both signatures.',
    options: textOptions('shop', 'endpoint'),
    required: ['shop', 'endpoint'],
    async run(call) {
      const wanted = endpointOf(call.values);
      const rotated = await (await call.session.endpoints()).rotateSecret(wanted);
      if (!rotated) throw unknown(wanted.endpointId);
      await note(call.session, 'webhook_endpoint.secret_rotated', wanted.endpointId);
      const { endpoint, secret } = rotated;
      return say(call, {
        json: { ...toEndpointView(endpoint), secret },
        text: `The new signing secret of endpoint ${endpoint.id}, shown this once:\n\n  ${secret}\n`,
      });
    },
  },
  {
    name: 'endpoint test',
    group: GROUP,
    usage: '--shop <id> --endpoint <id> [--json]',
    summary: 'Sends a signed test message now and tells what came of it; exits 1 when it was not taken.',
    options: textOptions('shop', 'endpoint'),
    required: ['shop', 'endpoint'],
    async run(call) {
      const wanted = endpointOf(call.values);
      const test = await (await call.session.endpoints()).test(wanted);
      if (!test) throw unknown(wanted.endpointId);
      const answer = test.httpStatus === null ? (test.error ?? 'no answer') : `HTTP ${test.httpStatus}`;
      const text = `Endpoint ${wanted.endpointId} ${test.acknowledged ? 'took' : 'did not take'} the message: ${answer} after ${test.durationMs} ms.`;
      say(call, { json: test, text });
      return test.acknowledged ? EXIT.ok : EXIT.failed;
    },
  },
];

function endpointOf(values: CommandCall['values']): { shopId: string; endpointId: string } {
  return { shopId: required(values, 'shop'), endpointId: required(values, 'endpoint') };
}

function fieldsOf(values: CommandCall['values']): EndpointFields {
  const [url, types, description] = [
    optional(values, 'url'),
    optional(values, 'types'),
    optional(values, 'description'),
  ];
  const enabled = yesOrNo(values, 'enabled');
  return {
    ...(url === undefined ? {} : { url }),
    ...(types === undefined ? {} : { types: types === 'all' ? [] : types.split(',').map((type) => type.trim()) }),
    ...(description === undefined ? {} : { description: description === '' ? null : description }),
    ...(enabled === undefined ? {} : { enabled }),
  };
}

async function knownShop({ session, values }: CommandCall): Promise<string> {
  const shopId = required(values, 'shop');
  const { shops } = await session.administration();
  if (await shops.get(shopId)) return shopId;
  throw new Error(`There is no shop ${shopId}: look it up in \`chasqui shop list\`.`);
}

function unknown(endpointId: string): Error {
  return new Error(`There is no endpoint ${endpointId} of this shop: look it up in \`chasqui endpoint list\`.`);
}

async function note(
  session: CliSession,
  action: string,
  subject: string,
  data: Record<string, unknown> = {},
): Promise<void> {
  await new AuditLog(await session.database(), await session.clock()).record({ actor: ACTOR, action, subject, data });
}
