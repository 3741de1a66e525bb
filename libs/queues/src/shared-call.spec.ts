import { waitFor } from '#testing';
import { expect, it } from 'vitest';
import { SharedCall } from './shared-call.js';

it('serves a burst with two calls: the one under way, and one that began after the rest asked', async () => {
  const finish: (() => void)[] = [];
  const shared = new SharedCall(() => new Promise<void>((resolve) => finish.push(resolve)));
  const first = shared.call();
  const rest = [shared.call(), shared.call(), shared.call()];
  expect(finish).toHaveLength(1);
  finish[0]?.();
  await first;
  await waitFor(() => finish.length === 2, { what: 'the second call' });
  finish[1]?.();
  await Promise.all(rest);
  expect(finish).toHaveLength(2);
});

it('gives those who waited a call of their own when the one before failed', async () => {
  let calls = 0;
  const shared = new SharedCall(() => {
    calls += 1;
    return calls === 1 ? Promise.reject(new Error('lost')) : Promise.resolve();
  });
  const first = shared.call();
  const second = shared.call();
  await expect(first).rejects.toThrow('lost');
  await second;
  await shared.call();
  expect(calls).toBe(3);
});
