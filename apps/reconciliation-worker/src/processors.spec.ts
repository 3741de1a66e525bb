import { Test } from '@nestjs/testing';
import type { Job, JobContracts } from '#queues';
import { describe, expect, it } from 'vitest';
import { NotificationsProcessor } from './notifications.processor.js';
import { Reconciliation } from './reconciliation.js';

describe('NotificationsProcessor', () => {
  async function processorOf(apply: (ids: readonly string[]) => Promise<number>): Promise<NotificationsProcessor> {
    const module = await Test.createTestingModule({
      providers: [NotificationsProcessor, { provide: Reconciliation, useValue: { applyNotifications: apply } }],
    }).compile();
    return module.get(NotificationsProcessor);
  }

  const job = { data: { v: 1, ids: ['ntf_1', 'ntf_2'] } } as Job<JobContracts['notifications']>;

  it('applies exactly the rows that the job names', async () => {
    const asked: string[] = [];
    const processor = await processorOf(async (ids) => asked.push(...ids));
    expect(await processor.process(job)).toBe(2);
    expect(asked).toEqual(['ntf_1', 'ntf_2']);
  });

  it('lets the job fail when the rows cannot be applied, so that it is tried again and stays visible', async () => {
    const processor = await processorOf(() => Promise.reject(new Error('database away')));
    await expect(processor.process(job)).rejects.toThrow('database away');
  });
});
