/** How often what happened. */
export class Tally {
  private readonly counts = new Map<string, number>();

  count(what: string, times = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + times);
  }

  of(what: string): number {
    return this.counts.get(what) ?? 0;
  }

  /** Everything that happened, by name. */
  get all(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.counts);
  }
}
