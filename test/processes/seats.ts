import { setTimeout as pause } from 'node:timers/promises';
import { AppChild } from '../flows/processes.js';

const PROGRAM = 'test/processes/product-process.mjs';
/** What a supervisor waits before it starts again what did not start. */
const START_AGAIN_MS = 300;

export interface SeatsOptions {
  /** Milliseconds that the business clock is ahead of the machine's, now. */
  readonly offsetMs: () => number;
  /** Called when the process of a seat is dead, before its successor starts. */
  readonly onDeath?: (name: string) => Promise<void>;
  /** What cannot start is started again, and what ended by itself is told in `complaints` and replaced. */
  readonly supervised?: boolean;
  /** Where the built apps are; this project when absent. */
  readonly folder?: string;
}

interface Seat {
  readonly app: string;
  readonly env: Record<string, string>;
  /** How far its clock is off. */
  skewMs: number;
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
  private closing = false;
  kills = 0;
  /** Processes that ended by themselves, and such that were told to stop and did not end well. */
  readonly complaints: string[] = [];

  constructor(private readonly options: SeatsOptions) {}

  async take(name: string, app: string, env: Record<string, string>): Promise<void> {
    const seat: Seat = { app, env, skewMs: 0, child: null, rebirth: null, killedAtMs: 0 };
    this.seats.set(name, seat);
    await this.fill(name, seat);
  }

  /** Tells every process where the business clock is. Resolves when each that lives has moved its own. */
  async move(): Promise<void> {
    const offsetMs = this.options.offsetMs();
    await Promise.all([...this.seats.values()].map((seat) => seat.child?.moveClock(offsetMs + seat.skewMs)));
  }

  /** From the next move on, clocks are off by so much; those that are not named are right. A clock never goes back. */
  skew(skewsMs: ReadonlyMap<string, number>): void {
    for (const [name, seat] of this.seats) seat.skewMs = skewsMs.get(name) ?? 0;
  }

  /** SIGKILL, and a new process in each place. Resolves when the old ones are dead. */
  async kill(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.killOne(name, (seat) => this.fill(name, seat))));
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
        if (seat && seat.child === null) await this.fill(name, seat);
      }),
    );
  }

  /**
   * SIGSTOP: its sockets stay open and nobody answers. Returns what thaws those that were frozen, also where another process
   * has taken the seat meanwhile: one that is asked to stop does so only when it is thawed.
   */
  freeze(names: readonly string[]): () => void {
    const frozen = names.flatMap((name) => this.seats.get(name)?.child ?? []);
    for (const child of frozen) child.kill('SIGSTOP');
    return () => {
      for (const child of frozen) child.kill('SIGCONT');
    };
  }

  /**
   * Asks it to stop and puts another in its place; with `overlap` the new one starts beside the old one, which needs a
   * port that is not fixed. Resolves when the new one runs.
   */
  async replace(name: string, { overlap }: { overlap: boolean }): Promise<void> {
    const seat = this.seats.get(name);
    if (!seat?.child || seat.rebirth) return;
    const { child } = seat;
    const stop = async (): Promise<void> => {
      const code = await child.stop();
      if (code !== 0) this.complaints.push(`${name} ended with ${code} when it was told to stop`);
    };
    await this.rebear(seat, async () => {
      if (!overlap) await stop();
      await this.fill(name, seat);
      if (overlap) await stop();
    });
  }

  isFilled(name: string): boolean {
    return this.seats.get(name)?.child != null;
  }

  /** Process ids of those that live, by name. */
  get pids(): ReadonlyMap<string, number> {
    return new Map([...this.seats].flatMap(([name, { child }]) => (child ? [[name, child.pid] as const] : [])));
  }

  /** Those who were killed before this moment are back. */
  async rebornSince(moment: number): Promise<void> {
    const dead = [...this.seats.values()].filter((seat) => seat.killedAtMs < moment);
    await Promise.all(dead.map((seat) => seat.rebirth));
  }

  /** Nobody is dead that will come back. */
  get isWhole(): boolean {
    return [...this.seats.values()].every((seat) => seat.rebirth === null);
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
    this.closing = true;
    await Promise.allSettled([...this.seats.values()].map((seat) => seat.rebirth));
    await Promise.all([...this.seats.values()].map((seat) => seat.child?.stop()));
  }

  private async fill(name: string, seat: Seat): Promise<void> {
    const child = await this.start(seat);
    seat.child = child;
    this.everybody.push(child);
    if (this.options.supervised) void child.exit.then((code) => this.ended(name, seat, child, code));
    // The clock may have moved while it started.
    await child.moveClock(this.options.offsetMs() + seat.skewMs);
  }

  private async start(seat: Seat): Promise<AppChild> {
    const { folder } = this.options;
    for (;;) {
      try {
        return await AppChild.start(
          seat.app,
          { ...seat.env, CLOCK_OFFSET_MS: String(this.options.offsetMs() + seat.skewMs) },
          { program: PROGRAM, ...(folder === undefined ? {} : { folder }) },
        );
      } catch (error) {
        if (!this.options.supervised || this.closing) throw error;
        await pause(START_AGAIN_MS);
      }
    }
  }

  private ended(name: string, seat: Seat, child: AppChild, code: number | null): void {
    if (this.closing || seat.child !== child || seat.rebirth) return;
    this.complaints.push(`${name} ended by itself with ${code}: ${child.log.trim().split('\n').slice(-3).join(' ')}`);
    this.rebear(seat, () => this.fill(name, seat)).catch(() => undefined);
  }

  private rebear(seat: Seat, work: () => Promise<void>): Promise<void> {
    const rebirth = work().finally(() => {
      seat.rebirth = null;
    });
    seat.rebirth = rebirth;
    rebirth.catch((error: unknown) => this.failedRebirths.push(error));
    return rebirth;
  }

  private async killOne(name: string, then: (seat: Seat) => Promise<void>): Promise<void> {
    const seat = this.seats.get(name);
    if (!seat?.child || seat.rebirth) return;
    const { child } = seat;
    this.kills += 1;
    seat.killedAtMs = Date.now();
    child.kill('SIGKILL');
    this.rebear(seat, async () => {
      await child.exit;
      await this.options.onDeath?.(name);
      await then(seat);
    }).catch(() => undefined);
    await child.exit;
  }
}
