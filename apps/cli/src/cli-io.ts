/** Where a command line runs: what it is told, and where its words go. */
export interface CliIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What was asked for. */
  write(text: string): void;
  /** What went wrong, and what is going on meanwhile. */
  complain(text: string): void;
  /** What is piped into it; read only by commands that are told to. */
  readonly input?: AsyncIterable<unknown>;
  /** Aborts when the person has had enough. */
  readonly interrupted?: AbortSignal;
}
