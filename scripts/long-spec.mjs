// One spec at another size than `npm test` runs it: whole numbers from the command line become its environment.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * `options`: by name, the variable that the spec reads, the bounds, and the text that counts when it is absent. The exit
 * code is that of `npm test`, 64 for a wrong argument.
 */
export function runLongSpec({ usage, project = 'main', spec, options }) {
  const env = readEnvironment(usage, options);
  const args = [join(root, 'scripts', 'test.mjs'), '--project', project, spec];
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit' });
  // Ctrl-C reaches the tests too; this process waits for them, to leave nothing behind.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.once('close', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}

function readEnvironment(usage, options) {
  try {
    const types = Object.fromEntries(Object.keys(options).map((name) => [name, { type: 'string' }]));
    const { values } = parseArgs({ options: types });
    const env = {};
    for (const [name, { variable, min, max, absent }] of Object.entries(options)) {
      const text = values[name];
      if (text !== undefined) expectInteger(`--${name}`, text, { min, max });
      if ((text ?? absent) !== undefined) env[variable] = text ?? absent;
    }
    return env;
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    return process.exit(64);
  }
}

function expectInteger(option, text, { min, max }) {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max))
    throw new RangeError(`${option} ${text} is no whole number from ${min} to ${max}.`);
}
