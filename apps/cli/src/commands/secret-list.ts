import { secretInventory, toSecretView } from '#payments';
import { textOptions } from '../admin/options.js';
import { GROUP, sayList } from '../admin/say.js';
import type { Command } from '../command.js';
import { clockTime } from '../print/columns.js';

/** Every secret in force, and what has to be changed next (requirement R16). */
export const secretList: Command = {
  name: 'secret list',
  group: GROUP,
  usage: '[--json]',
  summary: 'Lists every secret in force with its age, last use and end, soonest end first; never a value.',
  options: textOptions(),
  async run(call) {
    const dataSource = await call.session.database();
    const now = (await call.session.clock()).now();
    const rows = (await secretInventory(dataSource, { now })).map((secret) => toSecretView(secret, now));
    return sayList(call, {
      name: 'secrets',
      rows,
      heading: ['ENDS', 'DAYS LEFT', 'SINCE', 'LAST USED', 'KIND', 'SECRET'],
      cells: (secret) => [
        clockTime(secret.endsAt),
        secret.daysLeft === null ? '-' : String(secret.daysLeft),
        clockTime(secret.since),
        clockTime(secret.lastUsedAt),
        secret.kind,
        secret.owner,
      ],
    });
  },
};
