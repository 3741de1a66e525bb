import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Operators } from '#payments';
import { SystemClock } from '#platform';
import { merchantReceiver } from '#testing';
import { type Answer, type RunningConsole, startConsole, Visitor } from '../running-console.fixture.js';

const ACCOUNT = {
  slug: 'dollars',
  baseUrl: 'http://127.0.0.1:3999',
  serviceId: '4711',
  accessKey: 'ACCESS-OF-DOLLARS',
  secretKey: 'secret-of-dollars',
  currency: 'USD',
};

describe('the administration', () => {
  let running: RunningConsole;
  let admin: Visitor;
  let merchantId = '';
  let shopId = '';

  beforeAll(async () => {
    running = await startConsole();
    admin = await Visitor.signedIn(running.console.url);
    merchantId = String((await admin.post('/api/admin/merchants', { name: 'Lima Textil' })).body['id']);
    const shop = { merchantId, name: 'Web', livemode: false };
    shopId = String((await admin.post('/api/admin/shops', shop)).body['id']);
  });

  afterAll(() => running.close());

  function withKey(key: string): Visitor {
    return new Visitor(running.console.url, { authorization: `Bearer ${key}` });
  }

  async function auditOf(subject: unknown): Promise<unknown[]> {
    return running.database.query('select actor, action from audit_entry where subject = $1 order by id', [subject]);
  }

  function listed(answer: Answer): Record<string, unknown>[] {
    return answer.body['data'] as Record<string, unknown>[];
  }

  describe('and who may use it', () => {
    it.each(['operator', 'viewer'] as const)('is closed to the role %s', async (role) => {
      const who = { email: `${role}@admin.test`, password: 'doing the daily work' };
      await new Operators(running.dataSource, new SystemClock()).create({ ...who, role });
      const visitor = await Visitor.signedIn(running.console.url, who);
      for (const path of ['merchants', 'shops', 'accounts', 'admin-keys', `shops/${shopId}/api-keys`]) {
        expect((await visitor.get(`/api/admin/${path}`)).body).toMatchObject({ code: 'role_insufficient' });
        expect((await visitor.post(`/api/admin/${path}`, {})).status).toBe(403);
      }
    });

    it('is closed to strangers and to pages of other sites', async () => {
      expect((await new Visitor(running.console.url).get('/api/admin/shops')).status).toBe(401);
      const elsewhere = new Visitor(running.console.url, { origin: 'https://evil.example' });
      elsewhere.cookie = admin.cookie;
      expect((await elsewhere.post('/api/admin/merchants', { name: 'X' })).body).toMatchObject({
        code: 'cross_site_request',
      });
    });

    it('opens to an admin key, which opens nothing else, until it is revoked', async () => {
      const made = (await admin.post('/api/admin/admin-keys', { name: 'Terraform' })).body;
      const program = withKey(String(made['key']));
      const created = await program.post('/api/admin/merchants', { name: 'Por programa' });
      expect(created.status).toBe(201);
      expect(await auditOf(created.body['id'])).toEqual([
        { actor: `admin_key:${String(made['id'])}`, action: 'merchant.created' },
      ]);
      expect((await program.get('/api/payments')).status).toBe(401);
      expect((await program.get('/api/me')).status).toBe(401);

      const keys = listed(await program.get('/api/admin/admin-keys'));
      expect(keys).toEqual([expect.objectContaining({ name: 'Terraform', lastUsedAt: expect.any(String) })]);
      expect(JSON.stringify(keys)).not.toContain(made['key']);
      expect((await admin.post(`/api/admin/admin-keys/${String(made['id'])}/revoke`)).status).toBe(200);
      const refused = await program.get('/api/admin/merchants');
      expect([refused.status, refused.body]).toMatchObject([401, { code: 'admin_key_refused' }]);
      expect(refused.body['detail']).toContain('revoked');
    });

    it.each(['', 'Bearer', 'Bearer ck_admin_0123456789abcdef', 'Basic YWRtaW46YWRtaW4=', 'Bearer ck_test_x'])(
      'is closed to %j, whoever is signed in beside it',
      async (authorization) => {
        const visitor = new Visitor(running.console.url, { authorization });
        visitor.cookie = admin.cookie;
        const answer = await visitor.get('/api/admin/merchants');
        expect([answer.status, answer.body]).toMatchObject([401, { code: 'admin_key_refused' }]);
      },
    );
  });

  it('keeps merchants, page by page, latest first', async () => {
    const renamed = await admin.call('PATCH', `/api/admin/merchants/${merchantId}`, { name: 'Lima Textil SAC' });
    expect(renamed.body).toMatchObject({ id: merchantId, name: 'Lima Textil SAC' });
    const all = listed(await admin.get('/api/admin/merchants')).map(({ id }) => id);
    const first = await admin.get('/api/admin/merchants?limit=1');
    const rest = await admin.get(`/api/admin/merchants?cursor=${String(first.body['nextCursor'])}`);
    expect([...listed(first), ...listed(rest)].map(({ id }) => id)).toEqual(all);
    expect(rest.body['nextCursor']).toBeNull();
    expect((await admin.get('/api/admin/merchants?cursor=%00')).status).toBe(400);
    expect((await admin.get('/api/admin/merchants/mer_none')).body).toMatchObject({ code: 'merchant_not_found' });
    expect((await admin.get('/api/admin/merchants/%00')).status).toBe(404);
  });

  it('keeps shops with their policies in ISO 8601', async () => {
    const path = `/api/admin/shops/${shopId}`;
    const changed = await admin.call('PATCH', path, { name: 'Web 2', policies: { expiringSoon: ['PT10M', 'PT2H'] } });
    expect(changed.body).toMatchObject({ name: 'Web 2', policies: { expiringSoon: ['PT2H', 'PT10M'] } });
    expect((await admin.get(path)).body).toEqual(changed.body);
    const none = await admin.call('PATCH', path, { policies: { expiringSoon: [] } });
    expect(none.body).toMatchObject({ name: 'Web 2', policies: { expiringSoon: [] } });
    const byDefault = await admin.call('PATCH', path, { policies: { expiringSoon: null } });
    expect(byDefault.body).toMatchObject({ policies: { expiringSoon: null } });
    expect((await admin.post(`${path}/disable`)).body['disabledAt']).toEqual(expect.stringMatching(/-05:00$/));
    expect((await admin.post(`${path}/enable`)).body['disabledAt']).toBeNull();
    expect(listed(await admin.get(`/api/admin/shops?merchantId=${merchantId}`)).map(({ id }) => id)).toEqual([shopId]);
  });

  it('keep who approves refunds from the first day, and change it with everything else or not at all', async () => {
    const wanted = { merchantId, name: 'Strict', livemode: false, refundApprovalAbove: '0.00' };
    const made = await admin.post('/api/admin/shops', wanted);
    expect(made.body).toMatchObject({ name: 'Strict', refundApprovalAbove: '0.00' });
    const path = `/api/admin/shops/${String(made.body['id'])}`;
    expect((await admin.get(path)).body).toEqual(made.body);
    const refused = await admin.call('PATCH', path, { name: '', refundApprovalAbove: '900.00' });
    expect(refused.status).toBe(400);
    expect((await admin.get(path)).body).toEqual(made.body);
    const changed = await admin.call('PATCH', path, { policies: { expiringSoon: [] }, refundApprovalAbove: null });
    expect(changed.body).toMatchObject({ policies: { expiringSoon: [] }, refundApprovalAbove: null });
    expect((await admin.post('/api/admin/shops', { ...wanted, refundApprovalAbove: 'much' })).body['errors']).toEqual([
      expect.objectContaining({ field: 'refundApprovalAbove' }),
    ]);
  });

  it.each([
    [{ policies: { expiringSoon: ['2 hours'] } }, 'policies.expiringSoon[0]'],
    [{ policies: { expiringSoon: ['PT0.5S'] } }, 'policies.expiringSoon[0]'],
    [{ policies: { expiringSoon: ['PT30S'] } }, 'expiringSoon'],
    [{ policies: { expiringSoon: 'PT2H' } }, 'policies.expiringSoon'],
    [{ policies: { reminders: [] } }, 'policies.reminders'],
    [{ name: '' }, 'name'],
    [{ livemode: true }, 'livemode'],
  ])('refuses a shop changed like %j, by the name of the field', async (change, field) => {
    const answer = await admin.call('PATCH', `/api/admin/shops/${shopId}`, change);
    expect([answer.status, answer.body['errors']]).toEqual([400, [expect.objectContaining({ field })]]);
  });

  it('makes API keys, shows each once, and revokes them', async () => {
    const path = `/api/admin/shops/${shopId}/api-keys`;
    const wanted = { name: 'ERP', scopes: ['events:read'], expiresAt: '2126-01-01T00:00:00-05:00', ratePerMinute: 60 };
    const made = await admin.post(path, wanted);
    expect([made.status, made.body]).toMatchObject([201, { ...wanted, createdBy: 'operator:admin@chasqui.test' }]);
    expect(made.body['key']).toEqual(expect.stringMatching(/^ck_test_\w{36}$/));
    const { key, ...summary } = made.body;
    expect(listed(await admin.get(path))).toEqual([summary]);
    expect((await admin.post(`${path}/${String(summary['id'])}/revoke`)).body['revokedAt']).toEqual(expect.any(String));
    expect(
      (await admin.post(`/api/admin/shops/shop_default/api-keys/${String(summary['id'])}/revoke`)).body,
    ).toMatchObject({
      code: 'api_key_not_found',
    });
    expect(JSON.stringify(running.log.lines)).not.toContain(key);
    for (const [wrong, field] of [
      [{ scopes: ['payments:fly'] }, 'scopes'],
      [{ scopes: [] }, 'scopes'],
      [{ expiresAt: 'tomorrow' }, 'expiresAt'],
      [{ expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
      [{ ratePerMinute: 0.5 }, 'ratePerMinute'],
      [{ ratePerMinute: -1 }, 'ratePerMinute'],
    ] as const) {
      expect((await admin.post(path, wrong)).body['errors']).toEqual([expect.objectContaining({ field })]);
    }
  });

  it('keeps gateway accounts, limits and channels in decimals, and shows no key of theirs', async () => {
    const path = '/api/admin/accounts/dollars';
    const made = await admin.post('/api/admin/accounts', { ...ACCOUNT, merchantId });
    expect([made.status, made.body]).toMatchObject([201, { slug: 'dollars', environment: 'sandbox', livemode: false }]);
    const changed = await admin.call('PATCH', path, {
      minAmount: '1.00',
      maxAmount: '5000.00',
      channels: { yape: { maxAmount: '500.00' }, 'bcp-agente': { offered: false }, plin: { maxAmount: null } },
      requireTimestamp: true,
    });
    expect(changed.body).toMatchObject({
      minAmount: '1.00',
      maxAmount: '5000.00',
      channels: { yape: { maxAmount: '500.00' }, 'bcp-agente': { offered: false }, plin: { maxAmount: null } },
    });
    await admin.call('PATCH', path, { maxAmount: null, channels: { plin: null } });
    const shown = await admin.get(path);
    expect(shown.body).toMatchObject({ minAmount: '1.00', maxAmount: null });
    expect(Object.keys(shown.body['channels'] as object)).not.toContain('plin');
    const polled = await admin.call('PATCH', path, {
      budgetPerMinute: 240,
      pollSchedule: { every: 'PT1H', first: ['PT2M', 'PT10M'] },
    });
    expect(polled.body).toMatchObject({
      budgetPerMinute: 240,
      pollSchedule: { every: 'PT1H', first: ['PT2M', 'PT10M'] },
    });
    const less = await admin.call('PATCH', path, { budgetPerMinute: null, pollSchedule: { every: null } });
    expect(less.body).toMatchObject({ budgetPerMinute: null, pollSchedule: { first: ['PT2M', 'PT10M'] } });
    expect(less.body['pollSchedule']).not.toHaveProperty('every');
    expect((await admin.call('PATCH', path, { pollSchedule: null })).body).toMatchObject({ pollSchedule: null });
    const rotated = await admin.post(`${path}/rotate-secret`, { secretKey: 'next-secret', overlap: 'P7D' });
    expect(rotated.body['previousSecretUntil']).toEqual(expect.stringMatching(/-05:00$/));

    for (const overlap of ['a week', 'P91D']) {
      const refused = await admin.post(`${path}/rotate-secret`, { secretKey: 'never', overlap });
      expect([refused.status, refused.body['errors']]).toEqual([400, [expect.objectContaining({ field: 'overlap' })]]);
    }

    const all = JSON.stringify([
      made.body,
      changed.body,
      shown.body,
      rotated.body,
      listed(await admin.get('/api/admin/accounts')),
    ]);
    for (const secret of [ACCOUNT.accessKey, ACCOUNT.secretKey, 'next-secret']) {
      expect(all).not.toContain(secret);
      expect(JSON.stringify(running.log.lines)).not.toContain(secret);
    }
  });

  it.each([
    [{ minAmount: '1' }, 'minAmount'],
    [{ maxAmount: '0.50' }, 'maxAmount'],
    [{ budgetPerMinute: 0 }, 'budgetPerMinute'],
    [{ budgetPerMinute: 1.5 }, 'budgetPerMinute'],
    [{ pollSchedule: { every: 'hourly' } }, 'pollSchedule.every'],
    [{ pollSchedule: { every: 60 } }, 'pollSchedule.every'],
    [{ pollSchedule: { every: 'PT1S' } }, 'pollSchedule.every'],
    [{ pollSchedule: { first: 'PT1M' } }, 'pollSchedule.first'],
    [{ pollSchedule: { first: ['PT5M', 'PT2M'] } }, 'pollSchedule.first'],
    [{ pollSchedule: { afterClosing: [] } }, 'pollSchedule.afterClosing'],
    [{ pollSchedule: { nearDeadline: 'PT2M', nearDeadlineEvery: 'PT5M' } }, 'pollSchedule.nearDeadlineEvery'],
    [{ pollSchedule: { often: 'PT5M' } }, 'pollSchedule.often'],
    [{ channels: { yape: 'off' } }, 'channels.yape'],
    [{ channels: { yape: { cap: '1.00' } } }, 'channels.yape'],
    [{ channels: { yape: { offered: 'no' } } }, 'channels.yape.offered'],
    [{ channels: { yape: { maxAmount: 5 } } }, 'channels.yape.maxAmount'],
    [{ channels: { YAPE: null } }, 'channels'],
    [{ baseUrl: 'https://elsewhere.example' }, 'baseUrl'],
  ])('refuses an account changed like %j, by the name of the field', async (change, field) => {
    const answer = await admin.call('PATCH', '/api/admin/accounts/dollars', change);
    expect([answer.status, answer.body['errors']]).toEqual([400, [expect.objectContaining({ field })]]);
  });

  it('attaches what fits, refuses what does not, and says why', async () => {
    const path = `/api/admin/shops/${shopId}/accounts`;
    expect((await admin.post(path, { account: 'dollars' })).body).toMatchObject({ shopId, currency: 'USD' });
    expect((await admin.get(`/api/admin/shops/${shopId}`)).body['accounts']).toEqual([
      expect.objectContaining({ currency: 'USD', slug: 'dollars' }),
    ]);
    expect((await admin.post(path, { account: 'default' })).body).toMatchObject({
      status: 409,
      code: 'account_does_not_fit',
      detail: expect.stringContaining('another merchant'),
    });
    expect((await admin.post(path, { account: 'none' })).body).toMatchObject({
      status: 404,
      code: 'account_not_found',
    });
    expect((await admin.call('DELETE', `${path}/USD`)).status).toBe(204);
    expect((await admin.call('DELETE', `${path}/USD`)).body).toMatchObject({ code: 'attachment_not_found' });
    expect((await admin.call('DELETE', `${path}/EUR`)).status).toBe(400);
    expect((await admin.post('/api/admin/accounts', { ...ACCOUNT, merchantId })).body).toMatchObject({
      status: 409,
      code: 'slug_taken',
    });
    const live = { ...ACCOUNT, merchantId, slug: 'live', baseUrl: 'https://services.pagoefectivo.pe' };
    expect((await admin.post('/api/admin/accounts', live)).body).toMatchObject({ code: 'mixed_environments' });
  });

  it('sets up where the events of a shop go', async () => {
    const path = `/api/admin/shops/${shopId}/endpoints`;
    const made = await admin.post(path, { url: 'https://erp.example/hooks', types: ['order.paid'] });
    expect(made.status).toBe(201);
    const { secret, ...endpoint } = made.body;
    expect(secret).toEqual(expect.stringMatching(/^whsec_/));
    expect(listed(await admin.get(path))).toEqual([endpoint]);
    const one = `${path}/${String(endpoint['id'])}`;
    expect((await admin.call('PATCH', one, { enabled: false, description: 'ERP' })).body).toMatchObject({
      enabled: false,
      description: 'ERP',
    });
    expect((await admin.post(`${one}/rotate-secret`)).body['secret']).not.toBe(secret);
    const elsewhere = `/api/admin/shops/shop_default/endpoints/${String(endpoint['id'])}`;
    expect((await admin.call('PATCH', elsewhere, { enabled: true })).body).toMatchObject({
      code: 'endpoint_not_found',
    });
    expect((await admin.call('DELETE', one)).status).toBe(204);
    expect((await admin.post(`${one}/test`)).body).toMatchObject({ code: 'endpoint_not_found' });
    expect((await admin.post(path, {})).body['errors']).toEqual([expect.objectContaining({ field: 'url' })]);
    expect((await admin.post(path, { url: 'http://10.0.0.1/' })).body['errors']).toEqual([
      expect.objectContaining({ field: 'url', code: 'target_refused' }),
    ]);
    expect((await admin.get('/api/admin/shops/shop_none/endpoints')).body).toMatchObject({ code: 'shop_not_found' });
    expect((await auditOf(endpoint['id'])).map((entry) => Reflect.get(Object(entry), 'action')).sort()).toEqual([
      'webhook_endpoint.changed',
      'webhook_endpoint.created',
      'webhook_endpoint.deleted',
      'webhook_endpoint.secret_rotated',
    ]);
  });
});

it('an administrator sends a test message and reads what came of it', async () => {
  const erp = await merchantReceiver();
  const running = await startConsole({ WEBHOOK_ALLOWED_TARGETS: '127.0.0.0/8' });
  try {
    const admin = await Visitor.signedIn(running.console.url);
    const path = '/api/admin/shops/shop_default/endpoints';
    const { id, secret } = (await admin.post(path, { url: erp.url })).body;
    erp.trust(String(secret));
    const test = await admin.post(`${path}/${String(id)}/test`);
    expect([test.status, test.body]).toMatchObject([200, { acknowledged: true }]);
    expect(test.body['httpStatus']).toBeGreaterThanOrEqual(200);
    expect(test.body['httpStatus']).toBeLessThan(300);
  } finally {
    await running.close();
    await erp.close();
  }
});
