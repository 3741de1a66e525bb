const MOST = 20;

/** A file that cannot be imported, and why: one sentence per problem, each naming the place and the mend. Nothing of it was kept. */
export class SettlementFileError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'SettlementFileError';
  }
}

/** Gathers what is wrong with a file's rows, so that a person mends them in one go; gives up after twenty. */
export class FileProblems {
  private readonly sentences: string[] = [];

  /** Throws SettlementFileError when this is one too many. */
  add(sentence: string): void {
    this.sentences.push(sentence);
    if (this.sentences.length >= MOST) {
      throw new SettlementFileError([
        ...this.sentences,
        `Reading stopped after ${MOST} problems. Nothing was imported.`,
      ]);
    }
  }

  /** Throws SettlementFileError when there was any. */
  end(): void {
    if (this.sentences.length > 0) throw new SettlementFileError([...this.sentences, 'Nothing was imported.']);
  }
}
