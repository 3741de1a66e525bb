/** A clock that stands still until the test moves it: satisfies every lib's Clock port. */
export class FrozenClock {
  #now: Date;

  /** Begins at `start`, by default a Sunday evening in Lima (2026-11-22T18:30:00-05:00). */
  constructor(start: Date | string = '2026-11-22T23:30:00.000Z') {
    this.#now = new Date(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  set(now: Date | string): void {
    this.#now = new Date(now);
  }

  /** Lets `ms` milliseconds pass; negative goes back. */
  advance(ms: number): void {
    this.#now = new Date(this.#now.getTime() + ms);
  }
}
