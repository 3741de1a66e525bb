import { describe, expect, it } from 'vitest';
import { isQueueName, jobOptions, jobPolicies, queueNames } from './job-policies.js';

describe('the policy table', () => {
  it('keeps failed jobs a month and completed ones not at all, for every queue', () => {
    for (const name of queueNames) {
      expect(jobPolicies[name]).toMatchObject({ removeOnComplete: true, removeOnFail: { age: 30 * 86_400 } });
    }
  });

  it('covers the one queue without a sweep by another one of the same consumer', () => {
    expect(queueNames.filter((name) => jobPolicies[name].sweepEveryMs === null)).toEqual(['notifications']);
    expect(jobPolicies['inbox-drain'].consumer).toBe(jobPolicies.notifications.consumer);
  });

  it('knows its queues by name', () => {
    expect(isQueueName('deliveries')).toBe(true);
    expect(isQueueName('toString')).toBe(false);
  });

  it('retries a job that names rows, and leaves a bare look to the next tick', () => {
    expect(jobOptions('notifications', { v: 1, ids: [] })).toMatchObject({
      attempts: 5,
      backoff: { type: 'exponential' },
    });
    expect(jobOptions('gateway-polls', { v: 1, cipIds: ['cip_1'] })).not.toHaveProperty('deduplication');
    expect(jobOptions('gateway-polls', { v: 1 })).toMatchObject({ attempts: 1, deduplication: { id: 'look' } });
  });
});
