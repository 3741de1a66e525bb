import { AppChild } from '../flows/processes.js';

const PROGRAM = 'test/processes/product-process.mjs';

export interface SeatsOptions {
  /** Milliseconds that the business clock is ahead of the machine's, now. */
  readonly offsetMs: () => number;
  /** Called when the process of a seat is dead, before its successor starts. */
  readonly onDeath?: (name: string) => Promise<void>;
}

interface Seat {
  readonly app: string;
  readonly env: Record<string, string>;
  child: AppChild | null;
  /** Being killed and started anew: whoever would kill it meanwhile has nothing to kill. */
  rebirth: Promise<void> | null;
  killedAtMs: number;
}

/** The product's processes by name: each can be killed and comes back, and all of them share one business clock. */
export class Seats {
  private readonly seats = new Map<string, Seat>();
  private readonly everybody: AppChild[] = [];
  private readonly failedRebirths: unknown[] = [];
  kills = 0;

  constructor(private readonly options: SeatsOptions) {}

  async take(name: string, app: string, env: Record<string, string>): Promise<void> {
    const seat: Seat = { app, env, child: null, rebirth: null, killedAtMs: 0 };
    this.seats.set(name, seat);
    await this.fill(seat);
  }

  /** Tells every process where the business clock is. Resolves when each that lives has moved its own. */
  async move(): Promise<void> {
    const offsetMs = this.options.offsetMs();
    await Promise.all([...this.seats.values()].map((seat) => seat.child?.moveClock(offsetMs)));
  }

  /** SIGKILL, and a new process in each place. Resolves when the old ones are dead. */
  async kill(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.killOne(name, (seat) => this.fill(seat))));
  }

  /** SIGKILL, and nobody in its place until `resume`. */
  async empty(names: readonly string[]): Promise<void> {
    await this.reborn();
    await Promise.all(names.map((name) => this.killOne(name, async (seat) => void (seat.child = null))));
    await this.reborn();
  }

  async resume(names: readonly string[]): Promise<void> {
    await Promise.all(
      names.map(async (name) => {
        const seat = this.seats.get(name);
        if (seat && seat.child === null) await this.fill(seat);
      }),
    );
  }

  isFilled(name: string): boolean {
    return this.seats.get(name)?.child != null;
  }

  /** Those who were killed before this moment are back. */
  async rebornSince(moment: number): Promise<void> {
    const dead = [...this.seats.values()].filter((seat) => seat.killedAtMs < moment);
    await Promise.all(dead.map((seat) => seat.rebirth));
  }

  /** Everybody who was killed is back. A product that is not whole any more proves nothing, so a failed start is told. */
  async reborn(): Promise<void> {
    await Promise.all([...this.seats.values()].map((seat) => seat.rebirth));
    if (this.failedRebirths.length > 0)
      throw new AggregateError(this.failedRebirths, 'a killed process did not come back');
  }

  /** What the processes wrote as errors, the dead ones too. */
  get errors(): string[] {
    return this.everybody.flatMap((child) =>
      child.log.split('\n').flatMap((line) => (line.includes('"level":"error"') ? [`${child.name}: ${line}`] : [])),
    );
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.seats.values()].map((seat) => seat.rebirth));
    await Promise.all([...this.seats.values()].map((seat) => seat.child?.stop()));
  }

  private async fill(seat: Seat): Promise<void> {
    const { app, env } = seat;
    const child = await AppChild.start(app, { ...env, CLOCK_OFFSET_MS: String(this.options.offsetMs()) }, PROGRAM);
    seat.child = child;
    this.everybody.push(child);
    // The clock may have moved while it started.
    await child.moveClock(this.options.offsetMs());
  }

  private async killOne(name: string, then: (seat: Seat) => Promise<void>): Promise<void> {
    const seat = this.seats.get(name);
    if (!seat?.child || seat.rebirth) return;
    const { child } = seat;
    this.kills += 1;
    seat.killedAtMs = Date.now();
    child.kill('SIGKILL');
    seat.rebirth = child.exit
      .then(() => this.options.onDeath?.(name))
      .then(() => then(seat))
      .finally(() => {
        seat.rebirth = null;
      });
    seat.rebirth.catch((error: unknown) => this.failedRebirths.push(error));
    await child.exit;
  }
}
