/**
 * One call of `work` at a time; those that ask meanwhile share the one call that follows. Everybody gets
 * a call that began after they asked, and a burst costs two calls.
 */
export class SharedCall {
  private running: Promise<void> | null = null;
  private next: Promise<void> | null = null;

  constructor(private readonly work: () => Promise<void>) {}

  /** Rejects when its call does. */
  call(): Promise<void> {
    if (this.next) return this.next;
    if (!this.running) return this.begin();
    this.next = this.running
      .catch(() => undefined)
      .then(() => {
        this.next = null;
        return this.begin();
      });
    return this.next;
  }

  private begin(): Promise<void> {
    const run = this.work().finally(() => {
      this.running = null;
    });
    this.running = run;
    return run;
  }
}
