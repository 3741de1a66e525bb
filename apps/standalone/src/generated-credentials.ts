import { randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChasquiConfig } from '#platform';
import { loadOrCreateMasterKey, prepareDataDirectory, Secret } from '#platform';

/** What a merchant would configure and a first start has to invent. Kept in the data folder, readable by us alone. */
interface Generated {
  readonly apiKey: string;
  readonly operatorEmail: string;
  readonly operatorPassword: string;
}

const FILE = 'credentials.json';

/** The configuration with every missing secret filled in from the data folder, made there at the first start. */
export async function withGeneratedCredentials(config: ChasquiConfig): Promise<ChasquiConfig> {
  const { dataDir } = config.database;
  const generated = await loadOrCreate(dataDir);
  const masterKey = config.secrets.masterKey ?? (await loadOrCreateMasterKey(dataDir));
  return {
    ...config,
    secrets: { ...config.secrets, masterKey },
    checkout: { ...config.checkout, apiKey: config.checkout.apiKey ?? new Secret(generated.apiKey) },
    console: {
      operator: config.console.operator ?? {
        email: generated.operatorEmail,
        password: new Secret(generated.operatorPassword),
      },
    },
  };
}

async function loadOrCreate(dataDir: string): Promise<Generated> {
  const file = join(dataDir, FILE);
  const stored = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (stored !== null) return parse(file, stored);
  await prepareDataDirectory(dataDir);
  const generated: Generated = {
    apiKey: `ck_test_${randomBytes(24).toString('base64url')}`,
    operatorEmail: 'operator@example.com',
    operatorPassword: randomBytes(12).toString('base64url'),
  };
  await writeFile(file, `${JSON.stringify(generated, null, 2)}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
  return generated;
}

function parse(file: string, text: string): Generated {
  try {
    const value: unknown = JSON.parse(text);
    if (isGenerated(value)) return value;
  } catch {
    // Falls through to the sentence below: a half-written file and a wrong one need the same mend.
  }
  throw new Error(`${file} is not readable as credentials: delete it to have new ones made, or restore it.`);
}

function isGenerated(value: unknown): value is Generated {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['apiKey', 'operatorEmail', 'operatorPassword'].every(
      (name) => typeof Reflect.get(value, name) === 'string' && Reflect.get(value, name) !== '',
    )
  );
}
