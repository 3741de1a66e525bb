import type { AccountDirectory, Clock, VerificationSecret } from '#payments';
import { groupBy, isUseWorthNoting } from '#payments';

const FRESH_MS = 5_000;
const MAX_REMEMBERED = 1_000;

/** Of one merchant, by account. */
export type SecretsByAccount = ReadonlyMap<string, readonly VerificationSecret[]>;

/**
 * The secrets that notifications may be signed with, per address. Read from the database at most every five seconds,
 * which is how soon a rotation counts; while the database is away the last ones go on.
 */
export class AccountSecretsCache {
  private readonly known = new Map<string, { readAt: number; secrets: SecretsByAccount | null }>();
  private readonly usedAt = new Map<string, Date>();
  private readonly reading = new Map<string, Promise<SecretsByAccount | null>>();

  constructor(
    private readonly accounts: AccountDirectory,
    private readonly clock: Clock,
  ) {}

  /** All secrets of the merchant whose account this slug names; null for an unknown slug. */
  async of(slug: string): Promise<SecretsByAccount | null> {
    const known = this.known.get(slug);
    if (known && performance.now() - known.readAt < FRESH_MS) return known.secrets;
    try {
      return await this.read(slug);
    } catch (error) {
      if (known) return known.secrets;
      throw error;
    }
  }

  /** A notification matched this secret. Nobody waits for it: what is not written down now is at the next one. */
  noteUse(secretId: string, at: Date): void {
    if (!isUseWorthNoting(this.usedAt.get(secretId) ?? null, at)) return;
    this.usedAt.set(secretId, at);
    this.accounts.noteSecretUse(secretId, at).catch(() => this.usedAt.delete(secretId));
  }

  private read(slug: string): Promise<SecretsByAccount | null> {
    const running = this.reading.get(slug);
    if (running) return running;
    const reading = this.load(slug).finally(() => this.reading.delete(slug));
    this.reading.set(slug, reading);
    return reading;
  }

  private async load(slug: string): Promise<SecretsByAccount | null> {
    const merchantId = await this.accounts.merchantOf(slug);
    const secrets =
      merchantId === null
        ? null
        : groupBy(
            await this.accounts.verificationSecrets({ merchantId, at: this.clock.now() }),
            (secret) => secret.accountId,
          );
    // A stranger's inventions are remembered too, so that they cost no query each, but must not fill the memory.
    if (secrets !== null || this.known.size < MAX_REMEMBERED)
      this.known.set(slug, { readAt: performance.now(), secrets });
    return secrets;
  }
}
