import { reasonOf } from '#diagnosis';
import { failureScenarios } from './failure-scenarios.js';
import type { ScenarioResult } from './go-live-report.js';
import { moneyScenarios } from './money-scenarios.js';
import { NotTried, Protocol, worldNow } from './protocol.js';
import type { Scenario, TrialBackstage } from './scenario.js';
import type { TrialDesk } from './trial-desk.js';

/** In the order of the report; the clock moves last. */
const SCENARIOS: readonly Scenario[] = [
  ...moneyScenarios.filter(({ id }) => id !== 'late'),
  ...failureScenarios,
  ...moneyScenarios.filter(({ id }) => id === 'late'),
];

/** Runs every scenario, one after the other; one that fails keeps no other from being tried. */
export async function* runScenarios(desk: TrialDesk, backstage: TrialBackstage): AsyncGenerator<ScenarioResult> {
  for (const scenario of SCENARIOS) yield await runScenario(scenario, desk, backstage);
}

/** Every scenario, with why none was tried. */
export function untriedScenarios(problem: string): ScenarioResult[] {
  const untried = { verdict: 'not_run', startedAt: null, endedAt: null, steps: [], evidence: [], problem } as const;
  return SCENARIOS.map(({ id, title, expected }) => ({ id, title, expected, ...untried }));
}

async function runScenario(scenario: Scenario, desk: TrialDesk, backstage: TrialBackstage): Promise<ScenarioResult> {
  const { id, title, expected } = scenario;
  const startedAt = worldNow();
  const protocol = new Protocol();
  const ended = (verdict: ScenarioResult['verdict'], problem: string | null): ScenarioResult => ({
    id,
    title,
    expected,
    verdict,
    startedAt,
    endedAt: worldNow(),
    ...protocol.written(),
    problem,
  });
  try {
    await scenario.run(desk, protocol, backstage);
    return ended('passed', null);
  } catch (error) {
    return error instanceof NotTried ? ended('not_run', error.message) : ended('failed', `${reasonOf(error)}.`);
  }
}
