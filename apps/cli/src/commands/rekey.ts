import { MasterKeyChange } from '#payments';
import { SecretBox } from '#platform';
import { textOptions } from '../admin/options.js';
import { ACTOR, GROUP, say } from '../admin/say.js';
import { type Command, EXIT } from '../command.js';
import { findMasterKey } from '../session/master-key.js';

/** The second half of a change of the master key (requirement R16). */
export const rekey: Command = {
  name: 'rekey',
  group: GROUP,
  usage: '[--json]',
  summary: 'Seals every secret at rest with CHASQUI_MASTER_KEY, so that the previous key can be taken away.',
  details:
    'The product may run meanwhile, with both keys. Exit code 1 when a secret opens with neither; it stays as it is.',
  options: textOptions(),
  async run(call) {
    const { config } = call.session;
    const current = await findMasterKey(config);
    if (current === null) throw new Error('CHASQUI_MASTER_KEY is missing: set the key to move to.');
    const previous = config.secrets.masterKeyPrevious?.reveal() ?? null;
    const box = SecretBox.fromBase64({ current: current.reveal(), previous });
    const change = new MasterKeyChange(await call.session.database(), await call.session.clock(), box);
    const { resealed, already, locked } = await change.run(ACTOR);
    const lines = [`${resealed} secret(s) moved to key ${box.currentKeyName}, ${already} had it.`];
    if (locked.length === 0) lines.push('CHASQUI_MASTER_KEY_PREVIOUS is needed no more: take it away and restart.');
    else lines.push(...locked.map(({ owner, reason }) => `Left as it is: ${owner} ${reason}.`));
    say(call, { json: { key: box.currentKeyName, resealed, already, locked }, text: lines.join('\n') });
    return locked.length === 0 ? EXIT.ok : EXIT.failed;
  },
};
