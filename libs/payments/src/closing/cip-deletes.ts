import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../clock.port.js';
import type { Observation } from '../domain/index.js';
import type { GatewayCommandRunner } from '../gateway-commands/gateway-command.runner.js';
import { groupBy } from '../group-by.js';
import { newId } from '../identifiers.js';
import type { AskedCip } from '../searches/cip-search.service.js';
import type { GatewayBudget } from '../searches/gateway-budget.js';
import { Gathering } from './gathering.js';
import type { DuePayment } from './last-question.js';

/** A CIP that the gateway still holds open at the last question. */
export interface DeleteWish {
  readonly payment: DuePayment;
  readonly cip: AskedCip;
  /** The payment has another one to delete after it. */
  readonly more: boolean;
}

export interface DeleteGrant extends DeleteWish {
  readonly commandId: string;
}

export interface DeleteEnd extends DeleteGrant {
  /** What became of the call; to be settled by who gets it. */
  readonly observations: readonly Observation[];
}

/** While so many are under way in a process, no further ones are granted: what hangs takes of it until it is given up. */
const UNDER_WAY_AT_MOST = 1_000;
/** Nothing ended for this long: what is left hangs, and ends without the sweep waiting for it. */
const PATIENCE_MS = 2_000;
/** Beyond this, calls that hang are left to whoever finds their commands. */
const CLOSE_LIMIT_MS = 4_000;

/**
 * Deletes at closing. The gateway only has single deletes (pagoefectivo-api.md §4), so many run beside each other, within
 * the account's budget, and end many together in one transaction.
 */
export class CipDeletes {
  private underWay = 0;
  private ended = 0;
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly runner: GatewayCommandRunner,
    private readonly budget: GatewayBudget,
    private readonly clock: Clock,
    private readonly onFailed: (error: unknown, what: string) => void,
  ) {}

  /** Those that may be deleted now, by payment: as many as budget and calls under way allow. */
  async grant(wishes: readonly DeleteWish[]): Promise<Map<string, DeleteGrant>> {
    const granted = new Map<string, DeleteGrant>();
    for (const [accountId, ofAccount] of groupBy(wishes, (wish) => wish.cip.accountId)) {
      const room = Math.min(ofAccount.length, UNDER_WAY_AT_MOST - this.underWay);
      const taken =
        room <= 0 ? 0 : await this.budget.takeUpTo(accountId, { call: 'delete', priority: 'deadline', count: room });
      for (const wish of ofAccount.slice(0, taken)) {
        granted.set(wish.payment.id, { ...wish, commandId: newId('gcmd', this.clock.now()) });
      }
    }
    return granted;
  }

  /**
   * Carries out granted deletes whose commands are intended. `finish` gets what has ended, as it ends. Resolves when all
   * have ended, or when what is left hangs; that goes on, and ends the same way.
   */
  async run(grants: readonly DeleteGrant[], finish: (ends: readonly DeleteEnd[]) => Promise<void>): Promise<void> {
    if (grants.length === 0) return;
    const run = this.runAll(grants, finish).catch((error: unknown) => this.onFailed(error, 'deletes at closing'));
    this.running.add(run);
    void run.then(() => this.running.delete(run));
    for (let seen = -1; seen !== this.ended;) {
      seen = this.ended;
      const patience = new AbortController();
      const over = await Promise.race([run.then(() => true), waitFor(PATIENCE_MS, patience.signal)]);
      patience.abort();
      if (over) return;
    }
  }

  /** Waits for what is under way, not for what hangs. */
  async close(): Promise<void> {
    await Promise.race([Promise.all(this.running), delay(CLOSE_LIMIT_MS, undefined, { ref: false })]);
  }

  private async runAll(
    grants: readonly DeleteGrant[],
    finish: (ends: readonly DeleteEnd[]) => Promise<void>,
  ): Promise<void> {
    const open = new Map(grants.map((grant) => [grant.commandId, grant]));
    const ends = new Gathering<DeleteEnd>(finish, (error) => this.onFailed(error, 'deletes at closing not settled'));
    this.underWay += open.size;
    try {
      await this.runner.deletePending([...open.keys()], (commandId, observations) => {
        const grant = open.get(commandId);
        if (!grant || !open.delete(commandId)) return;
        this.underWay -= 1;
        this.ended += 1;
        ends.add({ ...grant, observations });
      });
    } finally {
      this.underWay -= open.size;
      await ends.done();
    }
  }
}

async function waitFor(ms: number, signal: AbortSignal): Promise<false> {
  await delay(ms, undefined, { ref: false, signal }).catch(() => undefined);
  return false;
}
