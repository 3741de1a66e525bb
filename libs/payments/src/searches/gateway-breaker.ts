import type { CircuitBreakerPolicy } from 'cockatiel';
import { circuitBreaker, CircuitState, CountBreaker, handleWhenResult } from 'cockatiel';
import type { GatewayOutcome } from '../gateway.port.js';
import { isVoid, voidReason } from '../gateway.port.js';
import type { BudgetVerdict, GatewayBudget } from './gateway-budget.js';

/** Of this process's latest calls to one account: more than half of them failing, and three at least, is an outage. */
const OUTAGE = { threshold: 0.5, size: 20, minimumNumberOfCalls: 3 };

/**
 * Hears what came of every call to the gateway and decides when it is to be left in peace (requirement R12). Each
 * process judges by its own calls, with the library's breaker; the verdict is written to the account's budget row and
 * holds for all of them. Only searches obey it: a checkout is never held back, but its failures are evidence.
 */
export class GatewayBreaker {
  private readonly circuits = new Map<string, CircuitBreakerPolicy>();

  constructor(private readonly budget: GatewayBudget) {}

  /** What a search brought, and what the budget had said when it was sent. */
  async heardSearch(accountId: string, outcome: GatewayOutcome<unknown>, verdict: BudgetVerdict): Promise<void> {
    const isOpen = await this.judge(accountId, outcome);
    const trouble = troubleOf(outcome);
    if (trouble === null) {
      // Only a probe ends the peace: an answer to what was sent before it began proves nothing.
      if (verdict === 'probe') await this.budget.recovered(accountId);
      return;
    }
    const { retryAfterMs } = trouble;
    if (isOpen || verdict === 'probe' || outcome.kind === 'rate_limited' || retryAfterMs !== null) {
      await this.budget.slowDown(accountId, { retryAfterMs, trouble: trouble.sentence });
    }
  }

  /** What a sweep's question brought, which had taken its turn: one that is answered ends the pause before it. */
  async heardQuestion(accountId: string, outcome: GatewayOutcome<unknown>): Promise<void> {
    if (troubleOf(outcome) === null) await this.budget.answeredAfterPause(accountId);
    await this.heardCommand(accountId, outcome);
  }

  /** What came of a create, an extend, a delete, or of a question that one of them asked. */
  async heardCommand(accountId: string, outcome: GatewayOutcome<unknown>): Promise<void> {
    const trouble = troubleOf(outcome);
    const isOpen = await this.judge(accountId, outcome);
    if (trouble !== null && (isOpen || outcome.kind === 'rate_limited' || trouble.retryAfterMs !== null)) {
      await this.budget.slowDown(accountId, { retryAfterMs: trouble.retryAfterMs, trouble: trouble.sentence });
    }
  }

  /** True while this process's own calls say that the gateway is out. */
  private async judge(accountId: string, outcome: GatewayOutcome<unknown>): Promise<boolean> {
    const circuit = this.circuits.get(accountId) ?? newCircuit();
    this.circuits.set(accountId, circuit);
    try {
      await circuit.execute(() => outcome);
    } catch {
      // The machine's clock went back and the library takes its last break for one of the future: begin anew.
      this.circuits.delete(accountId);
    }
    return circuit.state === CircuitState.Open;
  }
}

/** When to try again says the shared row, so that the library's own break takes no time: the next outcome is its test. */
function newCircuit(): CircuitBreakerPolicy {
  const troubled = handleWhenResult((outcome) => troubleOf(outcome as GatewayOutcome<unknown>) !== null);
  return circuitBreaker(troubled, { halfOpenAfter: 0, breaker: new CountBreaker(OUTAGE) });
}

/** Why an outcome speaks against the gateway; null for an answer, be it yes or no. */
function troubleOf(outcome: GatewayOutcome<unknown>): { sentence: string; retryAfterMs: number | null } | null {
  if (outcome.kind === 'ok' || outcome.kind === 'refused') return null;
  const retryAfterMs = outcome.kind === 'rate_limited' || outcome.kind === 'unknown' ? outcome.retryAfterMs : null;
  const sentence = isVoid(outcome) ? voidReason(outcome) : `PagoEfectivo gave no believable answer: ${outcome.reason}`;
  return { sentence, retryAfterMs: retryAfterMs ?? null };
}
