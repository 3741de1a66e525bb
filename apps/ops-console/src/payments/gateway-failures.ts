/** What a check needs to know of a call: whether it went well, and why not. */
interface NotedCall {
  readonly outcome: string;
  readonly error: string | null;
}

/** Why the latest call to each account's gateway failed, so that a check that got no answer can say so. */
export class GatewayFailures {
  private readonly latest = new Map<string, string | null>();

  note(accountId: string, call: NotedCall): void {
    this.latest.set(accountId, call.outcome === 'ok' ? null : (call.error ?? call.outcome));
  }

  /** Null when the latest call went well, or none was made. */
  of(accountId: string): string | null {
    return this.latest.get(accountId) ?? null;
  }
}
