import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signNotification } from '#pagoefectivo';
import { DEFAULT_SHOP_ID } from '#payments';
import { freePort, testDatabase, type TestDatabase, TestGateway, testQueue, testQueueKind, waitFor } from '#testing';
import { AppChild, build } from '../flows/processes.js';
import { notificationJson, orderBody } from '../flows/product.js';
import { type Canary, type Evidence, findLeaks } from './canaries.js';
import { IndiscreetServer, type Manner } from './indiscreet.js';
import { databaseDump, redisDump } from './stores.js';

const ROOT = resolve(import.meta.dirname, '../..');
const random = (): string => randomBytes(12).toString('hex');

const MASTER_KEY = randomBytes(32).toString('base64');
const ACCESS_KEY = `CANARYACCESS${random().toUpperCase()}`;
const SECRET_KEY = `canary/Secret+${random()}=x`;
const PREVIOUS_SECRET_KEY = `canary/Previous+${random()}=x`;
const API_KEY = `ck_test_canary${random()}`;
const WRONG_KEY = `ck_test_wrong${random()}`;
const PASSWORD = `canary pass ${random()}`;
const ALERT_SECRET = `whsec_${randomBytes(32).toString('base64')}`;
const HEADER_VALUE = `Bearer canary.header.${random()}`;
const URL_PASSWORD = `canaryurl${random()}`;
const MISTYPED_KEY = `canary mistyped ${random()}`;
const PRIVATE_KEY = generateKeyPairSync('ec', {
  namedCurve: 'prime256v1',
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
}).privateKey;
const EMAIL = `canary.${random()}@shopper.example`;
const NAME = `Canaryname${random()}`;
const PHONE = '+51987600431';
const DOCUMENT = `C${random().slice(0, 8).toUpperCase()}`;
const CCI = '00219175500842219391';
const HOLDER = `Canaryholder${random()}`;

const MANNERS: readonly Manner[] = ['json', 'html', 'text', 'broken', 'drop', 'hang'];
/** What the gateway says to one order after the other; `broken`, `drop` and `hang` have no status of their own. */
const REPLIES: readonly { readonly manner: Manner | 'well'; readonly status: number }[] = [
  ...(['json', 'html', 'text'] as const).flatMap((manner) => [400, 401, 500].map((status) => ({ manner, status }))),
  // The 401 before took the token away, so that these meet who asks for one; then a new one is had, and they meet it.
  ...(['broken', 'drop', 'hang', 'well', 'broken', 'drop', 'hang'] as const).map((manner) => ({ manner, status: 500 })),
];

/**
 * The product as separate processes with debug logs, between a gateway and an ERP that repeat what they were sent, through
 * everything that succeeds and fails; then all that it wrote and answered is searched for what nobody may read there.
 */
