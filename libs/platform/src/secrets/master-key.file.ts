import { randomBytes } from 'node:crypto';
import { link, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret } from '../config/secret.js';
import { prepareDataDirectory } from '../embedded-postgres/cluster-home.js';

const FILE_NAME = 'master-key';
const KEY_BYTES = 32;

/** Where a data folder keeps the master key that was generated for it. */
export function masterKeyFile(dataDir: string): string {
  return join(dataDir, FILE_NAME);
}

/**
 * The generated master key of a data folder (base64 of 32 bytes, as `SecretBox.fromBase64` takes it), or null when none
 * was made yet. Throws a sentence when the file holds something else: to go on with another key would lock every
 * secret that was sealed.
 */
export async function readMasterKey(dataDir: string): Promise<Secret | null> {
  const file = masterKeyFile(dataDir);
  let text: string;
  try {
    text = (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return null;
    throw error;
  }
  if (Buffer.from(text, 'base64').length !== KEY_BYTES) {
    throw new Error(`${file} does not hold a master key of ${KEY_BYTES} bytes in base64: restore it from a backup.`);
  }
  return new Secret(text);
}

/** The same, made on first use: a file that only its owner may read. Processes that start together get the same key. */
export async function loadOrCreateMasterKey(dataDir: string): Promise<Secret> {
  const known = await readMasterKey(dataDir);
  if (known) return known;
  await prepareDataDirectory(dataDir);
  const file = masterKeyFile(dataDir);
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    // A link appears with its whole content or not at all, and never replaces one that another process made.
    await link(draft, file);
  } catch (error) {
    if (!isFileError(error, 'EEXIST')) throw error;
  } finally {
    await unlink(draft);
  }
  const made = await readMasterKey(dataDir);
  if (!made) throw new Error(`${file} vanished while it was made.`);
  return made;
}

function isFileError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
