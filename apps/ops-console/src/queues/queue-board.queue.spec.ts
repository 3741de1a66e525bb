import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Operators } from '#payments';
import { SystemClock } from '#platform';
import { QueueBackend } from '#queues';
import { RecordedLog } from '#testing';
import { type RunningConsole, startConsole, Visitor } from '../running-console.fixture.js';

interface BoardQueue {
  name: string;
  readOnlyMode: boolean;
  isPaused: boolean;
}

describe('the queue dashboard', () => {
  let running: RunningConsole;
  let admin: Visitor;
  let viewer: Visitor;

  beforeAll(async () => {
    running = await startConsole();
    const { url } = running.console;
    const who = { email: 'viewer@chasqui.test', password: 'only looking around' };
    await new Operators(running.dataSource, new SystemClock()).create({ ...who, role: 'viewer' });
    admin = await Visitor.signedIn(url);
    viewer = await Visitor.signedIn(url, who);
  });

  afterAll(() => running.close());

  const queues = async (visitor: Visitor): Promise<BoardQueue[]> =>
    (await visitor.get('/queues/api/queues')).body['queues'] as BoardQueue[];

  it('shows every queue there is, writable to those who may change things', async () => {
    const shown = await queues(admin);
    expect(shown.map(({ name }) => name).toSorted()).toEqual([
      'alerts',
      'cases',
      'deliveries',
      'event-relay',
      'expiry',
      'gateway-commands',
      'gateway-polls',
      'inbox-drain',
      'maintenance',
      'notifications',
      'watch',
    ]);
    expect(shown.every(({ readOnlyMode }) => !readOnlyMode)).toBe(true);
  });

  it('is read-only for viewers, as they see it and as it answers', async () => {
    expect((await queues(viewer)).every(({ readOnlyMode }) => readOnlyMode)).toBe(true);
    expect((await viewer.call('PUT', '/queues/api/queues/deliveries/pause')).status).toBe(403);
    expect((await queues(admin)).find(({ name }) => name === 'deliveries')?.isPaused).toBe(false);
  });

  it('pauses and resumes a queue, and keeps who did it', async () => {
    expect((await admin.call('PUT', '/queues/api/queues/deliveries/pause')).status).toBe(200);
    expect((await queues(admin)).find(({ name }) => name === 'deliveries')?.isPaused).toBe(true);
    running.clock.advance(1000);
    expect((await admin.call('PUT', '/queues/api/queues/deliveries/resume')).status).toBe(200);
    const entries = await running.database.query<{ actor: string; data: { path: string } }>(
      `select actor, data from audit_entry where subject = 'deliveries' and action = 'queue.changed' order by id`,
    );
    expect(entries.map(({ data }) => data.path)).toEqual([
      '/queues/api/queues/deliveries/pause',
      '/queues/api/queues/deliveries/resume',
    ]);
    expect(entries[0]?.actor).toBe('operator:admin@chasqui.test');
  });

  it('shows a job that waits', async () => {
    const { url, prefix } = running.config.queue;
    const backend = await QueueBackend.open({ url: url ?? '', prefix, workers: 0, log: new RecordedLog() });
    await expect.poll(() => backend.isReady()).toBe(true);
    await backend.queue('maintenance').add('maintenance', { v: 1 });
    const { body } = await admin.get('/queues/api/queues?activeQueue=maintenance&status=waiting');
    const shown = (body['queues'] as { name: string; jobs: { data: unknown }[] }[]).find(
      ({ name }) => name === 'maintenance',
    );
    expect(shown?.jobs.map(({ data }) => data)).toEqual([{ v: 1 }]);
    await backend.close();
  });

  it('serves its page and its scripts, and nothing from elsewhere', async () => {
    const page = await admin.get('/queues/');
    const html = String(page.body['text']);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('content-security-policy')).toContain(
      "script-src 'self'; style-src 'self' 'unsafe-inline'",
    );
    expect(html).toContain('<base href="/queues/"');
    expect(html).not.toContain('<%');
    expect(html).not.toMatch(/(src|href)="https?:/);
    const script = /src="(static\/[^"]+\.js)"/.exec(html)?.[1] ?? '';
    expect((await admin.get(`/queues/${script}`)).status).toBe(200);
    expect((await new Visitor(running.console.url).get(`/queues/${script}`)).status).toBe(401);
  });
});
