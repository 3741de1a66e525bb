import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'process-logs';
/** Shorter ones stand in any text by chance. */
const SHORTEST = 8;

/**
 * Keeps what a process of the product says in the folder of the test run, beside the secrets that it was given: at the end of
 * the run they are looked for. Call what it answers with everything that the process writes.
 */
export function keepProcessLog(
  runFolder: string,
  { name, pid, secrets }: { name: string; pid: number; secrets: readonly string[] },
): (chunk: string) => void {
  const folder = join(runFolder, FOLDER);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}-${pid}-${process.hrtime.bigint()}`);
  writeFileSync(`${file}.secrets`, JSON.stringify(secrets.filter((secret) => secret.length >= SHORTEST)));
  return (chunk) => {
    // A process may say its last word when the run has ended and its folder is gone.
    if (existsSync(folder)) appendFileSync(`${file}.log`, chunk);
  };
}

/** Every line of these logs with a secret that its process was given, as `<log>:<line>: <the line, without it>`. */
export function secretsInProcessLogs(runFolder: string): string[] {
  const folder = join(runFolder, FOLDER);
  if (!existsSync(folder)) return [];
  const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));
  return logs.flatMap((log) => {
    const secrets = JSON.parse(readFileSync(join(folder, log.replace(/log$/, 'secrets')), 'utf8')) as string[];
    const lines = readFileSync(join(folder, log), 'utf8').split('\n');
    return lines.flatMap((line, index) => {
      const found = secrets.filter((secret) => line.includes(secret));
      if (found.length === 0) return [];
      const shown = found.reduce((text, secret) => text.replaceAll(secret, '‹secret›'), line);
      return [`${log}:${index + 1}: ${shown}`];
    });
  });
}
