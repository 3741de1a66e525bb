export interface ConnectionErrorParts {
  readonly message: string;
  readonly attempts: number;
  readonly idempotencyKey: string | null;
  readonly cause: unknown;
}

/**
 * No answer came: what was asked may have happened or not. A call with an idempotency key is safe to repeat with that
 * key; for any other, look before you repeat.
 */
export class ChasquiConnectionError extends Error {
  override readonly name = 'ChasquiConnectionError';
  /** How often it was tried. */
  readonly attempts: number;
  /** The key that the call was made with, generated or given; null when it had none. */
  readonly idempotencyKey: string | null;

  constructor({ message, attempts, idempotencyKey, cause }: ConnectionErrorParts) {
    super(message, { cause });
    this.attempts = attempts;
    this.idempotencyKey = idempotencyKey;
  }
}
