import { describe, expect, it } from 'vitest';
import type { ConfigNeed, Profile } from './config.js';
import { ConfigError } from './config-error.js';
import { loadConfig } from './load-config.js';
import { findVariable, variables } from './variables.js';

const DATABASE = { DATABASE_URL: 'postgres://u:p@db:5432/chasqui' };
const KEY = Buffer.alloc(32, 7).toString('base64');
const OTHER_KEY = Buffer.alloc(32, 8).toString('base64');
const ACCOUNT = {
  PAGOEFECTIVO_BASE_URL: 'https://services.pagoefectivo.pe/',
  PAGOEFECTIVO_ID_SERVICE: '1034',
  PAGOEFECTIVO_ACCESS_KEY: 'an-access-key',
  PAGOEFECTIVO_SECRET_KEY: 'a-secret-key',
};

function problemsOf(
  env: Record<string, string>,
  profile: Profile = 'standalone',
  needs: ConfigNeed[] = [],
): readonly string[] {
  try {
    loadConfig(env, profile, needs);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the environment, when it says nothing', () => {
  it('is a whole product on this machine in standalone', () => {
    expect(loadConfig({}, 'standalone')).toEqual({
      profile: 'standalone',
      http: {
        host: '127.0.0.1',
        ports: { checkoutApi: 3000, webhookIngest: 3001, opsConsole: 3002, sandbox: 3003, shop: 3004, health: 0 },
      },
      database: { url: null, dataDir: '.chasqui', poolSize: 10 },
      queue: { url: null, prefix: '{chasqui}' },
      gateway: {
        baseUrl: null,
        serviceId: null,
        accessKey: null,
        secretKey: null,
        secretKeyPrevious: null,
        budgetPerMinute: 120,
        callerWaitMs: 10_000,
        timeoutMs: 100_000,
        searchBatch: 50,
        pollScheduleMs: null,
        egressProxyUrl: null,
        egressLocalAddress: null,
      },
      ingress: {
        allowedSources: ['127.0.0.0/8', '::1/128'],
        publicUrl: null,
        trustedProxies: [],
        maxBodyBytes: 65_536,
      },
      checkout: {
        publicUrl: 'http://localhost:3000',
        apiKey: null,
        paymentTtlMs: 86_400_000,
        expiringSoonMs: [7_200_000],
        rateLimitPerMinute: 600,
      },
      expiry: { graceMs: 600_000, maxHoldMs: 259_200_000 },
      refunds: { approvalAboveMinor: 20_000n },
      delivery: { allowedTargets: ['127.0.0.0/8', '::1/128'] },
      alerts: { webhook: null },
      secrets: { masterKey: null, masterKeyPrevious: null },
      console: { operator: null },
      sandbox: { notifyUrl: null, publicUrl: null },
      retentionMonths: 13,
      messageArchiveDir: null,
      feedMonths: 13,
      logLevel: 'info',
      warnings: [],
    });
  });

  it('opens a single app to the network and trusts nobody by itself', () => {
    const config = loadConfig(DATABASE, 'app');
    expect(config.http.host).toBe('0.0.0.0');
    expect(config.ingress.allowedSources).toEqual([]);
    expect(config.delivery.allowedTargets).toEqual([]);
  });

  it('counts empty and blank values as absent, so that .env.example can be used as it is', () => {
    const blank = Object.fromEntries(variables.map(({ name }, at) => [name, at % 2 === 0 ? '' : '  ']));
    expect(loadConfig(blank, 'standalone')).toEqual(loadConfig({}, 'standalone'));
  });

  it('lets nobody change it afterwards', () => {
    const config = loadConfig({}, 'standalone');
    expect(() => Object.assign(config.http.ports, { sandbox: 1 })).toThrow(TypeError);
    expect(() => Object.assign(config, { retentionMonths: 1 })).toThrow(TypeError);
  });
});

