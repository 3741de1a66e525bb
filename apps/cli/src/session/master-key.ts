import { type ChasquiConfig, readMasterKey, SecretBox, type Secret } from '#platform';

/** Opens and seals secrets at rest. */
interface Sealer {
  seal(plain: string): string;
  open(sealed: string): string;
}

/** The configured master key, or the one that the product generated into the data folder of an embedded database. */
export async function findMasterKey(config: ChasquiConfig): Promise<Secret | null> {
  if (config.secrets.masterKey !== null) return config.secrets.masterKey;
  return config.database.url === null ? readMasterKey(config.database.dataDir) : null;
}

/** Without a key only what needs no secret works: the sentence comes when one is to be opened. */
export async function openSealer(config: ChasquiConfig): Promise<Sealer> {
  const current = await findMasterKey(config);
  if (current === null) return { seal: lacksKey, open: lacksKey };
  return SecretBox.fromBase64({
    current: current.reveal(),
    previous: config.secrets.masterKeyPrevious?.reveal() ?? null,
  });
}

function lacksKey(): never {
  throw new Error(
    "CHASQUI_MASTER_KEY is missing: set the product's key, which opens the secrets of the gateway accounts.",
  );
}
