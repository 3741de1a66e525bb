import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EndpointCircuit, FailedAttempt } from './endpoint-circuit.js';
import { afterFailure, circuitState, CLOSED_CIRCUIT } from './endpoint-circuit.js';

const start = new Date('2026-11-22T23:30:00.000Z').getTime();

function failed(change: Partial<FailedAttempt> & { afterMs?: number } = {}): FailedAttempt {
  const { afterMs = 0, ...rest } = change;
  return {
    deliveryId: 'dlv_1',
    httpStatus: 500,
    retryAfterMs: null,
    now: new Date(start + afterMs),
    chance: 0,
    ...rest,
  };
}

function failing(count: number, from: EndpointCircuit = CLOSED_CIRCUIT): EndpointCircuit {
  return Array.from({ length: count }, (_, index) => `dlv_${index}`).reduce(
    (circuit, deliveryId) => afterFailure(circuit, failed({ deliveryId })),
    from,
  );
}

const openForMs = ({ openUntil }: EndpointCircuit, afterMs = 0): number | null =>
  openUntil && openUntil.getTime() - start - afterMs;

describe('afterFailure', () => {
  it('opens for 30 s after five deliveries failed in a row', () => {
    expect(failing(4).openUntil).toBeNull();
    expect(openForMs(failing(5))).toBe(30_000);
    expect(circuitState(failing(5), new Date(start))).toBe('open');
    expect(circuitState(failing(5), new Date(start + 30_000))).toBe('half_open');
  });

  it('does not open because one delivery fails again and again', () => {
    let circuit: EndpointCircuit = CLOSED_CIRCUIT;
    for (let index = 0; index < 50; index += 1) circuit = afterFailure(circuit, failed());
    expect(circuit).toMatchObject({ failures: 1, openUntil: null });
  });

  it('waits twice as long each time a probe fails, five minutes at most, with a fifth by chance', () => {
    let circuit = failing(5);
    const waits: (number | null)[] = [];
    for (let index = 0; index < 6; index += 1) {
      const now = circuit.openUntil ?? new Date(start);
      circuit = afterFailure(circuit, failed({ now }));
      waits.push(circuit.openUntil && circuit.openUntil.getTime() - now.getTime());
    }
    expect(waits).toEqual([60_000, 120_000, 240_000, 300_000, 300_000, 300_000]);
    const now = circuit.openUntil ?? new Date(start);
    const later = afterFailure(circuit, failed({ now, chance: 0.5 })).openUntil;
    expect(later && later.getTime() - now.getTime()).toBe(330_000);
  });

  it('waits no longer because of what was sent before it opened', () => {
    const opened = failing(5);
    expect(afterFailure(opened, failed({ afterMs: 9_000, deliveryId: 'dlv_9' })).openUntil).toEqual(opened.openUntil);
  });

  it.each([400, 401, 404, 409, 422, 302])('takes %i for an answer about the message', (httpStatus) => {
    const circuit = afterFailure(failing(4), failed({ httpStatus, deliveryId: 'dlv_9' }));
    expect(circuit).toMatchObject({ failures: 0, openUntil: null, failingSince: new Date(start) });
    expect(afterFailure(failing(5), failed({ httpStatus, afterMs: 30_000 })).openUntil).toBeNull();
  });

  it('pauses at once where 429 or 503 ask for patience, a quarter of an hour at most', () => {
    const busy = { httpStatus: 429, retryAfterMs: 120_000 };
    expect(openForMs(afterFailure(CLOSED_CIRCUIT, failed(busy)))).toBe(120_000);
    expect(openForMs(afterFailure(CLOSED_CIRCUIT, failed({ ...busy, httpStatus: 503 })))).toBe(120_000);
    expect(openForMs(afterFailure(CLOSED_CIRCUIT, failed({ ...busy, httpStatus: 500 })))).toBeNull();
    expect(openForMs(afterFailure(CLOSED_CIRCUIT, failed({ ...busy, retryAfterMs: 86_400_000 })))).toBe(900_000);
    expect(openForMs(afterFailure(failing(5), failed(busy)))).toBe(120_000);
    expect(openForMs(afterFailure(failing(5), failed({ ...busy, retryAfterMs: 1_000 })))).toBe(30_000);
  });

  it('whatever happens, is never open for longer than a quarter of an hour, and remembers the first failure', () => {
    const attempt = fc.record({
      afterMs: fc.nat(10_000_000),
      deliveryId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      httpStatus: fc.constantFrom(null, 404, 429, 500, 503),
      retryAfterMs: fc.option(fc.nat(100_000_000)),
      chance: fc.double({ min: 0, max: 0.99, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(attempt, { minLength: 1 }), (attempts) => {
        let circuit: EndpointCircuit = CLOSED_CIRCUIT;
        let clock = 0;
        for (const one of attempts) {
          clock += one.afterMs;
          circuit = afterFailure(circuit, failed({ ...one, afterMs: clock }));
          expect(openForMs(circuit, clock) ?? 0).toBeLessThanOrEqual(900_000);
          expect(circuit.failingSince).toEqual(new Date(start + (attempts[0]?.afterMs ?? 0)));
        }
      }),
    );
  });
});