describe('what an app cannot start without', () => {
  it('is a database in a single app', () => {
    expect(problemsOf({}, 'app')).toEqual([expect.stringMatching(/^DATABASE_URL: is missing/)]);
    expect(problemsOf({}, 'cli')).toEqual([]);
    expect(problemsOf({}, 'app', ['noDatabase'])).toEqual([]);
  });

  it('is what it says it needs, and only that', () => {
    expect(problemsOf(DATABASE, 'app')).toEqual([]);
    expect(problemsOf(DATABASE, 'app', ['allowedSources', 'masterKey'])).toEqual([
      expect.stringMatching(/^WEBHOOK_ALLOWED_SOURCES: is missing/),
      expect.stringMatching(/^CHASQUI_MASTER_KEY: is missing/),
    ]);
  });

  it('is nothing in standalone, which brings everything', () => {
    expect(problemsOf({}, 'standalone', ['allowedSources', 'masterKey'])).toEqual([]);
  });
});

describe('every variable', () => {
  it.each<[string, string, string]>([
    ['HOST', 'x86_64-conda-linux-gnu', 'is neither an IP address nor a host name'],
    ['HOST', '300.1.1.1', 'is neither an IP address nor a host name'],
    ['CHECKOUT_API_PORT', '80a', '"80a" is not a port, a whole number from 0 to 65535'],
    ['WEBHOOK_INGEST_PORT', '65536', 'is not a port'],
    ['OPS_CONSOLE_PORT', '-1', 'is not a port'],
    ['SANDBOX_PORT', 'tcp://10.0.0.7:3003', 'is a service link of Kubernetes or Docker'],
    ['SANDBOX_NOTIFY_URL', 'ingest:3001', 'does not begin with https:// or http://'],
    ['SANDBOX_PUBLIC_URL', 'sandbox', 'cannot be read as an address'],
    ['DEMO_SHOP_PORT', '3.5', 'is not a port'],
    ['HEALTH_PORT', '0x1f', 'is not a port'],
    ['PUBLIC_URL', 'pay.example.pe', 'cannot be read as an address'],
    ['PUBLIC_URL', 'ftp://pay.example.pe', 'does not begin with https:// or http://'],
    ['PUBLIC_URL', 'https://pay.example.pe/?a=1', 'has a query or a fragment'],
    ['PUBLIC_URL', 'https://me@pay.example.pe', 'has a user name in it'],
    ['LOG_LEVEL', 'verbose', '"verbose" is none of debug, info, warn, error'],
    ['DATABASE_URL', 'mysql://db/chasqui', 'does not begin with postgres://'],
    ['DATABASE_URL', 'postgres://db:5432', 'names no database'],
    ['DATABASE_URL', 'postgres:///chasqui', 'names no host'],
    ['DATABASE_URL', 'postgres://u:p/w@db:5432/chasqui', 'must be percent-encoded'],
    ['DATABASE_URL', 'postgres://u:50%@db/chasqui', 'must be percent-encoded'],
    ['DATABASE_POOL_SIZE', '1', 'is not a whole number from 2 to 500'],
    ['CHASQUI_DATA_DIR', '~/chasqui', 'begins with ~'],
    ['QUEUE_URL', 'amqp://broker', 'does not begin with redis://'],
    ['QUEUE_URL', 'redis://cache:port', 'cannot be read as an address'],
    ['QUEUE_URL', 'redis://a:6379/3,b:6379', 'names a database number'],
    ['QUEUE_URL', 'redis://a:6379,rediss://b:6379', 'mixes redis:// and other schemes'],
    ['QUEUE_URL', 'redis://a:6379/jobs', 'may have a database number after the host'],
    ['QUEUE_URL', 'postgres://db', 'names no database'],
    ['QUEUE_PREFIX', 'my shop', 'nothing else'],
    ['PAGOEFECTIVO_BASE_URL', 'http://services.pagoefectivo.pe', 'must begin with https://'],
    ['PAGOEFECTIVO_BASE_URL', 'http://sandbox.example.pe', 'must begin with https://'],
    ['PAGOEFECTIVO_BASE_URL', 'http://127.0.0.1.example.pe', 'must begin with https://'],
    ['PAGOEFECTIVO_ID_SERVICE', 'shop', 'must be a number'],
    ['PAGOEFECTIVO_ACCESS_KEY', 'two words', 'copy it again'],
    ['PAGOEFECTIVO_SECRET_KEY', 'línea', 'copy it again'],
    ['PAGOEFECTIVO_SECRET_KEY_PREVIOUS', 'two words', 'copy it again'],
    ['GATEWAY_BUDGET_PER_MINUTE', '0', 'is not a whole number from 1'],
    ['GATEWAY_CALLER_WAIT', '10s', '"10s" is not an ISO 8601 duration'],
    ['GATEWAY_TIMEOUT', 'PT1H', 'is not between PT0.1S and PT10M'],
    ['GATEWAY_SEARCH_BATCH', '501', 'is not a whole number from 1 to 500'],
    ['EXPIRING_SOON', 'PT2H,soon', 'is not an ISO 8601 duration'],
    ['EXPIRING_SOON', 'PT6H,PT5H,PT4H,PT3H,PT2H,PT1H', 'has 6 entries; 5 is the most'],
    ['POLL_SCHEDULE', 'PT2M;PT5M', 'is not an ISO 8601 duration'],
    ['POLL_SCHEDULE', 'PT5M,PT2M', 'must ascend: PT2M stands after PT5M'],
    ['POLL_SCHEDULE', 'PT5M,', 'is not an ISO 8601 duration'],
    ['EGRESS_PROXY_URL', 'socks5://proxy:1080', 'does not begin with http:// or https://'],
    ['EGRESS_PROXY_URL', 'http://u:p#w@proxy', 'cannot be read as an address'],
    ['EGRESS_LOCAL_ADDRESS', 'eth0', '"eth0" is not an IP address'],
    ['WEBHOOK_ALLOWED_SOURCES', '10.0.0.0/33', 'has a prefix longer than /32'],
    ['WEBHOOK_ALLOWED_SOURCES', '10.0.0.0/8,any', 'the word any cannot stand beside networks'],
    ['WEBHOOK_ALLOWED_SOURCES', '0.0.0.0/0', 'is every address there is'],
    ['WEBHOOK_ALLOWED_SOURCES', '::ffff:0.0.0.0/96', 'is every address there is'],
    ['WEBHOOK_ALLOWED_SOURCES', '010.0.0.1', 'is neither a network'],
    ['WEBHOOK_ALLOWED_SOURCES', 'pagoefectivo.pe', 'is neither a network'],
    ['TRUSTED_PROXIES', '10.0.0.0/', 'is neither a network'],
    ['TRUSTED_PROXIES', 'any', 'is neither a network'],
    ['WEBHOOK_MAX_BODY_BYTES', '64KB', 'is not a whole number from 1024'],
    ['WEBHOOK_ALLOWED_TARGETS', '10.20/16', 'is neither a network'],
    ['PAYMENT_TTL', '24h', '"24h" is not an ISO 8601 duration'],
    ['PAYMENT_TTL', 'P1M', 'counts in months or years'],
    ['PAYMENT_TTL', 'PT0S', 'is not between PT1S and P90D'],
    ['EXPIRY_GRACE', 'P8D', 'is not between PT0S and P7D'],
    ['EXPIRY_MAX_HOLD', 'PT5M', 'is shorter than EXPIRY_GRACE'],
    ['CHASQUI_API_KEY', 'short', 'must be 16 to 200 visible ASCII characters'],
    ['CHASQUI_MASTER_KEY', Buffer.alloc(31).toString('base64'), 'is 31 bytes in base64; it must be 32'],
    ['CHASQUI_MASTER_KEY', 'no/base64!', 'is not base64'],
    ['CHASQUI_OPERATOR', 'ops@example.pe', 'must be email:password'],
    ['CHASQUI_OPERATOR', 'ops:long-enough', 'does not begin with an e-mail address'],
    ['CHASQUI_OPERATOR', 'ops@example.pe:short', 'has a password of fewer than 8 characters'],
    ['RETENTION_MONTHS', '5', 'raw messages are kept for at least 6 months'],
  ])('%s=%s stops the start with one line: … %s …', (name, value, sentence) => {
    const env = { ...(name.startsWith('PAGOEFECTIVO_') ? ACCOUNT : {}), [name]: value };
    const problems = problemsOf(env);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name}: `));
    expect(problems[0]).toContain(sentence);
    expect(problems[0]).toContain(`; for example ${name}=${findVariable(name)?.example}`);
    expect(problems[0]).not.toContain('\n');
  });

  it('in the table is read: what is wrong for all of them is refused for each', () => {
    const refused = variables.filter(({ name }) => problemsOf({ [name]: '"quoted"' }).length > 0);
    expect(refused).toEqual([...variables]);
  });

  it('has an example that is valid', () => {
    const examples = Object.fromEntries(
      variables
        .filter(({ example }) => !example.includes('<') && !example.includes('$('))
        .map(({ name, example }) => [name, example]),
    );
    expect(
      problemsOf({ ...ACCOUNT, ...examples, ALERT_WEBHOOK_SECRET: `whsec_${KEY}`, CHASQUI_MASTER_KEY: KEY }, 'app'),
    ).toEqual([]);
  });

  it('is reported together with all the others that are wrong', () => {
    expect(problemsOf({ SANDBOX_PORT: 'x', PAYMENT_TTL: '24h', RETENTION_MONTHS: '1', LOG_LEVEL: 'trace' })).toEqual([
      expect.stringMatching(/^SANDBOX_PORT: /),
      expect.stringMatching(/^PAYMENT_TTL: /),
      expect.stringMatching(/^RETENTION_MONTHS: /),
      expect.stringMatching(/^LOG_LEVEL: /),
    ]);
  });

  it('is not repeated in a message when it is a secret', () => {
    const secret = 'hunter2-hunter2';
    const problems = problemsOf({
      DATABASE_URL: `postgres://u:${secret}/@db/chasqui`,
      QUEUE_URL: `redis://:${secret}#@cache`,
      EGRESS_PROXY_URL: `http://u:${secret}/@proxy`,
      PAGOEFECTIVO_ACCESS_KEY: `${secret} ${secret}`,
      PAGOEFECTIVO_SECRET_KEY: `${secret} ${secret}`,
      PAGOEFECTIVO_SECRET_KEY_PREVIOUS: `${secret} ${secret}`,
      CHASQUI_API_KEY: `${secret} ${secret}`,
      CHASQUI_MASTER_KEY: secret,
      CHASQUI_MASTER_KEY_PREVIOUS: secret,
      CHASQUI_OPERATOR: secret,
      ALERT_WEBHOOK_URL: `ftp://alerts.example.com/?key=${secret}`,
      ALERT_WEBHOOK_SECRET: `whsec_${secret}`,
      ALERT_WEBHOOK_SECRET_PREVIOUS: `whsec_${secret}`,
    });
    expect(problems).toHaveLength(15);
    expect(problems.join('\n')).not.toContain('hunter2');
  });

  it('may not carry the quotes that docker --env-file leaves on it', () => {
    expect(problemsOf({ PAYMENT_TTL: '"PT24H"' })).toEqual([expect.stringContaining('has quotes around its value')]);
  });
});