describe('what is secret', () => {
  const canaries: Canary[] = [
    ...Object.entries({
      'master key': MASTER_KEY,
      'access key': ACCESS_KEY,
      'secret key': SECRET_KEY,
      'secret key before': PREVIOUS_SECRET_KEY,
      'API key': API_KEY,
      'API key that is not one': WRONG_KEY,
      'operator’s password': PASSWORD,
      'secret of alerts': ALERT_SECRET,
      'header of an endpoint': HEADER_VALUE,
      'password in an address': URL_PASSWORD,
      'mistyped master key': MISTYPED_KEY,
      'private key': PRIVATE_KEY.split('\n').slice(1, -2).join('\n'),
      'bank account': CCI,
      'holder of the bank account': HOLDER,
    }).map(([name, value]) => ({ name, value, stays: 'secret' as const })),
    ...Object.entries({ 'e-mail': EMAIL, name: NAME, phone: PHONE, document: DOCUMENT }).map(([name, value]) => ({
      name,
      value,
      stays: 'shop' as const,
    })),
  ];
  const evidence: Evidence[] = [];
  const children: AppChild[] = [];
  let database: TestDatabase;
  let queue: { url: string; prefix: string };
  let upstream: TestGateway;
  let gateway: IndiscreetServer;
  let erp: IndiscreetServer;
  let env: Record<string, string>;
  let folder: string;
  const urls = { checkout: '', ingest: '', console: '' };
  let sessionCookie = '';

  beforeAll(async () => {
    await build();
    folder = mkdtempSync(join(tmpdir(), 'chasqui-leaks-'));
    database = await testDatabase();
    queue = testQueue(database);
    upstream = await TestGateway.start();
    gateway = await IndiscreetServer.start(upstream.url);
    erp = await IndiscreetServer.start(null);
    const ports = [await freePort(), await freePort(), await freePort(), await freePort()];
    env = {
      DATABASE_URL: database.url,
      QUEUE_URL: queue.url,
      QUEUE_PREFIX: queue.prefix,
      HOST: '127.0.0.1',
      CHECKOUT_API_PORT: String(ports[0]),
      WEBHOOK_INGEST_PORT: String(ports[1]),
      OPS_CONSOLE_PORT: String(ports[2]),
      PAGOEFECTIVO_BASE_URL: gateway.url,
      PAGOEFECTIVO_ID_SERVICE: '1042',
      PAGOEFECTIVO_ACCESS_KEY: ACCESS_KEY,
      PAGOEFECTIVO_SECRET_KEY: SECRET_KEY,
      PAGOEFECTIVO_SECRET_KEY_PREVIOUS: PREVIOUS_SECRET_KEY,
      GATEWAY_TIMEOUT: 'PT2S',
      GATEWAY_CALLER_WAIT: 'PT1S',
      WEBHOOK_ALLOWED_SOURCES: '127.0.0.0/8',
      WEBHOOK_ALLOWED_TARGETS: '127.0.0.0/8',
      CHASQUI_API_KEY: API_KEY,
      CHASQUI_MASTER_KEY: MASTER_KEY,
      CHASQUI_OPERATOR: `ana@chasqui.test:${PASSWORD}`,
      ALERT_WEBHOOK_URL: `${erp.url}/alerts`,
      ALERT_WEBHOOK_SECRET: ALERT_SECRET,
      LOG_LEVEL: 'debug',
    };
    for (const app of ['checkout-api', 'webhook-ingest', 'ops-console']) await start(app);
    const workers = ['reconciliation-worker', 'expiry-worker', 'fulfillment-worker'];
    await Promise.all(workers.map(start));
    [urls.checkout, urls.ingest, urls.console] = ports.map((port) => `http://127.0.0.1:${port}`) as [
      string,
      string,
      string,
    ];
  }, 180_000);

  afterAll(async () => {
    await Promise.all(children.map((child) => child.stop()));
    await Promise.all([gateway.close(), erp.close(), upstream.close()]);
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(app: string): Promise<void> {
    children.push(await AppChild.start(app, env));
  }

  /** A call whose answer is evidence, unless it is made to hand a secret out. */
  async function ask(
    url: string,
    init: RequestInit & { holds?: Evidence['holds']; handsOut?: boolean } = {},
  ): Promise<{ status: number; text: string; headers: Headers }> {
    const { holds = 'nothing', handsOut = false, ...rest } = init;
    const response = await fetch(url, { redirect: 'manual', ...rest });
    const text = await response.text();
    const where = `${rest.method ?? 'GET'} ${new URL(url).pathname} → ${response.status}`;
    const shown = [...response.headers].filter(([name]) => name !== 'set-cookie');
    if (!handsOut) evidence.push({ where, text: `${JSON.stringify(shown)}\n${text}`, holds });
    return { status: response.status, text, headers: response.headers };
  }

  const api = (method: string, path: string, body?: unknown, more: Record<string, string> = {}) =>
    ask(`${urls.checkout}${path}`, {
      method,
      headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json', ...more },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      holds: 'shop',
    });

  const customer = {
    email: EMAIL,
    firstName: NAME,
    lastName: NAME,
    phone: PHONE,
    documentType: 'PAS',
    documentNumber: DOCUMENT,
  };

  function order(orderId: string): Promise<{ status: number; text: string }> {
    return api('POST', '/v1/payments', orderBody(orderId, { customer }), { 'idempotency-key': `key-${orderId}` });
  }

  function notify(body: string, secret: string): Promise<{ status: number }> {
    return ask(`${urls.ingest}/webhooks/pagoefectivo`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signNotification(body, secret) },
      body,
    });
  }

  /** Runs a program to its end; what it said is evidence. */
  async function run(what: string, argv: readonly string[], change: Record<string, string> = {}): Promise<string> {
    const child = spawn(process.execPath, [...argv], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], ...env, ...change },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
    // One that waits for what is not there has said what it has to say.
    const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
    const code = await new Promise<number | null>((done) => child.once('close', done));
    clearTimeout(timer);
    evidence.push({ where: `${what} (exit ${code})`, text: said, holds: 'nothing' });
    return said;
  }

  const cli = (...argv: string[]): Promise<string> =>
    run(`chasqui ${argv.join(' ')}`, ['dist/apps/cli/src/main.js', ...argv]);

  it('is searched for where something was done with every secret', { timeout: 120_000 }, async () => {
    const endpoint = await ask(`${urls.checkout}/v1/webhook-endpoints`, {
      method: 'POST',
      headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({ url: `${erp.url}/events`, headers: { 'X-Erp-Key': HEADER_VALUE } }),
      handsOut: true,
    });
    const made = JSON.parse(endpoint.text) as { id: string; secret: string };
    canaries.push({ name: 'signing secret', value: made.secret, stays: 'secret' });

    // On a busy machine the gateway answers after its caller has left: the same key finds what came of it.
    const first = await waitFor(
      async () => {
        const answer = await order('L-1');
        return answer.status === 201 ? answer : null;
      },
      { what: 'the first order to have its code', timeoutMs: 30_000, everyMs: 500 },
    );
    const payment = JSON.parse(first.text) as { id: string; cip: { number: string }; paymentPageUrl: string };
    const pageToken = payment.paymentPageUrl.split('/').at(-1) ?? '';
    // The payment's id, which is no secret, stands before it.
    const secret = pageToken.slice(26);
    expect(secret.length).toBeGreaterThan(15);
    canaries.push({ name: 'page token', value: secret, stays: 'shop' });
    await ask(`${urls.checkout}/pay/${pageToken}`, { holds: 'shop' });
    await ask(`${urls.checkout}/pay/${pageToken}x`, { holds: 'shop' });

    // The ERP answers each attempt with everything that it was sent.
    for (const manner of ['json', 'html', 'text', 'drop'] as const) {
      erp.manner = manner;
      const tested = await api('POST', `/v1/webhook-endpoints/${made.id}/test`);
      expect(tested.status).toBe(200);
    }
    erp.manner = 'json';
    await notify(notificationJson({ cip: payment.cip.number }), 'not the secret');
    expect((await notify(notificationJson({ cip: payment.cip.number }), PREVIOUS_SECRET_KEY)).status).toBe(200);
    await waitFor(async () => (await api('GET', `/v1/payments/${payment.id}`)).text.includes('"state":"paid"'), {
      what: 'the payment to be paid',
      timeoutMs: 30_000,
    });
    await waitFor(() => erp.answered.filter((answer) => answer.endsWith('/events')).length > 6, {
      what: 'the events to be refused',
      timeoutMs: 30_000,
    });

    const refund = await api(
      'POST',
      `/v1/payments/${payment.id}/refunds`,
      { reason: 'The goods came back', amount: '10.00', destination: { type: 'cci', number: CCI, holder: HOLDER } },
      { 'idempotency-key': 'refund-1' },
    );
    expect(refund.status).toBe(201);

    // The gateway fails in every way, at a create and at the search that follows, with a token and without.
    for (const [index, { manner, status }] of REPLIES.entries()) {
      gateway.manner = manner;
      gateway.status = status;
      await order(`L-${manner}-${status}-${index}`);
      await api('POST', `/v1/payments/${payment.id}/check`);
    }
    expect(new Set(gateway.answered.map((answer) => answer.split(' ', 1)[0]))).toEqual(new Set([...MANNERS, 'well']));
  });

  it('is searched for in what is said to those who send it to the wrong place', { timeout: 60_000 }, async () => {
    const wrong = (path: string, init: RequestInit): Promise<unknown> => ask(`${urls.checkout}${path}`, init);
    const json = { 'content-type': 'application/json' };
    await wrong('/v1/payments', { headers: { authorization: `Bearer ${WRONG_KEY}` } });
    await wrong('/v1/payments', { headers: { authorization: `Basic ${WRONG_KEY}` } });
    await wrong(`/v1/payments?api_key=${API_KEY}&email=${encodeURIComponent(EMAIL)}`, {});
    await wrong(`/nothing?token=${WRONG_KEY}`, { headers: { authorization: `Bearer ${API_KEY}` } });
    for (const body of [
      `{"customer":{"email":"${EMAIL}"},"apiKey":"${API_KEY}`,
      `${API_KEY}`,
      JSON.stringify({
        orderId: 'X',
        amount: SECRET_KEY,
        currency: 'PEN',
        customer: { email: 'x' },
        secretKey: SECRET_KEY,
      }),
    ]) {
      const headers = { ...json, authorization: `Bearer ${API_KEY}`, 'idempotency-key': random() };
      await wrong('/v1/payments', { method: 'POST', headers, body });
    }
    for (const change of [
      { clientKey: PRIVATE_KEY, clientCertificate: '-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----' },
      { clientKey: PRIVATE_KEY },
      { headers: { 'Bad Name': HEADER_VALUE } },
      { url: `https://user:${URL_PASSWORD}@erp.example/` },
    ]) {
      const headers = { ...json, authorization: `Bearer ${API_KEY}` };
      const body = JSON.stringify({ url: `${erp.url}/events`, ...change });
      await wrong('/v1/webhook-endpoints', { method: 'POST', headers, body });
    }
    await notify('no JSON at all', `${SECRET_KEY}x`);
  });

  it(
    'is searched for in the console, the queue dashboard and everything that machines read',
    { timeout: 60_000 },
    async () => {
      const json = { 'content-type': 'application/json' };
      const login = (password: string): ReturnType<typeof ask> =>
        ask(`${urls.console}/api/login`, {
          method: 'POST',
          headers: { ...json, origin: urls.console },
          body: JSON.stringify({ email: 'ana@chasqui.test', password }),
          holds: 'shop',
        });
      expect((await login(`${PASSWORD}x`)).status).toBe(401);
      const signedIn = await login(PASSWORD);
      expect(signedIn.status).toBeLessThan(300);
      sessionCookie = (signedIn.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
      const token = sessionCookie.slice(sessionCookie.indexOf('=') + 1);
      expect(token.length).toBeGreaterThan(20);
      canaries.push({ name: 'session', value: token, stays: 'secret' });
      const look = (path: string, holds: Evidence['holds'] = 'nothing'): ReturnType<typeof ask> =>
        ask(`${urls.console}${path}`, { headers: { cookie: sessionCookie }, holds });
      for (const path of [
        'doctor',
        'secrets',
        'alerts',
        'gateway',
        'admin/accounts',
        'admin/shops',
        'admin/admin-keys',
      ]) {
        expect((await look(`/api/${path}`)).status).toBe(200);
      }
      for (const path of ['payments', 'cases', 'refunds', 'notifications', 'deliveries']) {
        expect((await look(`/api/${path}`, 'shop')).status).toBe(200);
      }
      await look(`/api/admin/shops/${DEFAULT_SHOP_ID}/endpoints`);
      await look(`/api/admin/shops/${DEFAULT_SHOP_ID}/api-keys`);
      const board = await look('/queues/api/queues?activeQueue=deliveries&status=latest&page=1&jobsPerPage=100');
      expect(board.status).toBe(200);
      const { queues } = JSON.parse(board.text) as { queues: { name: string }[] };
      expect(queues.length).toBeGreaterThan(3);
      for (const { name } of queues) {
        await look(`/queues/api/queues?activeQueue=${encodeURIComponent(name)}&status=latest&page=1&jobsPerPage=100`);
      }
      for (const url of children.map((child) => child.url ?? '')) {
        for (const path of ['/metrics', '/livez', '/readyz']) expect((await ask(`${url}${path}`)).status).toBe(200);
      }
      await ask(`${urls.checkout}/openapi.json`);
      for (const { pid } of children) {
        const file = `/proc/${pid}/cmdline`;
        if (process.platform !== 'linux') continue;
        evidence.push({ where: file, text: readFileSync(file, 'utf8').replaceAll('\0', ' '), holds: 'nothing' });
      }
    },
  );

  // What they say before they have a queue is the same with either.
  it.skipIf(testQueueKind() === 'redis')(
    'is searched for in what programs say that are set up wrongly',
    { timeout: 300_000 },
    async () => {
      const main = 'dist/apps/checkout-api/src/main.js';
      await run('a database that is not there', [main], {
        DATABASE_URL: `postgres://app:${URL_PASSWORD}@127.0.0.1:1/x`,
      });
      await run('a database address that is none', [main], { DATABASE_URL: `postgres//app:${URL_PASSWORD}@db` });
      await run('a queue address that is none', [main], { QUEUE_URL: `http://app:${URL_PASSWORD}@queue` });
      await run('a master key that is none', [main], { CHASQUI_MASTER_KEY: MISTYPED_KEY });
      await run('an operator without a password', [main], { CHASQUI_OPERATOR: PASSWORD });
      await run('an alert secret that is none', [main], { ALERT_WEBHOOK_SECRET: MISTYPED_KEY });
      await run('a proxy address that is none', [main], { EGRESS_PROXY_URL: `ftp://app:${URL_PASSWORD}@proxy` });
      const other = { CHASQUI_MASTER_KEY: randomBytes(32).toString('base64') };
      await run('another master key', ['dist/apps/cli/src/main.js', 'doctor'], other);
      await run('another master key', ['dist/apps/cli/src/main.js', 'rekey'], other);
      await cli('doctor', '--json');
      await cli('secret', 'list', '--json');
      await cli('account', 'list', '--json');
      await cli('account', 'rotate-secret', '--account', 'default', '--secret-key', SECRET_KEY.slice(0, 3));
      await cli('alert', 'list', '--state', 'all', '--json');
    },
  );

  it(
    'is searched for in what is exported, and in what is said when connections break',
    { timeout: 60_000 },
    async () => {
      // As if a month had passed: what was asked and answered leaves the database into files.
      await database.query(`update gateway_call set at = at - interval '1 month'`);
      const [{ month } = { month: '' }] = await database.query<{ month: string }>(
        `select to_char(max(at) at time zone 'UTC', 'YYYY-MM') as month from gateway_call`,
      );
      await cli('messages', 'export', '--month', month, '--kind', 'gateway_call', '--to', folder);
      const files = readdirSync(folder).filter((name) => name.endsWith('.gz'));
      expect(files.length).toBeGreaterThan(0);
      for (const name of files) {
        const text = gunzipSync(readFileSync(join(folder, name))).toString();
        expect(text.split('\n').length).toBeGreaterThan(20);
        evidence.push({ where: `export ${name}`, text, holds: 'nothing' });
      }
      // Every connection is cut while requests are under way, so that errors with stacks are logged.
      gateway.manner = 'well';
      const cut = Array.from({ length: 12 }, (_, index) => order(`L-cut-${index}`));
      await database.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      );
      await Promise.all(cut);
    },
  );

  it(
    'stands nowhere: no log, answer, job, row, file, metric or argument holds it in any form',
    { timeout: 60_000 },
    async () => {
      for (const child of children) child.kill('SIGTERM');
      await Promise.all(children.map((child) => child.exit));
      for (const child of children) {
        expect(child.log.length).toBeGreaterThan(500);
        evidence.push({ where: `log of ${child.name}`, text: child.log, holds: 'nothing' });
      }
      evidence.push(...(await databaseDump(database)));
      if (testQueueKind() === 'redis') evidence.push(...(await redisDump(queue)));
      const places = evidence.map(({ where }) => where);
      for (const place of ['log of ops-console', 'table public.gateway_call', 'table public.delivery_attempt']) {
        expect(places.filter((where) => where.startsWith(place)).length).toBeGreaterThan(0);
      }
      const stored = evidence.filter(({ where }) => where.startsWith('table ')).map(({ text }) => text.length);
      expect(stored.reduce((sum, length) => sum + length, 0)).toBeGreaterThan(20_000);
      // The search works: a shopper's e-mail stands where it belongs.
      expect(evidence.find(({ where }) => where === 'table public.payment')?.text).toContain(EMAIL);
      expect(findLeaks(canaries, evidence)).toEqual([]);
    },
  );
});
