import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AlertNotice, Alerts, Operators } from '#payments';
import { type RunningConsole, startConsole, Visitor } from '../running-console.fixture.js';

const away: AlertNotice = {
  kind: 'was_away',
  key: 'was_away:out_1',
  severity: 'critical',
  summary: 'Away for an hour.',
  numbers: { minutes: 60 },
};

describe('alerts in the console', () => {
  let running: RunningConsole;
  let visitor: Visitor;
  let alerts: Alerts;

  beforeAll(async () => {
    running = await startConsole();
    visitor = await Visitor.signedIn(running.console.url);
    alerts = new Alerts(running.dataSource, running.clock);
  });

  beforeEach(() => running.dataSource.query('truncate alert_message, alert'));

  afterAll(() => running.close());

  it('are listed by state, latest first, page by page', async () => {
    await alerts.raise(away);
    running.clock.advance(1000);
    await alerts.raise({ ...away, key: 'was_away:out_2' });
    await alerts.clear(away.key);
    const first = await visitor.get('/api/alerts?limit=1');
    expect(first.body['data']).toMatchObject([
      { key: 'was_away:out_2', title: 'Chasqui was away', state: 'open', numbers: { minutes: 60 } },
    ]);
    const rest = await visitor.get(`/api/alerts?cursor=${String(first.body['nextCursor'])}`);
    expect(rest.body).toMatchObject({ data: [{ key: 'was_away:out_1', state: 'cleared' }], nextCursor: null });
    expect((await visitor.get('/api/alerts?state=uncleared')).body['data']).toHaveLength(1);
    expect((await visitor.get('/api/alerts?state=odd')).status).toBe(400);
  });

  it('are acknowledged under the name of who did it, also in the audit log', async () => {
    await alerts.raise(away);
    const [alert] = await alerts.list();
    const answer = await visitor.post(`/api/alerts/${alert?.id}/acknowledge`);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'operator:admin@chasqui.test' });
    expect(
      await running.database.query('select actor, action, data from audit_entry where subject = $1', [alert?.id]),
    ).toEqual([{ actor: 'operator:admin@chasqui.test', action: 'alert.acknowledged', data: { kind: 'was_away' } }]);
    expect((await visitor.post('/api/alerts/alr_none/acknowledge')).body).toMatchObject({
      status: 404,
      code: 'alert_not_found',
    });
  });

  it('are for a viewer to look at, not to acknowledge', async () => {
    await alerts.raise(away);
    const [alert] = await alerts.list();
    const viewer = { email: 'viewer@chasqui.test', password: 'only looks at things' };
    await new Operators(running.dataSource, running.sessionClock).create({ ...viewer, role: 'viewer' });
    const looking = await Visitor.signedIn(running.console.url, viewer);
    expect((await looking.get('/api/alerts')).body['data']).toHaveLength(1);
    expect((await looking.post(`/api/alerts/${alert?.id}/acknowledge`)).body).toMatchObject({
      status: 403,
      code: 'role_insufficient',
    });
    expect(await alerts.list()).toMatchObject([{ state: 'open' }]);
  });
});
