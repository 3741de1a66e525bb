import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Operators } from '#payments';
import { SystemClock } from '#platform';
import { ADMIN, type RunningConsole, startConsole, Visitor } from '../running-console.fixture.js';

describe('who may use the console', () => {
  let running: RunningConsole;
  let url = '';
  const viewer = { email: 'viewer@chasqui.test', password: 'only looking around' };
  const operator = { email: 'operator@chasqui.test', password: 'doing the daily work' };

  beforeAll(async () => {
    running = await startConsole();
    ({ url } = running.console);
    const operators = new Operators(running.dataSource, new SystemClock());
    await operators.create({ ...viewer, role: 'viewer' });
    await operators.create({ ...operator, role: 'operator' });
  });

  afterAll(() => running.close());

  it('signs the first operator of the environment in, as an administrator', async () => {
    const visitor = new Visitor(url);
    const answer = await visitor.post('/api/login', ADMIN);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ operator: { id: expect.any(String), email: ADMIN.email, role: 'admin' } });
    expect((await visitor.get('/api/me')).body).toEqual(answer.body);
  });

  it('keeps the session from scripts and other sites, and its token out of the database', async () => {
    const visitor = new Visitor(url);
    const [cookie] = (await visitor.post('/api/login', ADMIN)).headers.getSetCookie();
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
    const token = cookie?.split(/[=;]/)[1] ?? '';
    const rows = await running.database.query<{ hash: string }>(
      `select encode(token_hash, 'base64') as hash from operator_session`,
    );
    expect(token.length).toBeGreaterThan(40);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ hash }) => hash)).not.toContain(token);
    expect(JSON.stringify(running.log.lines)).not.toContain(token);
  });

  it('gives the cookie to https alone when asked under another name than this machine', async () => {
    const [cookie] = (await running.console.app
      .inject({
        method: 'POST',
        url: '/api/login',
        headers: { host: 'console.example.pe', 'content-type': 'application/json' },
        payload: JSON.stringify(ADMIN),
      })
      .then((answer) => [answer.headers['set-cookie']].flat())) as [string];
    expect(cookie).toContain('; Secure');
  });

  it.each([
    ['GET', '/api/me'],
    ['POST', '/api/logout'],
    ['GET', '/api/payments'],
    ['GET', '/api/payments/pay_1'],
    ['GET', '/api/payments/pay_1/timeline'],
    ['POST', '/api/payments/pay_1/check'],
    ['GET', '/api/cases'],
    ['POST', '/api/cases/case_1/resolve'],
    ['GET', '/api/notifications'],
    ['GET', '/api/notifications/ntf_1'],
    ['POST', '/api/notifications/ntf_1/replay'],
    ['GET', '/api/deliveries'],
    ['POST', '/api/deliveries/dlv_1/redeliver'],
    ['GET', '/queues'],
    ['GET', '/queues/'],
    ['GET', '/queues/api/queues'],
    ['PUT', '/queues/api/queues/pause'],
  ])('answers %s %s with 401 to strangers', async (method, path) => {
    const answer = await new Visitor(url).call(method, path);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ code: 'not_signed_in' });
  });

  it('leads a person who opens the queues without a session to where one signs in', async () => {
    const answer = await new Visitor(url, { accept: 'text/html,*/*' }).get('/queues/');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
  });

  it('takes no made-up session', async () => {
    const visitor = new Visitor(url);
    visitor.cookie = 'chasqui_console=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
    expect((await visitor.get('/api/me')).status).toBe(401);
  });

  it('ends a session at signing out', async () => {
    const visitor = await Visitor.signedIn(url);
    const { cookie } = visitor;
    expect((await visitor.post('/api/logout')).status).toBe(204);
    visitor.cookie = cookie;
    expect((await visitor.get('/api/me')).status).toBe(401);
  });

  it('ends a session after half a day, and not because the sandbox moved the clock of the product', async () => {
    const visitor = await Visitor.signedIn(url);
    running.clock.advance(24 * 3_600_000);
    expect((await visitor.get('/api/me')).status).toBe(200);
    running.sessionClock.advance(12 * 3_600_000 + 1000);
    expect((await visitor.get('/api/me')).status).toBe(401);
  });

  it('tells nobody whether the address or the password was wrong', async () => {
    const wrongPassword = await new Visitor(url).post('/api/login', { ...operator, password: 'not this one' });
    const wrongAddress = await new Visitor(url).post('/api/login', { ...operator, email: 'nobody@chasqui.test' });
    expect(wrongPassword.status).toBe(401);
    expect(wrongPassword.body).toEqual(wrongAddress.body);
  });

  it('locks an address after repeated failures, even for the right password, and opens it again', async () => {
    const someone = { email: 'guessed@chasqui.test', password: 'the right password' };
    await new Operators(running.dataSource, new SystemClock()).create({ ...someone, role: 'operator' });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect((await new Visitor(url).post('/api/login', { ...someone, password: `guess ${attempt}` })).status).toBe(
        401,
      );
    }
    const locked = await new Visitor(url).post('/api/login', someone);
    expect(locked.status).toBe(429);
    expect(locked.body).toMatchObject({ code: 'login_locked' });
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await new Visitor(url).post('/api/login', viewer)).status).toBe(200);
    running.sessionClock.advance(15 * 60_000 + 1000);
    expect((await new Visitor(url).post('/api/login', someone)).status).toBe(200);
  });

  it('names each wrong field of a sign-in', async () => {
    const answer = await new Visitor(url).post('/api/login', { email: 7 });
    expect(answer.status).toBe(400);
    expect(answer.body['errors']).toEqual([
      expect.objectContaining({ field: 'email' }),
      expect.objectContaining({ field: 'password', code: 'required' }),
    ]);
  });

  it('lets a viewer look at everything, change nothing and leave', async () => {
    const visitor = await Visitor.signedIn(url, viewer);
    for (const path of ['/api/payments', '/api/cases', '/api/notifications', '/api/deliveries']) {
      expect((await visitor.get(path)).status).toBe(200);
    }
    for (const path of [
      '/api/payments/pay_1/check',
      '/api/cases/case_1/resolve',
      '/api/notifications/ntf_1/replay',
      '/api/deliveries/dlv_1/redeliver',
    ]) {
      const answer = await visitor.post(path);
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({ code: 'role_insufficient' });
    }
    expect((await visitor.post('/api/logout')).status).toBe(204);
  });

  it('lets an operator change things', async () => {
    const visitor = await Visitor.signedIn(url, operator);
    expect((await visitor.post('/api/payments/pay_1/check')).status).toBe(404);
  });

  describe('changes and where they come from', () => {
    let cookie: string | null = null;

    beforeAll(async () => {
      ({ cookie } = await Visitor.signedIn(url));
    });

    it.each([
      [{ 'sec-fetch-site': 'cross-site' }, 403],
      [{ 'sec-fetch-site': 'same-site' }, 403],
      [{ origin: 'https://evil.example' }, 403],
      [{ origin: 'null' }, 403],
      [{ 'sec-fetch-site': 'same-origin', origin: 'https://behind.a.proxy' }, 404],
      [{ 'sec-fetch-site': 'none' }, 404],
    ])('answers a change sent with %o with %i', async (headers, status) => {
      const visitor = new Visitor(url, headers);
      visitor.cookie = cookie;
      expect((await visitor.post('/api/payments/pay_1/check')).status).toBe(status);
      expect((await visitor.get('/api/payments')).status).toBe(200);
    });

    it('takes a change from its own pages over plain http', async () => {
      const visitor = new Visitor(url, { origin: url });
      visitor.cookie = cookie;
      expect((await visitor.post('/api/payments/pay_1/check')).status).toBe(404);
    });

    it('is told by the queue dashboard too', async () => {
      const visitor = new Visitor(url, { origin: 'https://evil.example' });
      visitor.cookie = cookie;
      expect((await visitor.call('PUT', '/queues/api/queues/pause')).status).toBe(403);
    });
  });

  it('lets no other site sign anybody in', async () => {
    const answer = await new Visitor(url, { origin: 'https://evil.example' }).post('/api/login', ADMIN);
    expect(answer.body).toMatchObject({ code: 'cross_site_request' });
  });

  it('never changes an operator that exists, whatever the environment says', async () => {
    const operators = new Operators(running.dataSource, new SystemClock());
    expect(await operators.seed({ email: ADMIN.email, password: 'another password' })).toBe(false);
    expect((await new Visitor(url).post('/api/login', ADMIN)).status).toBe(200);
  });
});
