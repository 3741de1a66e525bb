import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../apps/cli/src/cli.js';
import type { Finding } from '#diagnosis';
import { hasRedisServer, redisServer, type RedisServer } from '#testing';
import { flowEnvironment, Product } from './product.js';

type Environment = Record<string, string | undefined>;

/** A label that is too long is refused before any name server is asked. */
const UNRESOLVABLE = `${'a'.repeat(64)}.test`;

const ALERT_WEBHOOK = {
  ALERT_WEBHOOK_URL: 'https://alerts.example.com/chasqui',
  ALERT_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
};

/**
 * Every fault is planted alone: the doctor must name it and say how to mend it, and must find nothing else. No worker
 * runs, so that what is planted stays.
 */
describe('the doctor', () => {
  let product: Product;
  let env: Environment;

  beforeAll(async () => {
    // What comes through this machine comes from wherever it says it comes from.
    product = await Product.start({ apps: ['checkout', 'ingest'], env: { TRUSTED_PROXIES: '127.0.0.1' } });
    const { url, prefix } = product.config.queue;
    env = {
      ...flowEnvironment(product.database, { url: url ?? '', prefix }),
      CHECKOUT_API_PORT: new URL(product.urls.checkout).port,
      WEBHOOK_INGEST_PORT: new URL(product.urls.ingest).port,
      PUBLIC_URL: product.urls.checkout,
      WEBHOOK_PUBLIC_URL: `${product.urls.ingest}/webhooks/pagoefectivo`,
    };
    await runCli(['migrate'], { env, write: () => undefined, complain: () => undefined });
  });

  afterAll(() => product.close());

  async function doctor(change: Environment = {}, ...options: string[]): Promise<{ code: number; out: string }> {
    let out = '';
    const io = { env: { ...env, ...change }, write: (text: string) => void (out += text), complain: () => undefined };
    return { code: await runCli(['doctor', ...options], io), out };
  }

  /** Everything that is not well, each as `check verdict: what → mend`. */
  async function unwell(change: Environment = {}): Promise<string[]> {
    const { out } = await doctor(change, '--json');
    const { findings } = JSON.parse(out) as { findings: Finding[] };
    return findings
      .filter(({ verdict }) => verdict !== 'ok')
      .map(({ check, verdict, what, mend }) => `${check} ${verdict}: ${what} → ${mend ?? ''}`);
  }

  const sql = (text: string, parameters?: unknown[]): Promise<unknown> => product.database.query(text, parameters);

  /** Changes the account's address for as long as it is looked at. */
  async function atAddress(baseUrl: string): Promise<string[]> {
    await sql('update gateway_account set base_url = $1', [baseUrl]);
    try {
      return await unwell();
    } finally {
      await sql('update gateway_account set base_url = $1', [product.urls.sandbox]);
    }
  }

  it('finds nothing where nothing is wrong, and says so by its exit code, also when it is strict', async () => {
    expect(await unwell()).toEqual([]);
    expect((await doctor({}, '--strict')).code).toBe(0);
  });

  it('counts warnings only when it is told to be strict', async () => {
    const warned = { WEBHOOK_ALLOWED_SOURCES: 'any' };
    expect((await doctor(warned)).code).toBe(0);
    expect((await doctor(warned, '--strict')).code).toBe(1);
  });

  it('names a secret that the gateway does not know', async () => {
    const rotate = async (secretKey: string): Promise<number> =>
      runCli(['account', 'rotate-secret', '--account', 'default'], {
        env: { ...env, ACCOUNT_SECRET_KEY: secretKey },
        write: () => undefined,
        complain: () => undefined,
      });
    expect(await rotate('another-secret-key/0000+1111222233334444AB')).toBe(0);
    try {
      expect(await unwell()).toEqual([
        expect.stringMatching(/^gateway fail: Account default is not authorized at http.+ → Compare .+ merchant panel/),
      ]);
    } finally {
      expect(await rotate(product.secretKey)).toBe(0);
    }
  });

  it('names a missing migration', async () => {
    await sql(`create table set_aside as select * from schema_migration order by id desc limit 1`);
    await sql('delete from schema_migration where id in (select id from set_aside)');
    try {
      expect(await unwell()).toEqual([
        expect.stringMatching(/^schema fail: Migrations are missing: \w+\. → Run `npm run migrate`/),
      ]);
    } finally {
      await sql('insert into schema_migration select * from set_aside');
      await sql('drop table set_aside');
    }
  });

  it.each([
    ['PT10M', 'gateway-clock fail'],
    ['-PT1M', 'gateway-clock warn'],
  ])('names clocks that are %s apart', async (clockSkew, line) => {
    await product.faults({ clockSkew });
    try {
      expect(await unwell()).toEqual([expect.stringMatching(new RegExp(`^${line}: .+ s apart\\. → Let .+ NTP`))]);
    } finally {
      await product.faults({ clockSkew: null });
    }
  });

  it('names a gateway that fails', async () => {
    await product.faults({ status: 503, operations: ['authorize'] });
    try {
      expect(await unwell()).toEqual([expect.stringMatching(/^gateway fail: .+503.+ → Ask PagoEfectivo/)]);
    } finally {
      await product.faults({ status: null, operations: null });
    }
  });

  it('names a gateway whose name cannot be resolved', async () => {
    expect(await atAddress(`https://${UNRESOLVABLE}`)).toEqual([
      expect.stringMatching(/^gateway-dns fail: The gateway of default cannot be found: a{64}\.test .+ → Correct/),
    ]);
  });

  it('names a gateway that takes no connection, and one that speaks no TLS', async () => {
    expect(await atAddress('http://127.0.0.1:1')).toEqual([
      expect.stringMatching(/^gateway-tls fail: No connection to .+ECONNREFUSED.+ → Correct/),
    ]);
    expect(await atAddress(product.urls.sandbox.replace('http:', 'https:'))).toEqual([
      expect.stringMatching(
        /^gateway-tls fail: No connection to the gateway of default .+ comes about: wrong version number\. → Correct/,
      ),
    ]);
  });

  it('names a master key that is not the one', async () => {
    expect(await unwell({ CHASQUI_MASTER_KEY: Buffer.alloc(32, 9).toString('base64') })).toEqual([
      expect.stringMatching(/^master-key fail: .+secret of account default.+ → Set the key .+_PREVIOUS/),
    ]);
  });

  it('names an egress address that is not ours, and a proxy that is not there', async () => {
    expect(await unwell({ EGRESS_LOCAL_ADDRESS: '203.0.113.7' })).toEqual([
      expect.stringMatching(/^egress fail: EGRESS_LOCAL_ADDRESS is 203\.0\.113\.7, .+ → Set it to an address/),
    ]);
    expect(await unwell({ EGRESS_PROXY_URL: 'http://127.0.0.1:1' })).toEqual([
      expect.stringMatching(/^egress fail: The proxy 127\.0\.0\.1:1, .+ → Start the proxy/),
    ]);
  });

  it('names an allow-list that is missing, or lets everybody in', async () => {
    expect(await unwell({ WEBHOOK_ALLOWED_SOURCES: undefined })).toEqual([
      expect.stringMatching(/^allow-list fail: WEBHOOK_ALLOWED_SOURCES is not set here.+ → Set WEBHOOK_ALLOWED/),
    ]);
    expect(await unwell({ WEBHOOK_ALLOWED_SOURCES: 'any' })).toEqual([
      expect.stringMatching(/^allow-list warn: WEBHOOK_ALLOWED_SOURCES is any.+ → Set WEBHOOK_ALLOWED/),
    ]);
  });

  it.each([
    ['cannot be resolved', `https://${UNRESOLVABLE}/hook`, /^notification-url fail: .+cannot be found.+ → .+DNS/],
    ['takes no connection', 'http://127.0.0.1:1/hook', /^notification-url fail: .+ECONNREFUSED.+ → Start webhook/],
  ])('names an address for notifications that %s', async (_what, url, says) => {
    expect(await unwell({ WEBHOOK_PUBLIC_URL: url })).toEqual([expect.stringMatching(says)]);
  });

  it('names an address for notifications that leads somewhere else', async () => {
    expect(await unwell({ WEBHOOK_PUBLIC_URL: `${product.urls.sandbox}/sandbox/cips` })).toEqual([
      expect.stringMatching(/^notification-url warn: .+does not look like webhook-ingest: HTTP 200.+ → Lead/),
    ]);
  });

  it('names apps that do not answer', async () => {
    expect(await unwell({ PUBLIC_URL: 'http://127.0.0.1:1', WEBHOOK_INGEST_PORT: '1' })).toEqual([
      expect.stringMatching(/^public-url warn: .+ → Start checkout-api/),
      expect.stringMatching(/^ingest warn: .+ → Start webhook-ingest/),
    ]);
  });

  it('wants https, a list of sources and a way from outside as soon as money is real', async () => {
    await sql(`update gateway_account set environment = 'production', livemode = true`);
    try {
      expect(await unwell({ WEBHOOK_ALLOWED_SOURCES: 'any', WEBHOOK_PUBLIC_URL: undefined })).toEqual([
        expect.stringMatching(/^allow-list fail: /),
        expect.stringMatching(/^alert-webhook warn: Alerts reach nobody.+ → Set ALERT_WEBHOOK_URL/),
        expect.stringMatching(/^public-url fail: .+ no shopper can open\. → Set PUBLIC_URL/),
        expect.stringMatching(/^notification-url warn: WEBHOOK_PUBLIC_URL is not set.+ → Set it/),
      ]);
      expect(await unwell({ ...ALERT_WEBHOOK, PUBLIC_URL: 'https://127.0.0.1:1' })).toEqual([
        expect.stringMatching(/^public-url warn: /),
        expect.stringMatching(/^notification-url fail: .+ which nobody reaches from outside\. → Give it/),
      ]);
    } finally {
      await sql(`update gateway_account set environment = 'sandbox', livemode = false`);
    }
  });

  it('names secrets and keys that end soon or are old', async () => {
    await sql(
      `insert into gateway_secret (id, account_id, ciphertext, signs_requests, valid_from, valid_until)
       select 'gsec_before', account_id, ciphertext, false, valid_from, now() + interval '3 days'
       from gateway_secret where signs_requests`,
    );
    await sql(`update gateway_secret set created_at = now() - interval '400 days' where signs_requests`);
    await sql(`update api_key set expires_at = now() + interval '5 days'`);
    try {
      expect(await unwell()).toEqual([
        expect.stringMatching(
          /^secret-expiry warn: The secretKey before, of account default ends at .+ days left.* → Make sure/,
        ),
        expect.stringMatching(
          /^secret-age warn: The secretKey of account default has signed since .+ → Ask .+secret rotate/,
        ),
        expect.stringMatching(/^key-expiry warn: The API key ck_test.+ of shop shop_default ends at .+ → Make a new/),
      ]);
    } finally {
      await sql(`delete from gateway_secret where id = 'gsec_before'`);
      await sql('update gateway_secret set created_at = now()');
      await sql('update api_key set expires_at = null');
    }
  });

  it('names rows in a default partition', async () => {
    await sql(
      `insert into gateway_call (id, at, account_id, operation, method, path, outcome, duration_ms)
       values ('gwc_old', '2020-01-15T12:00:00-05:00', 'acc', 'search', 'POST', '/v1/cips/search', 'ok', 1)`,
    );
    try {
      expect(await unwell()).toEqual([
        expect.stringMatching(
          /^default-partition warn: 1 rows of gateway_call .+2020-01-15T12:00:00-05:00\. → Move them/,
        ),
      ]);
    } finally {
      await sql(`delete from gateway_call where id = 'gwc_old'`);
    }
  });

  it('names what PagoEfectivo is refused for', async () => {
    const from = { 'x-forwarded-for': '203.0.113.9' };
    expect((await product.notify({ cip: '1' }, { headers: from })).status).toBe(403);
    for (let time = 0; time < 3; time += 1) {
      expect((await product.notify({ cip: '1' }, { secret: 'somebody-elses' })).status).toBe(401);
    }
    try {
      expect(await unwell()).toEqual([
        expect.stringMatching(/^refused-notifications warn: 3 messages that no secret .+127\.0\.0\.1.+ → .+secretKey/),
        expect.stringMatching(
          /^refused-notifications warn: 1 correctly signed .+ from 203\.0\.113\.9.+ → .+WEBHOOK_ALLOWED_SOURCES/,
        ),
      ]);
    } finally {
      await sql('delete from notification');
    }
  });

  it('names work that is stuck, kind by kind', async () => {
    const order = await product.order('STUCK-1');
    const hourAgo = `now() - interval '1 hour'`;
    const stuck = async (name: string): Promise<void> => {
      expect(await unwell()).toEqual([
        expect.stringMatching(new RegExp(`^overdue-work (warn|fail): 1 ${name} are overdue.+ → See whether \\S+ runs`)),
      ]);
    };
    await sql(`update outbox_event set created_at = ${hourAgo}`);
    await stuck('events to number');
    await sql(
      `insert into delivery (id, event_id, endpoint_id, payment_id, sequence, event_type, blocking, status, next_at, created_at)
       select 'dlv_stuck', e.id, w.id, e.payment_id, e.sequence, e.type, e.blocking, 'pending', ${hourAgo}, ${hourAgo}
       from outbox_event e, webhook_endpoint w`,
    );
    await sql(`update outbox_event set position = 1`);
    await stuck('deliveries to send');
    await sql('update webhook_endpoint set enabled = false');
    expect(await unwell()).toEqual([
      expect.stringMatching(/^endpoints warn: 1 events wait for endpoint we_.+ → Enable it: `chasqui endpoint update/),
    ]);
    await sql('update webhook_endpoint set enabled = true');
    await sql(`update delivery set status = 'failed', next_at = null`);
    expect(await unwell()).toEqual([expect.stringMatching(/^failed-deliveries warn: 1 .+ → .+events replay/)]);
    await sql(`delete from delivery`);
    await sql(`update payment set next_at = ${hourAgo} where id = $1`, [order.id]);
    await stuck('deadlines to keep');
    await sql('update payment set next_at = null');
    await sql(`update cip set poll_at = ${hourAgo}`);
    await stuck('status searches to make');
    await sql('update cip set poll_at = null');
    await sql(`update gateway_command set status = 'unknown', next_at = ${hourAgo}`);
    await stuck('gateway calls to settle');
    await sql(`update gateway_command set status = 'done', next_at = null`);
    expect((await product.notify({ cip: order.cip.number })).status).toBe(200);
    await sql(`update notification set next_at = ${hourAgo}`);
    await stuck('notifications to apply');
    await sql(`update notification set status = 'failed', next_at = null`);
    expect(await unwell()).toEqual([
      expect.stringMatching(/^failed-notifications fail: 1 .+ → .+notification list --status failed/),
    ]);
    await sql('delete from notification');
    await sql(
      `insert into review_case (id, dedupe_key, kind, state, payment_id, opened_at, due_at)
       values ('case_open', 'open', 'paid_late', 'open', $1, now(), now() + interval '1 day')`,
      [order.id],
    );
    expect(await unwell()).toEqual([expect.stringMatching(/^open-cases warn: 1 .+ → List them .+case list/)]);
    await sql(`update review_case set due_at = ${hourAgo}, next_at = ${hourAgo}`);
    expect(await unwell()).toEqual([
      expect.stringMatching(/^overdue-work fail: 1 cases with a policy to apply are overdue.+ → See whether \S+ runs/),
      expect.stringMatching(/^open-cases fail: 1 .+ 1 of them past their deadline\. → .+case list --overdue/),
    ]);
    await sql('delete from review_case');
  });

  it('names critical alerts that nobody has acknowledged, and a webhook that does not take them', async () => {
    await sql(
      `insert into alert (id, kind, key, severity, summary, numbers, state, raised_at, last_seen_at)
       values ('alr_1', 'gateway_silent', 'gateway_silent:a', 'critical', 'None.', '{}', 'open', now(), now())`,
    );
    await sql(
      `insert into alert_message (id, alert_id, turn, type, body, status, attempts, next_at, last_error, created_at)
       values ('amsg_1', 'alr_1', 1, 'alert.raised', '{}', 'pending', 1, now(), 'answered 500', now())`,
    );
    try {
      expect(await unwell(ALERT_WEBHOOK)).toEqual([
        expect.stringMatching(
          /^alerts fail: 1 critical alerts .+: PagoEfectivo announces .+ → See `chasqui alert list`/,
        ),
        expect.stringMatching(/^alert-webhook fail: .+ 1 messages .+: answered 500\. → Mend what receives/),
      ]);
      await sql(`update alert set state = 'acknowledged'`);
      await sql(`update alert_message set status = 'delivered'`);
      expect(await unwell(ALERT_WEBHOOK)).toEqual([]);
    } finally {
      await sql('delete from alert_message');
      await sql('delete from alert');
    }
  });

  it('finds nothing any more when everything is mended', async () => {
    expect(await unwell()).toEqual([]);
  });

  describe.skipIf(!hasRedisServer())('with queues on Redis', () => {
    let redis: RedisServer;

    beforeAll(async () => {
      redis = await redisServer();
      await redis.command('CONFIG', 'SET', 'appendonly', 'yes');
    });

    afterAll(() => redis.kill());

    const onRedis = (): Promise<string[]> => unwell({ QUEUE_URL: redis.url });

    it('finds nothing where it is kept as a queue must be', async () => {
      expect(await onRedis()).toEqual([]);
    });

    it('names a policy that throws jobs away', async () => {
      await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
      expect(await onRedis()).toEqual([
        expect.stringMatching(/^redis-eviction fail: .+allkeys-lru.+ → Set maxmemory-policy to noeviction/),
      ]);
      await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
    });

    it('names a server that keeps nothing', async () => {
      await redis.command('CONFIG', 'SET', 'appendonly', 'no');
      expect(await onRedis()).toEqual([expect.stringMatching(/^redis-persistence warn: .+ → Set appendonly yes/)]);
    });

    it('names a server that is stopped', async () => {
      await redis.stop();
      expect(await onRedis()).toEqual([
        expect.stringMatching(/^queue fail: The queue server does not answer.+ → .+start the queue server/),
      ]);
    });
  });
});
