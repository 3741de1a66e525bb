import { redactText } from '../log/redaction.js';

/** How long one probe may take before it counts as failed. */
const PROBE_LIMIT_MS = 2000;

export interface HealthReport {
  status: 'ok' | 'failing' | 'shutting_down';
  /** Per probe `ok`, or the sentence that says what is wrong. */
  checks: Record<string, string>;
}

/** What must work for an app to be ready. An app registers a probe per thing it cannot do its work without. */
export class HealthRegistry {
  private readonly probes = new Map<string, () => Promise<void>>();
  private shuttingDown = false;
  private running: Promise<HealthReport> | undefined;

  constructor(private readonly probeLimitMs = PROBE_LIMIT_MS) {}

  /** `probe` resolves when the thing works and rejects with a sentence an operator understands when it does not. */
  register(name: string, probe: () => Promise<void>): void {
    if (this.probes.has(name)) throw new Error(`The health probe ${name} is registered already.`);
    this.probes.set(name, probe);
  }

  /** From now on the app is not ready, whatever its probes say. There is no way back. */
  beginShutdown(): void {
    this.shuttingDown = true;
  }

  get isShuttingDown(): boolean {
    return this.shuttingDown;
  }

  /** Runs every probe. Callers that come while the probes run share their answer, so asking often costs nothing. */
  async check(): Promise<HealthReport> {
    // Probes are not run any more: what they ask is being closed.
    if (this.shuttingDown) return { status: 'shutting_down', checks: {} };
    this.running ??= this.runProbes().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async runProbes(): Promise<HealthReport> {
    const results = await Promise.all(
      [...this.probes].map(async ([name, probe]): Promise<[string, string]> => [name, await this.runProbe(probe)]),
    );
    const ok = results.every(([, result]) => result === 'ok');
    return { status: ok ? 'ok' : 'failing', checks: Object.fromEntries(results) };
  }

  private async runProbe(probe: () => Promise<void>): Promise<string> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve(`no answer within ${this.probeLimitMs} ms`), this.probeLimitMs);
    });
    try {
      // A probe that throws at once fails like one that rejects.
      const outcome = Promise.resolve()
        .then(probe)
        .then(
          () => 'ok',
          (error: unknown) => describe(error),
        );
      return await Promise.race([outcome, limit]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Connection errors of Node carry their text in a list and an empty message of their own. */
function describe(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(describe).join('; ');
  const text = error instanceof Error ? error.message : String(error);
  return redactText(text) || 'failed without a reason';
}
