import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Operators } from '#payments';
import { SystemClock } from '#platform';
import { type RunningConsole, startConsole, Visitor } from '../running-console.fixture.js';

const LUIS = { email: 'luis@chasqui.test', password: 'another long password' };
const CCI = { type: 'cci', number: '00219100123456789012', holder: 'Rosa Quispe Mamani' };

describe('refunds in the console', () => {
  let running: RunningConsole;
  let ana: Visitor;
  let luis: Visitor;

  beforeAll(async () => {
    running = await startConsole();
    ana = await Visitor.signedIn(running.console.url);
    await new Operators(running.dataSource, new SystemClock()).create({ ...LUIS, role: 'operator' });
    luis = await Visitor.signedIn(running.console.url, LUIS);
  });

  afterAll(() => running.close());

  async function paid(orderId: string): Promise<string> {
    const { payment } = await running.shop.order({ orderId, amountMinor: 50_000n });
    await running.shop.notify({ cip: payment.cips[0]?.number ?? '', amount: '500.00' });
    await running.shop.payments.applier.drain();
    return payment.id;
  }

  it('go from one operator’s wish over another’s approval to the slip of the bank', async () => {
    const paymentId = await paid('A-1');
    const asked = await ana.post(`/api/payments/${paymentId}/refunds`, { reason: 'Broken.', destination: CCI });
    expect(asked).toMatchObject({ status: 201, body: { state: 'requested', amount: '500.00' } });
    const path = `/api/refunds/${String(asked.body['id'])}`;
    expect(await ana.post(`${path}/approve`)).toMatchObject({
      status: 409,
      body: { code: 'refund_not_possible', detail: expect.stringContaining('another operator') },
    });
    expect((await luis.post(`${path}/approve`)).body).toMatchObject({ state: 'approved', selfApproved: false });
    expect((await luis.post(`${path}/account`)).body).toMatchObject(CCI);
    expect((await luis.post(`${path}/sent`, { bankReference: '0099' })).body).toMatchObject({ state: 'sent' });
    expect(await luis.post(`${path}/done`, {})).toMatchObject({ status: 409 });
    const content = Buffer.from('<script>1</script>');
    const slip = { name: 'slip.html', mediaType: 'text/html', content: content.toString('base64') };
    const done = await luis.post(`${path}/done`, { evidence: [slip], note: 'Folder 12' });
    expect(done.body).toMatchObject({ state: 'done', evidence: [{ name: 'note.txt' }, { name: 'slip.html' }] });
    const [, { id }] = done.body['evidence'] as [unknown, { id: string }];
    const file = await fetch(`${running.console.url}${path}/evidence/${id}`, {
      headers: { cookie: luis.cookie ?? '' },
    });
    expect(file.headers.get('content-disposition')).toContain('attachment');
    expect(Buffer.from(await file.arrayBuffer()).equals(content)).toBe(true);
    expect((await ana.get(`/api/refunds?state=done`)).body['data']).toMatchObject([{ orderId: 'A-1' }]);
    expect((await ana.get(`/api/payments/${paymentId}`)).body).toMatchObject({ payment: { state: 'refunded' } });
  });

  it('say what is wrong, and are not there for whoever guesses', async () => {
    const paymentId = await paid('A-2');
    const path = `/api/payments/${paymentId}/refunds`;
    expect(await ana.post(path, { reason: 'Broken.', amount: '1' })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'amount' }] },
    });
    expect(await ana.post(path, { reason: 'Broken.', destination: { ...CCI, number: '1' } })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'destination.number' }] },
    });
    expect(await ana.post(path, { reason: 'Broken.', channel: 'api' })).toMatchObject({ status: 409 });
    expect((await ana.get('/api/refunds/rfd_none')).body).toMatchObject({ code: 'refund_not_found' });
    expect((await ana.post('/api/refunds/rfd_none/approve')).body).toMatchObject({ code: 'refund_not_found' });
    expect((await ana.post('/api/payments/pay_none/refunds', { reason: 'x' })).body).toMatchObject({
      code: 'payment_not_found',
    });
    const bounced = await ana.post(path, { reason: 'Broken.', amount: '10.00', destination: CCI, approve: true });
    const refund = `/api/refunds/${String(bounced.body['id'])}`;
    await ana.post(`${refund}/sent`, {});
    expect((await ana.post(`${refund}/bounced`, { reason: 'Account closed.' })).body).toMatchObject({
      state: 'bounced',
      endReason: 'Account closed.',
    });
    expect(JSON.stringify(running.log.lines)).not.toContain(CCI.number);
  });
});
