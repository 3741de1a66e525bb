import { toApiKeyView } from '#payments';
import { allPages } from '../admin/all-pages.js';
import { expiryOf, optional, required, scopesOf, textOptions, wholeNumber } from '../admin/options.js';
import { granted } from '../admin/outcomes.js';
import { ACTOR, GROUP, say, sayList } from '../admin/say.js';
import type { Command } from '../command.js';
import { clockTime } from '../print/columns.js';

export const apiKeyCommands: readonly Command[] = [
  {
    name: 'api-key list',
    group: GROUP,
    usage: '--shop <id> [--json]',
    summary: "Lists a shop's API keys by prefix, with their last use.",
    options: textOptions('shop'),
    required: ['shop'],
    async run(call) {
      const { apiKeys } = await call.session.administration();
      const shopId = required(call.values, 'shop');
      const rows = (await allPages((page) => apiKeys.list({ ...page, shopId }))).map(toApiKeyView);
      return sayList(call, {
        name: 'apiKeys',
        rows,
        heading: ['KEY', 'PREFIX', 'CREATED', 'LAST USED', 'ENDS', 'RATE', 'SCOPES', 'NAME'],
        cells: (key) => [
          key.id,
          `${key.prefix}…`,
          clockTime(key.createdAt),
          clockTime(key.lastUsedAt),
          key.revokedAt === null ? clockTime(key.expiresAt) : `revoked ${clockTime(key.revokedAt)}`,
          key.ratePerMinute === null ? '-' : `${key.ratePerMinute}/min`,
          key.scopes.join(' '),
          key.name ?? '-',
        ],
      });
    },
  },
  {
    name: 'api-key create',
    group: GROUP,
    usage:
      '--shop <id> [--name <name>] [--scopes payments:read,…] [--expires <instant or duration>] [--rate <per minute>] [--json]',
    summary: "Makes an API key of the shop's mode and shows it, this once. Without --scopes it may do everything.",
    options: textOptions('shop', 'name', 'scopes', 'expires', 'rate'),
    required: ['shop'],
    async run(call) {
      const { apiKeys } = await call.session.administration();
      const scopes = scopesOf(call.values);
      const wanted = {
        shopId: required(call.values, 'shop'),
        name: optional(call.values, 'name') ?? null,
        ...(scopes === undefined ? {} : { scopes }),
        expiresAt: expiryOf(call.values, (await call.session.clock()).now()),
        ratePerMinute: wholeNumber(call.values, 'rate') ?? null,
        actor: ACTOR,
      };
      const { key, ...made } = granted(await apiKeys.create(wanted));
      return say(call, {
        json: { ...toApiKeyView(made), key },
        text: `API key ${made.id} of shop ${made.shopId}, shown this once:\n\n  ${key}\n`,
      });
    },
  },
  {
    name: 'api-key revoke',
    group: GROUP,
    usage: '--shop <id> --key <id> [--json]',
    summary: 'Has an API key open nothing from now on.',
    options: textOptions('shop', 'key'),
    required: ['shop', 'key'],
    async run(call) {
      const { apiKeys } = await call.session.administration();
      const [shopId, keyId] = [required(call.values, 'shop'), required(call.values, 'key')];
      const key = granted(await apiKeys.revoke({ shopId, keyId, actor: ACTOR }));
      return say(call, { json: toApiKeyView(key), text: `API key ${key.id} (${key.prefix}…) is revoked.` });
    },
  },
];
