/**
 * Works on what comes in, together: at once when idle, and on all that gathered meanwhile when the work before it ends.
 * What comes alone is not kept waiting, and what comes in a rush is one piece of work.
 */
export class Gathering<Item> {
  private gathered: Item[] = [];
  private working: Promise<void> | null = null;

  constructor(
    private readonly work: (items: readonly Item[]) => Promise<void>,
    private readonly onError: (error: unknown) => void,
    /** How long it rests after work on more than one item: a rush is few pieces, and what comes alone does not wait. */
    private readonly restMs = 0,
  ) {}

  add(item: Item): void {
    this.gathered.push(item);
    this.working ??= this.run();
  }

  /** Resolves when everything that was added has been worked on. */
  async done(): Promise<void> {
    while (this.working) await this.working;
  }

  private async run(): Promise<void> {
    while (this.gathered.length > 0) {
      const items = this.gathered;
      this.gathered = [];
      try {
        await this.work(items);
      } catch (error) {
        this.onError(error);
      }
      if (this.restMs > 0 && items.length > 1) await new Promise((resolve) => setTimeout(resolve, this.restMs));
    }
    this.working = null;
  }
}