describe('variables that belong together', () => {
  it('are the four of a gateway account: half an account names each one that is missing', () => {
    const { PAGOEFECTIVO_BASE_URL, PAGOEFECTIVO_SECRET_KEY } = ACCOUNT;
    expect(problemsOf({ PAGOEFECTIVO_BASE_URL, PAGOEFECTIVO_SECRET_KEY })).toEqual([
      expect.stringContaining('PAGOEFECTIVO_ID_SERVICE: is missing although PAGOEFECTIVO_BASE_URL is set'),
      expect.stringContaining('PAGOEFECTIVO_ACCESS_KEY: is missing although PAGOEFECTIVO_BASE_URL is set'),
    ]);
    expect(problemsOf({ PAGOEFECTIVO_SECRET_KEY_PREVIOUS: 'old' })).toHaveLength(4);
    expect(problemsOf(ACCOUNT)).toEqual([]);
  });

  it('are a previous master key and the current one', () => {
    expect(problemsOf({ ...DATABASE, CHASQUI_MASTER_KEY_PREVIOUS: KEY }, 'app', ['masterKey'])).toEqual([
      expect.stringMatching(/^CHASQUI_MASTER_KEY: is missing/),
    ]);
  });

  it('are the ports of one process, which must differ; any port may be 0', () => {
    expect(problemsOf({ SANDBOX_PORT: '3000' })).toEqual([
      expect.stringContaining('SANDBOX_PORT: is 3000, and so is CHECKOUT_API_PORT'),
    ]);
    expect(problemsOf({ SANDBOX_PORT: '0', CHECKOUT_API_PORT: '0', OPS_CONSOLE_PORT: '0' })).toEqual([]);
    expect(problemsOf({ ...DATABASE, SANDBOX_PORT: '3000' }, 'app')).toEqual([]);
  });

  it('are a Redis Cluster and a prefix with braces', () => {
    const cluster = { QUEUE_URL: 'redis://a:6379,b:6379' };
    expect(problemsOf(cluster)).toEqual([]);
    expect(problemsOf({ ...cluster, QUEUE_PREFIX: 'chasqui' })).toEqual([
      expect.stringMatching(/^QUEUE_PREFIX: .*has no {…}/),
    ]);
    expect(problemsOf({ QUEUE_URL: 'redis://a:6379', QUEUE_PREFIX: 'chasqui' })).toEqual([]);
  });

  it('are blamed only when each of them is right by itself', () => {
    expect(problemsOf({ EXPIRY_GRACE: 'soon', EXPIRY_MAX_HOLD: 'PT1M' })).toEqual([
      expect.stringMatching(/^EXPIRY_GRACE: /),
    ]);
    expect(problemsOf({ CHECKOUT_API_PORT: 'x', SANDBOX_PORT: '3000' })).toEqual([
      expect.stringMatching(/^CHECKOUT_API_PORT: /),
    ]);
  });
});

