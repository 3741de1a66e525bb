import type { DataSource } from 'typeorm';
import { sealedTexts } from '#payments';
import { SecretBox } from '#platform';
import type { DiagnosisSubject } from '../diagnosis-subject.js';
import { fail, type Finding, ok, reasonOf, warn } from '../finding.js';

/** Every secret of the database is opened once; none is shown. */
export async function checkMasterKey(subject: DiagnosisSubject, dataSource: DataSource): Promise<Finding[]> {
  const { config, masterKey: current } = subject;
  const stored = await sealedTexts(dataSource);
  if (current === null) {
    return stored.length === 0
      ? [ok('master-key', 'There is no master key, and nothing that needs one yet.')]
      : [fail('master-key', 'There is no master key, and secrets are stored.', 'Set CHASQUI_MASTER_KEY.')];
  }
  const previous = config.secrets.masterKeyPrevious?.reveal() ?? null;
  const box = SecretBox.fromBase64({ current: current.reveal(), previous });
  const locked = stored.flatMap(({ owner, sealed }) => {
    try {
      box.open(sealed);
      return [];
    } catch (error) {
      return [`${owner} ${reasonOf(error)}`];
    }
  });
  if (locked.length > 0) {
    const mend = 'Set the key they were sealed with as CHASQUI_MASTER_KEY_PREVIOUS.';
    return [fail('master-key', `The master key does not open: ${locked.join('; ')}.`, mend)];
  }
  const old = stored.filter(({ sealed }) => !box.isCurrent(sealed)).length;
  return [
    old === 0
      ? ok('master-key', `The master key opens all ${stored.length} stored secrets.`)
      : warn(
          'master-key',
          `${old} of ${stored.length} secrets are sealed with the key before.`,
          'Run `chasqui rekey`; until then keep CHASQUI_MASTER_KEY_PREVIOUS set.',
        ),
  ];
}
