import {
  auditableFields,
  AuditLog,
  EndpointStatisticsReader,
  type EndpointStatisticsView,
  toEndpointStatisticsView,
  toEndpointView,
} from '#payments';
import { required, textOptions, wholeNumber } from '../admin/options.js';
import { wrongOptions } from '../admin/outcomes.js';
import { ACTOR, GROUP, say, sayList } from '../admin/say.js';
import { type Command, type CommandCall, EXIT, UsageError } from '../command.js';
import type { CliSession } from '../session/cli-session.js';
import { ENDPOINT_HELP, ENDPOINT_OPTIONS, endpointFieldsOf, overlapOf, signatureOf } from './endpoint-options.js';

const HOUR_MS = 3_600_000;
const DEFAULT_HOURS = 24;
const MAX_HOURS = 720;

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
    usage: '--shop <id> --url <url> [--types order.paid,…] [--signature hmac-sha256|ed25519] [--json]',
    summary: "Has a shop's events sent to an address, and shows the signing secret, this once.",
    details: ENDPOINT_HELP,
    options: textOptions('shop', 'signature', ...ENDPOINT_OPTIONS),
    required: ['shop', 'url'],
    async run(call) {
      const fields = { ...(await endpointFieldsOf(call.values)), url: required(call.values, 'url') };
      const signature = signatureOf(call.values);
      const created = await (await call.session.endpoints()).create(await knownShop(call), fields, signature);
      if (created.kind === 'invalid') throw wrongOptions(created.problems);
      const { endpoint, secret } = created;
      await note(call.session, 'webhook_endpoint.created', endpoint.id, auditableFields(fields));
      return say(call, {
        json: { ...toEndpointView(endpoint), secret },
        text: `Endpoint ${endpoint.id} was made. ${keyText(endpoint.publicKey, secret)}`,
      });
    },
  },
  {
    name: 'endpoint update',
    group: GROUP,
    usage:
      '--shop <id> --endpoint <id> [--url <url>] [--types order.paid,…|all] [--description <text>] [--enabled yes|no] [--json]',
    summary: 'Changes an endpoint; a disabled one gathers events and gets them when it is enabled.',
    details: ENDPOINT_HELP,
    options: textOptions('shop', 'endpoint', 'enabled', ...ENDPOINT_OPTIONS),
    required: ['shop', 'endpoint'],
    async run(call) {
      const fields = await endpointFieldsOf(call.values);
      if (Object.keys(fields).length === 0)
        throw new UsageError('Nothing is to be changed: see --help of this command.');
      const wanted = endpointOf(call.values);
      const change = await (await call.session.endpoints()).update(wanted, fields);
      if (change.kind === 'invalid') throw wrongOptions(change.problems);
      if (change.kind === 'not_found') throw unknown(wanted.endpointId);
      await note(call.session, 'webhook_endpoint.changed', wanted.endpointId, auditableFields(fields));
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
    usage: '--shop <id> --endpoint <id> [--signature hmac-sha256|ed25519] [--overlap-hours <n>] [--json]',
    summary: 'Makes a new signing secret and shows it, this once; for 24 hours messages carry both signatures.',
    details: 'With --overlap-hours 0 the secret before is not used any more: for one that leaked.',
    options: textOptions('shop', 'endpoint', 'signature', 'overlap-hours'),
    required: ['shop', 'endpoint'],
    async run(call) {
      const wanted = endpointOf(call.values);
      const [signature, overlapMs] = [signatureOf(call.values), overlapOf(call.values)];
      const rotation = {
        ...(signature === undefined ? {} : { signature }),
        ...(overlapMs === undefined ? {} : { overlapMs }),
      };
      const rotated = await (await call.session.endpoints()).rotateSecret(wanted, rotation);
      if (!rotated) throw unknown(wanted.endpointId);
      await note(call.session, 'webhook_endpoint.secret_rotated', wanted.endpointId, rotation);
      const { endpoint, secret } = rotated;
      return say(call, {
        json: { ...toEndpointView(endpoint), secret },
        text: `Endpoint ${endpoint.id} signs anew. ${keyText(endpoint.publicKey, secret)}`,
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
  {
    name: 'endpoint stats',
    group: GROUP,
    usage: '--shop <id> --endpoint <id> [--hours <n>] [--json]',
    summary: `Tells what waits for an endpoint and what came of the last ${DEFAULT_HOURS} hours, or others.`,
    options: textOptions('shop', 'endpoint', 'hours'),
    required: ['shop', 'endpoint'],
    async run(call) {
      const wanted = endpointOf(call.values);
      const hours = wholeNumber(call.values, 'hours') ?? DEFAULT_HOURS;
      if (hours < 1 || hours > MAX_HOURS) throw new UsageError(`--hours is 1 to ${MAX_HOURS}, not ${hours}.`);
      const reader = new EndpointStatisticsReader(await call.session.database(), await call.session.clock());
      const found = await reader.read({ ...wanted, windowMs: hours * HOUR_MS });
      if (!found) throw unknown(wanted.endpointId);
      const figures = toEndpointStatisticsView(found);
      return say(call, { json: figures, text: statisticsText(figures, hours) });
    },
  },
];

function statisticsText(figures: EndpointStatisticsView, hours: number): string {
  const { attempts, answerMs, lastFailure } = figures;
  const since = figures.oldestWaitingAt === null ? '' : `, the oldest since ${figures.oldestWaitingAt}`;
  return [
    `circuit   ${figures.circuit}${figures.circuitOpenUntil === null ? '' : ` until ${figures.circuitOpenUntil}`}`,
    `waiting   ${figures.waiting}${since}`,
    `given up  ${figures.failed}`,
    `attempts  ${attempts.total} in ${hours} h: ${attempts.acknowledged} taken, ${attempts.refused} refused, ${attempts.unanswered} without an answer`,
    `answers   ${answerMs === null ? 'none' : `p50 ${answerMs.p50} ms, p95 ${answerMs.p95} ms, p99 ${answerMs.p99} ms`}`,
    `delivered ${figures.delivered}, the last ${figures.lastDeliveredAt ?? 'never'}`,
    `failure   ${lastFailure === null ? 'none' : `${lastFailure.at} ${lastFailure.error ?? ''}`}`,
  ].join('\n');
}

function endpointOf(values: CommandCall['values']): { shopId: string; endpointId: string } {
  return { shopId: required(values, 'shop'), endpointId: required(values, 'endpoint') };
}

function keyText(publicKey: string | null, secret: string | null): string {
  return secret === null
    ? `The public key that checks its signatures:\n\n  ${publicKey ?? ''}\n`
    : `Its signing secret, shown this once:\n\n  ${secret}\n`;
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
