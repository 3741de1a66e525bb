import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepProcessLog, secretsInProcessLogs } from './process-logs.js';

describe('the logs of processes that tests start', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chasqui-process-logs-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are searched for what each process was given, also where it was said in two pieces', () => {
    const secrets = ['hunter2-hunter2', 'short'];
    const one = keepProcessLog(folder, { name: 'checkout-api', pid: 7, secrets });
    const other = keepProcessLog(folder, { name: 'expiry-worker', pid: 8, secrets: ['another secret'] });
    one('a line\nthe key is hunter2-');
    one('hunter2 and short\n');
    other('hunter2-hunter2 is not mine\n');
    expect(secretsInProcessLogs(folder)).toEqual([
      expect.stringMatching(/^checkout-api-7-\d+\.log:2: the key is ‹secret› and short$/),
    ]);
  });

  it('are none where no process was started, and may go on when the run is over', () => {
    expect(secretsInProcessLogs(folder)).toEqual([]);
    const say = keepProcessLog(folder, { name: 'late', pid: 9, secrets: [] });
    rmSync(folder, { recursive: true });
    expect(() => say('too late')).not.toThrow();
  });
});
