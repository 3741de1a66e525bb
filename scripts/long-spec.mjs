// One spec at another size than `npm test` runs it: whole numbers from the command line become its environment.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * `options`: by name, the variable that the spec reads, the bounds, and the text that counts when it is absent. `flags`:
 * by name, the variable that is then 1. `projects`: an option that chooses one of several projects, all when absent. The
 * exit code is that of `npm test`, 64 for a wrong argument. `argv`: what of the command line is for the spec; `variables`:
 * more of its environment. Resolves when it is over.
 */
export function runLongSpec({
  usage,
  projectNames = ['main', 'alone'],
  projects,
  spec,
  options,
  flags = {},
  argv = process.argv.slice(2),
  variables = {},
}) {
  const { env, chosen } = readArguments(usage, { argv, options, flags, projects });
  const named = (chosen ?? projectNames).flatMap((name) => ['--project', name]);
  const args = [join(root, 'scripts', 'test.mjs'), ...named, spec];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env, ...variables },
    stdio: 'inherit',
  });
  // Ctrl-C reaches the tests too; this process waits for them, to leave nothing behind.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((done) => {
    child.once('close', (code, signal) => {
      process.exitCode = code ?? 128 + constants.signals[signal];
      done();
    });
  });
}

function readArguments(usage, { argv, options, flags, projects }) {
  try {
    const texts = [...Object.keys(options), ...(projects ? [projects.option] : [])];
    const types = Object.fromEntries([
      ...texts.map((name) => [name, { type: 'string' }]),
      ...Object.keys(flags).map((name) => [name, { type: 'boolean' }]),
    ]);
    const { values } = parseArgs({ args: argv, options: types });
    const env = {};
    for (const [name, { variable }] of Object.entries(flags)) if (values[name]) env[variable] = '1';
    for (const [name, { variable, min, max, absent }] of Object.entries(options)) {
      const text = values[name];
      if (text !== undefined) expectInteger(`--${name}`, text, { min, max });
      if ((text ?? absent) !== undefined) env[variable] = text ?? absent;
    }
    return { env, chosen: projects && chooseProjects(projects, values[projects.option]) };
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    return process.exit(64);
  }
}

function chooseProjects({ option, names }, name) {
  if (name === undefined) return names;
  if (!names.includes(name)) throw new RangeError(`--${option} ${name} is none of ${names.join(', ')}.`);
  return [name];
}

function expectInteger(option, text, { min, max }) {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max))
    throw new RangeError(`${option} ${text} is no whole number from ${min} to ${max}.`);
}
