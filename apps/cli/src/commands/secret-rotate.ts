import { GROUP } from '../admin/say.js';
import type { Command } from '../command.js';
import { ROTATION, rotateSecret } from './account-commands.js';

/** The name of the contract for `account rotate-secret` (requirement R16). */
export const secretRotate: Command = {
  ...ROTATION,
  name: 'secret rotate',
  group: GROUP,
  usage: '<account> [--overlap P30D] [--verify-only] [--stdin] [--json]',
  words: { min: 1, max: 1 },
  run: (call) => rotateSecret(call, call.positionals[0] ?? ''),
};
