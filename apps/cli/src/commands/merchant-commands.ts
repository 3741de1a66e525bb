import { toMerchantView } from '#payments';
import { allPages } from '../admin/all-pages.js';
import { required, textOptions } from '../admin/options.js';
import { granted } from '../admin/outcomes.js';
import { ACTOR, GROUP, say, sayList } from '../admin/say.js';
import type { Command } from '../command.js';
import { clockTime } from '../print/columns.js';

export const merchantCommands: readonly Command[] = [
  {
    name: 'merchant list',
    group: GROUP,
    usage: '[--json]',
    summary: 'Lists merchants.',
    options: textOptions(),
    async run(call) {
      const { merchants } = await call.session.administration();
      const rows = (await allPages((page) => merchants.list(page))).map(toMerchantView);
      return sayList(call, {
        name: 'merchants',
        rows,
        heading: ['MERCHANT', 'CREATED', 'NAME'],
        cells: ({ id, createdAt, name }) => [id, clockTime(createdAt), name],
      });
    },
  },
  {
    name: 'merchant create',
    group: GROUP,
    usage: '--name <name> [--json]',
    summary: 'Makes a merchant, who owns shops and gateway accounts.',
    options: textOptions('name'),
    required: ['name'],
    async run(call) {
      const { merchants } = await call.session.administration();
      const made = granted(await merchants.create({ name: required(call.values, 'name'), actor: ACTOR }));
      return say(call, { json: toMerchantView(made), text: `Merchant ${made.id} was made.` });
    },
  },
];
