/** Secrets at rest (invariant 9): what `seal` gives back names the key it was sealed with. */
export interface SecretSealer {
  seal(plain: string): string;
  /** Throws when it lacks the key that the text names. */
  open(sealed: string): string;
}
