/** Where a reader stands in the feed of one epoch. */
export interface FeedPosition {
  readonly epoch: string;
  readonly position: bigint;
}

export type FeedCursorCode = 'cursor_invalid' | 'cursor_ahead' | 'cursor_expired';

/** A cursor that cannot be read from. `message` says to a caller of the API what to do about it. */
export class FeedCursorError extends Error {
  constructor(
    readonly code: FeedCursorCode,
    message: string,
  ) {
    super(message);
    this.name = 'FeedCursorError';
  }
}

const VERSION = 'c1';
const CURSOR = /^c1\.([0-9a-z]{1,16})\.(0|[1-9]\d{0,18})$/;

/** Opaque on purpose: a reader that counts on positions would break where they are split or renumbered. */
export function encodeCursor({ epoch, position }: FeedPosition): string {
  return Buffer.from(`${VERSION}.${epoch}.${position}`).toString('base64url');
}

/** Throws `FeedCursorError` for anything that `encodeCursor` did not write. */
export function decodeCursor(cursor: string): FeedPosition {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, epoch, position] = CURSOR.exec(text) ?? [];
  // Base64 of different spellings decodes alike; only ours comes back as it was.
  if (epoch === undefined || position === undefined || Buffer.from(text).toString('base64url') !== cursor) {
    throw new FeedCursorError('cursor_invalid', 'This is not a cursor of the event feed. Leave it out to start anew.');
  }
  return { epoch, position: BigInt(position) };
}
