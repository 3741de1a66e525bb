import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Row } from './measure.js';
import { hasRedis } from './servers.js';

const root = resolve(import.meta.dirname, '../..');
/** Generous: many processes may be starting beside these. */
const LIMIT_MS = 240_000;
const bench = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['scripts/bench.mjs', ...args], {
    cwd: root,
    maxBuffer: 10_000_000,
    timeout: LIMIT_MS,
  });

describe('npm run bench', () => {
  it('measures with real processes and says every row as JSON', { timeout: LIMIT_MS }, async () => {
    const { stdout } = await bench('--quick', '--json', '--backend', 'postgres', '--only', 'accept,apply');
    const result = JSON.parse(stdout) as { facts: Record<string, unknown>; quick: boolean; rows: Row[] };
    expect(result).toMatchObject({
      quick: true,
      facts: { node: process.version, postgres: expect.any(String), disk: { p50Ms: expect.any(Number) } },
    });
    const measures = result.rows.map(({ measure, against }) => `${measure}${against ? `: ${against.what}` : ''}`);
    expect(measures).toEqual([
      'accepted durably: the same server storing nothing',
      ...(hasRedis()
        ? [
            'accepted durably, against the textbook: one queue.add per webhook',
            'applied and numbered',
            'applied and numbered, against the textbook: one job, one transaction',
          ]
        : ['applied and numbered']),
    ]);
    for (const { backend, unit, ours, against, ratio, met, repetitions } of result.rows) {
      expect({ backend, unit, repetitions }).toEqual({ backend: 'postgres', unit: '/s', repetitions: [ours] });
      expect(ours).toBeGreaterThan(0);
      expect(ratio).toEqual(against && ours / against.value);
      expect(met).toBeTypeOf('boolean');
    }
  });

  it('refuses what it does not know, and says what there is', async () => {
    await expect(bench('--only', 'nothing')).rejects.toMatchObject({
      code: 64,
      stderr: expect.stringMatching(/There is no measure nothing\.\n.*--only accept,apply/),
    });
  });
});
