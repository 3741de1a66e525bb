import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { redisServer, testQueueKind, waitFor } from '#testing';
import { build } from './processes.js';

const root = resolve(import.meta.dirname, '../..');

describe('npm run demo', () => {
  beforeAll(build, 120_000);

  it('shows both orders come out right, and ends with nothing left to wait for', { timeout: 90_000 }, async () => {
    const redis = testQueueKind() === 'redis' ? await redisServer() : null;
    const child = spawn(process.execPath, [resolve(root, 'dist/apps/standalone/src/demo/main.js')], {
      env: { PATH: process.env['PATH'] ?? '', ...(redis === null ? {} : { QUEUE_URL: redis.url }) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    try {
      await waitFor(() => child.exitCode !== null || output.includes('Both orders came out right'), {
        what: () => `the demo to come to its end:\n${output}`,
        timeoutMs: 60_000,
      });
      // A forgotten timer or socket would keep it half a minute longer.
      await waitFor(() => child.exitCode !== null, { what: 'the process to end', timeoutMs: 15_000 });
      expect(output).toContain('and verified its signature');
      expect(output).toContain('state expired, stock released');
      expect(child.exitCode).toBe(0);
    } finally {
      child.kill('SIGKILL');
      await redis?.stop();
    }
  });
});
