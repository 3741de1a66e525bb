import { examine, type Finding } from '#diagnosis';
import { type AccountSummary, DEFAULT_SHOP_ID, NotificationDesk } from '#payments';
import { allPages } from '../admin/all-pages.js';
import { granted } from '../admin/outcomes.js';
import { ACTOR } from '../admin/say.js';
import type { CliSession } from '../session/cli-session.js';
import { judgeChecklist, type TestedEndpoint } from './checklist.js';
import { type GoLiveReport, hasPassed, type ScenarioResult } from './go-live-report.js';
import { worldNow } from './protocol.js';
import { runScenarios, untriedScenarios } from './run-scenarios.js';
import { TrialDesk } from './trial-desk.js';

export interface GoLiveOptions {
  /** Null for the default shop. */
  readonly shopId: string | null;
  /** Null for this machine's. */
  readonly apiUrl: string | null;
  readonly advanceClock: boolean;
  /** Told of each scenario as it ends. */
  readonly onScenario: (result: ScenarioResult) => void;
}

/** Longer than a sweep takes that nobody woke. */
const PATIENCE_MS = 30_000;
const KEY_LIFE_MS = 60 * 60_000;
/** Small money that every account takes unless it says otherwise. */
const AMOUNT_MINOR = 1_000n;

/** Tries, judges and writes down. Throws a sentence when there is no such shop. */
export async function tryGoLive(session: CliSession, options: GoLiveOptions): Promise<GoLiveReport> {
  const startedAt = worldNow();
  const { config } = session;
  const shopId = options.shopId ?? DEFAULT_SHOP_ID;
  const { shops, accounts: known } = await session.administration();
  if (!(await shops.get(shopId))) throw new Error(`There is no shop ${shopId}: look it up in \`chasqui shop list\`.`);
  const accounts = await allPages((page) => known.list(page));
  const sandbox = accounts.find(({ environment, shopIds }) => environment === 'sandbox' && shopIds.includes(shopId));
  const run = `GOLIVE-${startedAt.slice(0, 19).replaceAll(/\D/g, '')}`;
  const scenarios: ScenarioResult[] = [];
  for await (const result of tryScenarios({ session, options, shopId, sandbox, run })) {
    options.onScenario(result);
    scenarios.push(result);
  }
  // Afterwards, so that what the trial left behind would be found.
  const findings: Finding[] = [];
  for await (const finding of examine(await session.subject())) findings.push(finding);
  const checklist = judgeChecklist({
    config,
    accounts,
    findings,
    endpoints: await testEndpoints(session, shopId),
    operators: await countOperators(session),
  });
  const account = sandbox?.slug ?? null;
  const report = { startedAt, endedAt: worldNow(), run, shop: shopId, account, scenarios, checklist };
  return { ...report, passed: hasPassed(report) };
}

async function* tryScenarios(trial: {
  session: CliSession;
  options: GoLiveOptions;
  shopId: string;
  sandbox: AccountSummary | undefined;
  run: string;
}): AsyncGenerator<ScenarioResult> {
  const { session, options, shopId, sandbox, run } = trial;
  if (!sandbox) {
    yield* untriedScenarios(
      `Shop ${shopId} has no sandbox account here, and nothing is tried with anybody's money: run this beside the sandbox, and keep its report.`,
    );
    return;
  }
  const { config } = session;
  const { apiKeys } = await session.administration();
  const desk = new NotificationDesk(await session.database(), await session.clock());
  // Longer than the clock may be moved: a key that ended would fail the last scenario.
  const expiresAt = new Date((await session.clock()).now().getTime() + KEY_LIFE_MS + config.expiry.graceMs);
  const { id: keyId, key } = granted(
    await apiKeys.create({ shopId, name: 'go-live', expiresAt, ratePerMinute: 6_000, actor: ACTOR }),
  );
  const trialDesk = new TrialDesk({
    apiUrl: options.apiUrl ?? `http://127.0.0.1:${config.http.ports.checkoutApi}`,
    apiKey: key,
    sandboxUrl: sandbox.baseUrl.replace(/\/+$/, ''),
    run,
    currency: sandbox.currency,
    amountMinor:
      sandbox.minAmountMinor !== null && sandbox.minAmountMinor > AMOUNT_MINOR ? sandbox.minAmountMinor : AMOUNT_MINOR,
    patienceMs: PATIENCE_MS,
  });
  try {
    yield* runScenarios(trialDesk, {
      forgeries: async (cip) => (await desk.list({ lane: 'quarantine', cip, limit: 10 })).data.length,
      callerWaitMs: config.gateway.callerWaitMs,
      advanceClock: options.advanceClock,
      graceMs: config.expiry.graceMs,
    });
  } finally {
    granted(await apiKeys.revoke({ shopId, keyId, actor: ACTOR }));
  }
}

async function testEndpoints(session: CliSession, shopId: string): Promise<TestedEndpoint[]> {
  const endpoints = await session.endpoints();
  const tested: TestedEndpoint[] = [];
  for (const { id, url, enabled } of await endpoints.list(shopId)) {
    const test = enabled ? await endpoints.test({ shopId, endpointId: id }) : null;
    const answer = test?.httpStatus == null ? (test?.error ?? 'no answer') : `HTTP ${test.httpStatus}`;
    tested.push({ id, url, enabled, acknowledged: test?.acknowledged ?? false, answer });
  }
  return tested;
}

async function countOperators(session: CliSession): Promise<number> {
  const [row] = await (
    await session.database()
  ).query<{ count: number }[]>('select count(*)::int as count from operator');
  return row?.count ?? 0;
}
