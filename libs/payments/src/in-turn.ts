import { isConnectionError } from './database-errors.js';

interface Asked<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Does together what is asked for in one moment: at once while idle, and what comes while one batch is under way goes
 * together in the next. No timer, so nothing that comes alone is kept waiting. What a batch fails on is found by doing
 * each alone, so that it harms no other.
 */
export class InTurn<Item, Answer> {
  private readonly queue: Asked<Item, Answer>[] = [];
  private busy = false;

  /** `work` answers its items in their order, at most `most` of them, and leaves nothing behind when it rejects. */
  constructor(
    private readonly work: (items: readonly Item[]) => Promise<readonly Answer[]>,
    private readonly most = Infinity,
  ) {}

  /** How many are not begun yet. */
  get waiting(): number {
    return this.queue.length;
  }

  /** Rejects with what `work` threw about this item, or about all because the database is away. */
  ask(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.queue.push({ item, resolve, reject });
      if (!this.busy) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.busy = true;
    while (this.queue.length > 0) await this.answer(this.queue.splice(0, this.most));
    this.busy = false;
  }

  private async answer(batch: readonly Asked<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.work(batch.map(({ item }) => item));
      if (answers.length !== batch.length) throw new Error(`${answers.length} answers to ${batch.length} questions`);
      for (const [index, answer] of answers.entries()) batch[index]?.resolve(answer);
    } catch (error) {
      if (batch.length === 1 || isConnectionError(error)) for (const { reject } of batch) reject(error);
      else for (const one of batch) await this.answer([one]);
    }
  }
}