describe('values', () => {
  it('become what the code works with', () => {
    const config = loadConfig(
      {
        ...ACCOUNT,
        HOST: '::',
        PUBLIC_URL: 'https://pay.example.pe/shop/',
        POLL_SCHEDULE: 'PT2M, PT5M,PT1H',
        EXPIRING_SOON: 'PT2H, PT12H,PT2H',
        WEBHOOK_ALLOWED_SOURCES: '200.62.5.9/16, 203.0.113.7,::ffff:198.51.100.9/120,2001:DB8::1/32, 203.0.113.7',
        CHASQUI_OPERATOR: 'ops@example.pe:pass:word',
        CHASQUI_MASTER_KEY: KEY,
        CHASQUI_MASTER_KEY_PREVIOUS: OTHER_KEY.replace('=', ''),
        EGRESS_LOCAL_ADDRESS: '2001:db8:0:0::7',
        LOG_LEVEL: ' debug ',
      },
      'standalone',
    );
    expect(config.http.host).toBe('::');
    expect(config.checkout.publicUrl).toBe('https://pay.example.pe/shop');
    expect(config.gateway.baseUrl).toBe('https://services.pagoefectivo.pe');
    expect(config.gateway.secretKey?.reveal()).toBe('a-secret-key');
    expect(config.gateway.pollScheduleMs).toEqual([120_000, 300_000, 3_600_000]);
    expect(config.checkout.expiringSoonMs).toEqual([43_200_000, 7_200_000]);
    expect(loadConfig({ EXPIRING_SOON: 'none' }, 'standalone').checkout.expiringSoonMs).toEqual([]);
    expect(config.gateway.egressLocalAddress).toBe('2001:db8::7');
    expect(config.ingress.allowedSources).toEqual([
      '200.62.0.0/16',
      '203.0.113.7/32',
      '198.51.100.0/24',
      '2001:db8::/32',
    ]);
    expect(config.console.operator?.password.reveal()).toBe('pass:word');
    expect(config.secrets.masterKey?.reveal()).toBe(KEY);
    expect(config.logLevel).toBe('debug');
  });

  it('follow the port that the payment page has', () => {
    expect(loadConfig({ CHECKOUT_API_PORT: '8080' }, 'standalone').checkout.publicUrl).toBe('http://localhost:8080');
  });

  it.each([
    'http://localhost:3003',
    'http://127.0.0.1:3003/',
    'http://[::1]:3003',
    'http://sandbox:3003',
    'http://chasqui-sandbox.default.svc.cluster.local',
  ])('let the gateway be %s without TLS', (url) => {
    expect(problemsOf({ ...ACCOUNT, PAGOEFECTIVO_BASE_URL: url })).toEqual([]);
  });

  it.each([
    'postgres://chasqui@db/chasqui?sslmode=require',
    'postgresql://u:p%23@[::1]:5432/c',
    'postgres:///c?host=/run/postgresql',
  ])('let the database be %s', (url) => {
    expect(loadConfig({ DATABASE_URL: url }, 'app').database.url).toBe(url);
  });

  it.each([
    'redis://cache',
    'rediss://:p%2Cw@cache:6380/2',
    'redis://a:6379,b:6379,c:6379',
    'postgres://u:p@db/queues',
  ])('let the queue be %s', (url) => {
    expect(loadConfig({ QUEUE_URL: url }, 'standalone').queue.url).toBe(url);
  });

  it('let anybody send notifications when that is said on purpose, and say so', () => {
    const config = loadConfig({ WEBHOOK_ALLOWED_SOURCES: 'any' }, 'standalone');
    expect(config.ingress.allowedSources).toBe('any');
    expect(config.warnings).toEqual([expect.stringContaining('WEBHOOK_ALLOWED_SOURCES is any')]);
  });
});

