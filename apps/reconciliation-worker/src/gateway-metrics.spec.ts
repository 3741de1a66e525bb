import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayReport, paymentEntities, paymentMigrations } from '#payments';
import { Metrics, openDatabase } from '#platform';
import { FrozenClock, testDatabase, type TestDatabase } from '#testing';
import { exposeGateway } from './gateway-metrics.js';

describe('the figures of the gateway', () => {
  let database: TestDatabase;
  let opened: Awaited<ReturnType<typeof openDatabase>>;
  const clock = new FrozenClock();

  beforeAll(async () => {
    database = await testDatabase();
    opened = await openDatabase(
      { url: database.url, poolSize: 2 },
      { entities: paymentEntities, migrations: paymentMigrations, applicationName: 'metrics' },
    );
    await database.query(`insert into merchant (id, name) values ('mer_1', 'Lima Textil')`);
    await database.query(
      `insert into gateway_account (id, merchant_id, slug, environment, livemode, base_url, service_id, access_key_ciphertext, currency)
       values ('acc_1', 'mer_1', 'soles', 'sandbox', false, 'http://localhost', '1', 'k', 'PEN')`,
    );
  });

  afterAll(async () => {
    await opened.destroy();
    await database.drop();
  });

  function textOf(): Promise<string> {
    const metrics = new Metrics();
    exposeGateway({ metrics, report: new GatewayReport(opened, clock, 120), clock });
    return metrics.text();
  }

  it('are those of a full bucket before the first call', async () => {
    const text = await textOf();
    expect(text).toContain('chasqui_gateway_budget_tokens{account="soles"} 120');
    expect(text).toContain('chasqui_gateway_budget_limit{account="soles"} 120');
    expect(text).toContain('chasqui_gateway_breaker_state{account="soles",state="closed"} 1');
    expect(text).toContain('chasqui_polls_due{account="soles",priority="old"} 0');
  });

  it('are read from the row that all processes share', async () => {
    await database.query(
      `insert into gateway_budget (account_id, tokens, refilled_at, blocked_until, spent, clock_ahead_ms)
       values ('acc_1', -20, now() + interval '1 hour', now() + interval '1 hour', '{"create": 7, "search.old": 3}', -2500)`,
    );
    const text = await textOf();
    expect(text).toContain('chasqui_gateway_spent_total{account="soles",what="create",priority=""} 7');
    expect(text).toContain('chasqui_gateway_spent_total{account="soles",what="search",priority="old"} 3');
    expect(text).toContain('chasqui_gateway_breaker_state{account="soles",state="open"} 1');
    expect(text).toContain('chasqui_gateway_breaker_state{account="soles",state="closed"} 0');
    expect(text).toContain('chasqui_gateway_clock_ahead_seconds{account="soles"} -2.5');
  });
});
