import { Test } from '@nestjs/testing';
import { RecordedLog } from '#testing';
import { EventRelay } from '#payments';
import { LOG } from '#platform';
import type { SweepDefinition } from '#queues';
import { Sweeps, Wakeups } from '#queues';
import { describe, expect, it } from 'vitest';
import { DeliveriesProcessor } from './deliveries.processor.js';
import { DeliveryPump } from './delivery-pump.js';
import { EventRelayProcessor } from './event-relay.processor.js';

/** Both processors with what they need around them; `look` is what a wake-up of the queue causes. */
async function processorsOf(parts: { batch?: number; events?: number[]; room?: boolean }) {
  const { batch = 500, events = [], room = true } = parts;
  const done: string[] = [];
  const module = await Test.createTestingModule({
    providers: [
      EventRelayProcessor,
      DeliveriesProcessor,
      { provide: Sweeps, useValue: { add: ({ run }: SweepDefinition) => ({ wake: run }) } },
      { provide: Wakeups, useValue: { wake: (queue: string) => Promise.resolve(void done.push(`told ${queue}`)) } },
      { provide: EventRelay, useValue: { batch, relay: () => Promise.resolve(events.shift() ?? 0) } },
      {
        provide: DeliveryPump,
        useValue: {
          fill: () => Promise.resolve(done.push('looked')),
          hasRoom: () => room,
          drain: () => Promise.resolve(),
        },
      },
      { provide: LOG, useValue: new RecordedLog() },
    ],
  }).compile();
  return { done, relay: module.get(EventRelayProcessor), deliveries: module.get(DeliveriesProcessor) };
}

describe('the processors of the fulfillment-worker', () => {
  it('deliver what was numbered here without a job, as long as there is room', async () => {
    const { done, relay } = await processorsOf({ events: [3] });
    await relay.process();
    await expect.poll(() => done).toEqual(['looked']);
  });

  it('tell the other processes when this one has no room for what it numbered', async () => {
    const { done, relay } = await processorsOf({ events: [3], room: false });
    await relay.process();
    await expect.poll(() => done).toEqual(['looked', 'told deliveries']);
  });

  it('neither look nor tell where nothing was numbered', async () => {
    const { done, relay } = await processorsOf({ events: [0], room: false });
    expect(await relay.process()).toBe(0);
    expect(done).toEqual([]);
  });

  it('number again at once only after a full batch', async () => {
    const { relay } = await processorsOf({ batch: 4, events: [4, 5, 3] });
    expect([await relay.process(), await relay.process(), await relay.process()]).toEqual([4, 5, 0]);
  });

  it('claim again when a send ends, and not because something was claimed', async () => {
    const { done, deliveries } = await processorsOf({});
    expect(await deliveries.process()).toBe(0);
    expect(done).toEqual(['looked']);
  });
});
