import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '#testing';
import { RunningSandbox } from '../../test/running-sandbox.js';
import { html } from './html.js';

let database: TestDatabase;
let sandbox: RunningSandbox;

beforeAll(async () => {
  database = await testDatabase({ schema: 'empty' });
  sandbox = await RunningSandbox.start({ databaseUrl: database.url });
});

beforeEach(async () => {
  await sandbox.control('POST', '/reset');
});

afterAll(async () => {
  await sandbox.close();
  await database.drop();
});

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const pathOf = (cipUrl: string) => cipUrl.slice(sandbox.url.length);

describe("the shopper's page", () => {
  it('shows what to pay, until when and where, and loads nothing from anywhere', async () => {
    const { cip, cipUrl } = await sandbox.createCip({
      dateExpiry: '2098-11-22T18:30:00-05:00',
      paymentConcept: '2 polos',
    });
    const page = await sandbox.send('GET', pathOf(cipUrl));
    expect(page.status).toBe(200);
    for (const text of [cip, 'S/ 129.90', '22/11/2098 18:30 (hora de Lima)', '2 polos', 'Yape', 'Pendiente de pago']) {
      expect(page.text).toContain(String(text));
    }
    expect(page.text).not.toMatch(/<script|src=|href=|url\(|@import/i);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toMatch(/default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/);
    expect(policy).toContain('frame-ancestors *');
  });

  it('pays by a form without JavaScript, once, and shows Pagado', async () => {
    const { cip, cipUrl } = await sandbox.createCip();
    const pay = () => sandbox.send('POST', pathOf(cipUrl), 'channel=Yape&notify=twice', FORM);
    const answer = await pay();
    expect([answer.status, answer.headers.location]).toEqual([303, pathOf(cipUrl)]);
    expect((await pay()).status).toBe(303);
    const page = await sandbox.send('GET', pathOf(cipUrl));
    expect(page.text).toContain('Pagado');
    expect(page.text).not.toContain('<form');
    expect((await sandbox.cip(cip)).payments).toMatchObject([{ channel: 'Yape' }]);
    await sandbox.notified(cip, 2);
  });

  it('pays only once when the button is pressed many times at once', async () => {
    const { cip, cipUrl } = await sandbox.createCip();
    await Promise.all(Array.from({ length: 8 }, () => sandbox.send('POST', pathOf(cipUrl), 'notify=never', FORM)));
    expect((await sandbox.cip(cip)).payments).toHaveLength(1);
  });

  it('takes nothing from the form that it did not offer', async () => {
    const { cip, cipUrl } = await sandbox.createCip();
    await sandbox.send('POST', pathOf(cipUrl), 'channel=<b>&notify=thrice', FORM);
    expect(await sandbox.cip(cip)).toMatchObject({ payments: [{ channel: 'BCP agente' }], notifications: [{}] });
  });

  it('says when a CIP is expired, and when another amount was paid', async () => {
    const [expired, odd] = [await sandbox.createCip(), await sandbox.createCip()];
    await sandbox.control('POST', `/cips/${expired.cip}/expire`);
    expect((await sandbox.send('GET', pathOf(expired.cipUrl))).text).toContain('Pagar fuera de plazo');
    await sandbox.pay(odd.cip, { amount: '5.00' });
    expect((await sandbox.send('GET', pathOf(odd.cipUrl))).text).toContain('S/ 5.00');
  });

  it('is 404 for a removed CIP and for anything else, and escapes what merchants write', async () => {
    const { cip, cipUrl } = await sandbox.createCip({ paymentConcept: '<img src=x onerror=alert(1)>"\'&' });
    expect((await sandbox.send('GET', pathOf(cipUrl))).text).toContain(
      '&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;',
    );
    await sandbox.ask('DELETE', `/v1/cips/${cip}`);
    for (const path of [pathOf(cipUrl), '/favicon.ico', `/${'0'.repeat(36)}.html`, '/%00.html']) {
      expect((await sandbox.send('GET', path)).status).toBe(404);
      expect((await sandbox.send('POST', path, '', FORM)).status).toBe(404);
    }
  });
});

it('has a front page with the newest CIPs', async () => {
  const { cip, cipUrl } = await sandbox.createCip({ transactionCode: '<b>bold' });
  const page = await sandbox.send('GET', '/');
  expect(page.status).toBe(200);
  expect(page.text).toContain(`<a href="${pathOf(cipUrl)}">${cip}</a>`);
  expect(page.text).toContain('&lt;b&gt;bold');
});

it('lets no text break out of where it is put', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const rendered = html`<p title="${text}">${text}</p>`.text;
      expect(rendered.slice(10, -4)).not.toMatch(/[<'](?!p)|>.*<(?!\/)/s);
      expect(rendered.match(/[<>]/g)).toHaveLength(4);
      expect(rendered.match(/"/g)).toHaveLength(2);
    }),
  );
});
