import { toAdminKeyView } from '#payments';
import { SystemClock } from '#platform';
import { allPages } from '../admin/all-pages.js';
import { expiryOf, required, textOptions } from '../admin/options.js';
import { granted } from '../admin/outcomes.js';
import { ACTOR, GROUP, say, sayList } from '../admin/say.js';
import type { Command } from '../command.js';
import { clockTime } from '../print/columns.js';

export const adminKeyCommands: readonly Command[] = [
  {
    name: 'admin-key list',
    group: GROUP,
    usage: '[--json]',
    summary: 'Lists the keys of programs that use the admin API.',
    options: textOptions(),
    async run(call) {
      const { adminKeys } = await call.session.administration();
      const rows = (await allPages((page) => adminKeys.list(page))).map(toAdminKeyView);
      return sayList(call, {
        name: 'adminKeys',
        rows,
        heading: ['KEY', 'PREFIX', 'CREATED', 'LAST USED', 'ENDS', 'BY', 'NAME'],
        cells: (key) => [
          key.id,
          `${key.prefix}…`,
          clockTime(key.createdAt),
          clockTime(key.lastUsedAt),
          key.revokedAt === null ? clockTime(key.expiresAt) : `revoked ${clockTime(key.revokedAt)}`,
          key.createdBy,
          key.name,
        ],
      });
    },
  },
  {
    name: 'admin-key create',
    group: GROUP,
    usage: '--name <name> [--expires <instant or duration>] [--json]',
    summary: 'Makes a key for the admin API and shows it, this once.',
    options: textOptions('name', 'expires'),
    required: ['name'],
    async run(call) {
      const { adminKeys } = await call.session.administration();
      const expiresAt = expiryOf(call.values, new SystemClock().now());
      const { key, ...made } = granted(
        await adminKeys.create({ name: required(call.values, 'name'), expiresAt, actor: ACTOR }),
      );
      return say(call, {
        json: { ...toAdminKeyView(made), key },
        text: `Admin key ${made.id}, shown this once:\n\n  ${key}\n`,
      });
    },
  },
  {
    name: 'admin-key revoke',
    group: GROUP,
    usage: '--key <id> [--json]',
    summary: 'Has an admin key open nothing from now on.',
    options: textOptions('key'),
    required: ['key'],
    async run(call) {
      const { adminKeys } = await call.session.administration();
      const key = granted(await adminKeys.revoke({ keyId: required(call.values, 'key'), actor: ACTOR }));
      return say(call, { json: toAdminKeyView(key), text: `Admin key ${key.id} (${key.prefix}…) is revoked.` });
    },
  },
];
