// .env.example against the table of variables in libs/platform: nothing missing, nothing unknown, defaults as in code.
// Run by itself it writes the file anew from that table: `node scripts/checks/environment-example.mjs`.
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A setting, or one that is commented out because absence is what most want. */
const SETTING = /^(?:#\s?)?([A-Z][A-Z0-9_]+)=(.*)$/;

/** What is wrong with .env.example, one sentence each. Needs an up-to-date dist. */
export async function checkEnvironmentExample(root) {
  const file = join(root, '.env.example');
  if (!existsSync(file)) return ['.env.example is missing: it shows every variable with its default'];
  const variables = await loadVariables(root);
  const problems = [];
  const seen = new Map();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [, name, value] = SETTING.exec(line) ?? [];
    if (name === undefined) continue;
    if (seen.has(name)) problems.push(`.env.example names ${name} twice`);
    seen.set(name, value.trim());
  }
  const known = new Map(variables.map((variable) => [variable.name, variable]));
  for (const name of seen.keys()) {
    if (!known.has(name)) problems.push(`.env.example names ${name}, which is no variable of ours`);
  }
  for (const { name, default: byDefault } of variables) {
    if (!seen.has(name)) problems.push(`.env.example does not name ${name}`);
    else if (byDefault !== null && unquote(seen.get(name)) !== byDefault) {
      problems.push(`.env.example says ${name}=${seen.get(name)}, the default in the code is ${byDefault}`);
    }
  }
  return problems;
}

/** The rows of `variables`, as libs/platform exports it. */
export async function loadVariables(root) {
  const { variables } = await import(pathToFileURL(join(root, 'dist/libs/platform/src/index.js')).href);
  if (!Array.isArray(variables)) throw new Error('libs/platform does not export the list `variables`.');
  return variables;
}

function renderExample(variables) {
  const sections = [...new Set(variables.map(({ section }) => section))].map((section) => {
    const rows = variables.filter((variable) => variable.section === section).map(renderVariable);
    return [`# ---- ${section} `.padEnd(108, '-'), ...rows].join('\n\n');
  });
  return `${[HEAD, ...sections].join('\n\n')}\n`;
}

const HEAD = `# Every variable of Chasqui with its meaning and its default. Copy this file to .env and take the # away from what you set.
# The same as a table, and what a wrong value does: docs/configuration.md.
#
# Docker Compose reads .env by itself. For one process: node --env-file=.env dist/apps/<app>/src/main.js
# Docker Compose also needs POSTGRES_PASSWORD here, which is no variable of Chasqui: letters and digits, openssl rand -hex 24`;

/** Nothing is set: a copied file changes nothing until somebody takes a # away. */
function renderVariable({ name, meaning, default: byDefault, whenAbsent, example }) {
  const absent = whenAbsent === undefined ? [] : [`# When absent: ${whenAbsent}. Example: ${example}`];
  return [`# ${meaning}`, ...absent, `# ${name}=${byDefault ?? ''}`].join('\n');
}

function unquote(text) {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const root = resolve(fileURLToPath(import.meta.url), '../../..');
  writeFileSync(join(root, '.env.example'), renderExample(await loadVariables(root)));
}
