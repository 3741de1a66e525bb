import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '#diagnosis';
import { type RunningConsole, startConsole, Visitor } from '../running-console.fixture.js';

describe('the doctor in the console', () => {
  let running: RunningConsole;
  let visitor: Visitor;

  beforeAll(async () => {
    running = await startConsole({ WEBHOOK_ALLOWED_SOURCES: '200.62.0.0/16' });
    visitor = await Visitor.signedIn(running.console.url);
  });

  afterEach(() => {
    running.gateway.mode = 'well';
  });

  afterAll(() => running.close());

  async function findings(): Promise<Finding[]> {
    const { status, body } = await visitor.get('/api/doctor');
    expect(status).toBe(200);
    return body['findings'] as Finding[];
  }

  it('says what the command line says, to whoever is signed in and to nobody else', async () => {
    const found = await findings();
    const checks = new Set(found.map(({ check }) => check));
    for (const check of ['database', 'schema', 'queue', 'master-key', 'gateway', 'signature', 'overdue-work']) {
      expect(checks).toContain(check);
    }
    expect(found.find(({ check }) => check === 'gateway')).toMatchObject({ verdict: 'ok' });
    expect(JSON.stringify(found)).not.toContain(running.shop.secretKey);
    expect((await new Visitor(running.console.url).get('/api/doctor')).status).toBe(401);
  });

  it('names what must be mended', async () => {
    running.gateway.mode = 'down';
    const { body } = await visitor.get('/api/doctor');
    expect(body).toMatchObject({ healthy: false });
    expect((body['findings'] as Finding[]).find(({ check }) => check === 'gateway')).toMatchObject({
      verdict: 'fail',
      mend: expect.stringContaining('egress address'),
    });
  });

  it('asks a gateway once for all who ask at the same time', async () => {
    const before = running.gateway.asked.length;
    await Promise.all([findings(), findings(), findings()]);
    expect(running.gateway.asked.slice(before)).toEqual(['POST /v1/authorizations']);
  });
});
