import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningConsole, startConsole, Visitor } from '../running-console.fixture.js';

const DAY_MS = 24 * 60 * 60_000;

describe('secrets in the console', () => {
  let running: RunningConsole;
  let visitor: Visitor;

  beforeAll(async () => {
    running = await startConsole();
    visitor = await Visitor.signedIn(running.console.url);
  });

  afterAll(() => running.close());

  it('stand with their end, the days left and the last use, soonest end first, and without a value', async () => {
    const expiresAt = new Date(running.clock.now().getTime() + 7 * DAY_MS).toISOString();
    const made = await visitor.post('/api/admin/shops/shop_default/api-keys', { name: 'ERP', expiresAt });
    expect(made.status).toBe(201);
    const { status, body } = await visitor.get('/api/secrets');
    expect(status).toBe(200);
    const secrets = body['data'] as Record<string, unknown>[];
    expect(secrets[0]).toMatchObject({ kind: 'api_key', id: made.body['id'], daysLeft: 7, lastUsedAt: null });
    expect(secrets.find(({ kind }) => kind === 'operator_password')).toMatchObject({
      lastUsedAt: expect.stringMatching(/-05:00$/),
      daysLeft: null,
    });
    expect(JSON.stringify(body)).not.toContain(made.body['key']);
    expect(JSON.stringify(body)).not.toContain(running.shop.secretKey);
  });

  it('are shown to nobody who has not signed in', async () => {
    expect((await new Visitor(running.console.url).get('/api/secrets')).status).toBe(401);
  });
});
