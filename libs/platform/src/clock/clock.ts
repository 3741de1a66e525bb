/** Where "now" comes from. Business code is handed one; nothing else reads the machine's time (invariant 2). */
export interface Clock {
  now(): Date;
}

/** The machine's clock. */
export class SystemClock implements Clock {
  now(): Date {
    return new Date();
  }
}

/**
 * The machine's clock, moved by an offset. The sandbox and the product share one in `standalone`, so that
 * `PUT /sandbox/clock` makes a day pass for both; tests use it to reach a deadline without waiting.
 */
export class AdjustableClock implements Clock {
  #offsetMs = 0;
  readonly #listeners: (() => void)[] = [];

  constructor(offsetMs = 0) {
    this.offsetMs = offsetMs;
  }

  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  /** Milliseconds ahead of the machine's clock; negative is behind. RangeError when not a finite number. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  set offsetMs(offsetMs: number) {
    if (!Number.isFinite(offsetMs)) throw new RangeError(`a clock cannot be moved by ${offsetMs} ms`);
    this.#offsetMs = offsetMs;
    for (const listener of this.#listeners) listener();
  }

  /** Calls `listener` after every move: what became due at once is looked at at once. */
  onMove(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Lets `ms` milliseconds pass at once, on top of what the clock is ahead already. */
  advance(ms: number): void {
    this.offsetMs = this.#offsetMs + ms;
  }
}
