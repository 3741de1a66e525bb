// docker-compose.yml: it parses, its services know each other, and it sets only variables that the product reads.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadVariables } from './environment-example.mjs';

/** Of the images beside ours, and of Node itself. */
const FOREIGN = /^(POSTGRES_\w+|PG\w+|REDIS_\w+|VALKEY_\w+|NODE_ENV|NODE_OPTIONS|TZ)$/;

/** What is wrong with docker-compose.yml, one sentence each. Needs an up-to-date dist. */
export async function checkCompose(root) {
  const file = join(root, 'docker-compose.yml');
  if (!existsSync(file)) return ['docker-compose.yml is missing'];
  const text = readFileSync(file, 'utf8');
  const compose = parse(text, { merge: true });
  const services = Object.entries(compose?.services ?? {});
  if (services.length === 0) return ['docker-compose.yml has no services'];
  const known = new Set((await loadVariables(root)).map(({ name }) => name));
  const isKnown = (name) => known.has(name) || FOREIGN.test(name);
  const problems = services.flatMap(([name, service]) => [
    ...namesOf(service.environment)
      .filter((variable) => !isKnown(variable))
      .map((variable) => `${name} sets ${variable}, which is no variable of ours`),
    ...namesOf(service.depends_on)
      .filter((other) => !(other in compose.services))
      .map((other) => `${name} depends on ${other}, which is no service here`),
  ]);
  const asked = [...text.matchAll(/(?<!\$)\$\{?([A-Z][A-Z0-9_]*)/g)].map(([, name]) => name);
  for (const name of new Set(asked)) {
    if (!isKnown(name)) problems.push(`\${${name}} is asked of the environment, which is no variable of ours`);
  }
  return problems;
}

/** The names of a map (`A: 1`) or of a list (`- A=1`). */
function namesOf(block) {
  if (block === undefined || block === null) return [];
  if (Array.isArray(block)) return block.map((entry) => String(entry).split('=', 1)[0]);
  return Object.keys(block);
}
