import { describe, expect, it } from 'vitest';
import { HealthRegistry } from './health-registry.js';

describe('HealthRegistry', () => {
  it('is ok with nothing to check', async () => {
    expect(await new HealthRegistry().check()).toEqual({ status: 'ok', checks: {} });
  });

  it('tells what fails beside what works', async () => {
    const health = new HealthRegistry();
    health.register('postgres', async () => undefined);
    health.register('queue', async () => {
      throw new AggregateError(
        [new Error('connect ECONNREFUSED ::1:6379'), new Error('connect ECONNREFUSED 127.0.0.1:6379')],
        '',
      );
    });
    health.register('disk', () => {
      throw new Error('full');
    });
    expect(await health.check()).toEqual({
      status: 'failing',
      checks: {
        postgres: 'ok',
        queue: 'connect ECONNREFUSED ::1:6379; connect ECONNREFUSED 127.0.0.1:6379',
        disk: 'full',
      },
    });
  });

  it('does not wait for a probe that hangs', async () => {
    const health = new HealthRegistry(20);
    health.register('postgres', () => new Promise(() => undefined));
    expect(await health.check()).toEqual({ status: 'failing', checks: { postgres: 'no answer within 20 ms' } });
  });

  it('runs its probes once for callers that ask at the same time, and again for the next', async () => {
    const health = new HealthRegistry();
    let runs = 0;
    health.register('postgres', async () => {
      runs += 1;
    });
    await Promise.all([health.check(), health.check(), health.check()]);
    expect(runs).toBe(1);
    await health.check();
    expect(runs).toBe(2);
  });

  it('is not ready from the moment of shutdown, and asks nobody any more', async () => {
    const health = new HealthRegistry();
    health.register('postgres', async () => {
      throw new Error('must not be asked');
    });
    health.beginShutdown();
    expect(await health.check()).toEqual({ status: 'shutting_down', checks: {} });
  });

  it('refuses two probes of one name', () => {
    const health = new HealthRegistry();
    health.register('postgres', async () => undefined);
    expect(() => health.register('postgres', async () => undefined)).toThrow('postgres');
  });
});
