// What this machine offers the tests beyond Node: asked by vitest.config.ts and by scripts/test.mjs.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The Chromium builds that Linux distributions, Homebrew and Chrome's own installers put somewhere. */
const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const CHROMIUM_FILES = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Where Redis comes from: REDIS_TEST_URL, a redis-server that specs may start, or null. */
export function findRedis(env = process.env) {
  if (env.REDIS_TEST_URL) return env.REDIS_TEST_URL;
  const run = spawnSync('redis-server', ['--version'], { stdio: 'ignore' });
  return run.status === 0 ? 'redis-server' : null;
}

/** The browser of the browser specs: CHROMIUM_PATH, or one that is installed, or null. */
export function findChromium(env = process.env) {
  const folders = (env.PATH ?? '').split(delimiter);
  const candidates = [
    ...(env.CHROMIUM_PATH ? [env.CHROMIUM_PATH] : []),
    ...folders.flatMap((folder) => CHROMIUM_NAMES.map((name) => join(folder, name))),
    ...CHROMIUM_FILES,
  ];
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
