/** One environment variable of the product, for people and for messages. */
export interface ConfigVariable {
  readonly name: string;
  readonly section:
    'Where it runs' | 'Database and queue' | 'Gateway' | 'Notifications' | 'Checkout' | 'Secrets' | 'Keeping';
  readonly meaning: string;
  /** The text that counts when the variable is absent; null when absence has a meaning of its own. */
  readonly default: string | null;
  /** What absence means, where there is no default text. */
  readonly whenAbsent?: string;
  /** A valid value, shown beside every complaint about this variable. */
  readonly example: string;
  /** Secret values are never repeated in a message. */
  readonly secret?: true;
}