describe('warnings', () => {
  function warningsOf(env: Record<string, string>): readonly string[] {
    return loadConfig(env, 'standalone').warnings;
  }

  it('name the variable that was probably meant', () => {
    expect(warningsOf({ CHASQUI_OPERATER: 'x', PAGOEFECTIVO_SECRET: 'x' })).toEqual([
      'CHASQUI_OPERATER is not a variable of Chasqui and is ignored; did you mean CHASQUI_OPERATOR?',
      'PAGOEFECTIVO_SECRET is not a variable of Chasqui and is ignored; did you mean PAGOEFECTIVO_SECRET_KEY?',
    ]);
    expect(warningsOf({ DATABSE_URL: 'x', WEBHOOK_ALLOWED_SOURCE: '10.0.0.0/8' })).toHaveLength(2);
  });

  it('leave other people’s variables alone', () => {
    const others = {
      PATH: '/bin',
      PORT: '80',
      POST: 'x',
      HOSTNAME: 'box',
      CHASQUI_SERVICE_HOST: '10.0.0.7',
      CHASQUI_PORT_3000_TCP_ADDR: '10.0.0.7',
      CHASQUI_REQUIRE_REDIS: '1',
      CHASQUI_TYPO: '',
    };
    expect(warningsOf(others)).toEqual([]);
  });

  it('tell of settings that work against each other', () => {
    expect(warningsOf({ GATEWAY_CALLER_WAIT: 'PT1M', GATEWAY_TIMEOUT: 'PT10S' })).toEqual([
      expect.stringContaining('GATEWAY_CALLER_WAIT is longer than GATEWAY_TIMEOUT'),
    ]);
    expect(warningsOf({ CHASQUI_MASTER_KEY: KEY, CHASQUI_MASTER_KEY_PREVIOUS: KEY })).toHaveLength(1);
    const twice = { ...ACCOUNT, PAGOEFECTIVO_SECRET_KEY_PREVIOUS: ACCOUNT.PAGOEFECTIVO_SECRET_KEY };
    expect(warningsOf(twice)).toHaveLength(1);
    expect(warningsOf({ PUBLIC_URL: 'http://pay.example.pe' })).toEqual([
      expect.stringContaining('PUBLIC_URL is not https'),
    ]);
  });
});
