import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Alerts, createSettlement, limaDay } from '#payments';
import { ADMIN, type RunningConsole, startConsole } from './running-console.fixture.js';

const executablePath = process.env['CHROMIUM_PATH'];

describe.skipIf(executablePath === undefined)('an operator in a browser', () => {
  let running: RunningConsole;
  let browser: Browser;
  let page: Page;
  /** What the browser refused or could not load; wrong passwords and absent sessions are answered 401 on purpose. */
  const complaints: string[] = [];

  beforeAll(async () => {
    running = await startConsole();
    browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
    page = await browser.newPage({ locale: 'en-US' });
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('401')) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(running.console.url)) complaints.push(`asked ${request.url()}`);
    });
  });

  afterAll(async () => {
    await browser?.close();
    await running?.close();
  });

  it('signs in, after being told that the password was wrong', async () => {
    await page.goto(running.console.url);
    await page.getByLabel('E-mail').fill(ADMIN.email);
    await page.getByLabel('Password').fill('not this one');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('No operator has this e-mail address and password.').waitFor();
    await page.getByLabel('Password').fill(ADMIN.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Orders' }).waitFor();
    await page.getByText('There are no orders yet.').waitFor();
  });

  it('finds an order by its CIP and checks it with the gateway', async () => {
    const { payment } = await running.shop.order({ orderId: 'A-1001' });
    const cip = payment.cips[0]?.number ?? '';
    await page.getByRole('searchbox').fill(cip);
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('heading', { name: 'Order A-1001' }).waitFor();
    await page.getByText('PagoEfectivo has reported no money for this order.').waitFor();
    running.gateway.pay(cip, '2026-11-22T18:30:01-05:00');
    await page.getByRole('button', { name: 'Check with PagoEfectivo now' }).click();
    await page.getByText('The state changed from Awaiting payment to Paid.').waitFor();
    await page.getByRole('cell', { name: '2026-11-22 18:30:01' }).waitFor();
    await page.locator('.timeline').getByText('order.paid').waitFor();
  });

  it('shows what a message said as text, whatever it said', async () => {
    const raw = Buffer.from('{"eventType":"<img src=x onerror=alert(1)>"}');
    const eventType = '<img src=x onerror=alert(1)>';
    await running.shop.notify({
      cip: '7',
      amount: '1.00',
      lane: 'signed',
      raw,
      eventType,
      sourceVerdict: 'not_allowed',
    });
    await page.getByRole('link', { name: 'Notifications' }).click();
    await page.getByRole('cell', { name: eventType }).waitFor();
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('dialog').getByText('onerror=alert(1)>"}').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Replay' }).click();
    await page.getByText('The notification is due again').waitFor();
  });

  it('resolves a case with a reason', async () => {
    const { payment } = await running.shop.order({ orderId: 'A-1002' });
    await running.shop.notify({ cip: payment.cips[0]?.number ?? '', amount: '100.00' });
    await page.goto(`${running.console.url}/#/orders/${payment.id}`);
    await page.getByText('1 verified notification(s) wait to be applied.').waitFor();
    await page.getByRole('button', { name: 'Check with PagoEfectivo now' }).click();
    await page.getByRole('cell', { name: 'Wrong amount' }).waitFor();
    await page.getByRole('link', { name: 'Cases' }).click();
    await page.getByRole('cell', { name: 'Wrong amount' }).getByRole('link').click();
    await page.getByText('"receivedAmount": "100.00"').waitFor();
    await page.getByText('money_seen').waitFor();
    await page.getByRole('button', { name: 'Assign' }).click();
    await page.getByText('The case has its owner.').waitFor();
    await page.getByRole('button', { name: 'Resolve' }).click();
    await page.getByRole('dialog').getByLabel('Refund the money').check();
    await page.getByLabel('Reason').fill('Not what was ordered');
    await page.getByRole('dialog').getByRole('button', { name: 'Resolve' }).click();
    await page.getByText('The case is resolved.').waitFor();
    await page.getByText(/^rfd_/).waitFor();
    await page.getByRole('link', { name: 'Cases' }).click();
    await page.getByText('No case is waiting here.').waitFor();
  });

  it('is told above every page of what is critical, and says that somebody takes care', async () => {
    const alerts = new Alerts(running.dataSource, running.clock);
    const summary = 'webhook-ingest was away for 20 minutes.';
    const key = 'was_away:out_1';
    await alerts.raise({ kind: 'was_away', key, severity: 'critical', summary, numbers: { minutes: 20 } });
    await page.getByRole('link', { name: 'Orders' }).click();
    await page.getByRole('alert').getByRole('link', { name: 'Chasqui was away' }).click();
    await page.getByRole('heading', { name: 'Alerts' }).waitFor();
    await page.getByText(summary).waitFor();
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByText('The alert is acknowledged.').waitFor();
    await page.getByText('operator:admin@chasqui.test').waitFor();
    await page.getByRole('alert').getByRole('link').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Cases' }).click();
  });

  it('sees what has to be mended first and how, and looks again once it is', async () => {
    running.gateway.mode = 'down';
    await page.getByRole('link', { name: 'Doctor' }).click();
    const first = page.locator('tbody tr').first();
    await first.getByText('mend it', { exact: true }).waitFor();
    await first.getByText('How to mend it:').waitFor();
    const gateway = page.locator('tr', { has: page.getByText('gateway', { exact: true }) });
    await gateway.getByText('egress address').waitFor();
    running.gateway.mode = 'well';
    await page.getByRole('button', { name: 'Look again' }).click();
    await gateway.getByText('in order').waitFor();
    await page.getByRole('link', { name: 'Cases' }).click();
  });

  it('sees which days and codes of an imported file differ, and takes them along as CSV', async () => {
    await page.getByRole('link', { name: 'Settlement' }).click();
    await page.getByText('No file was imported yet').waitFor();
    await importOneStranger(running);
    await page.reload();
    await page.getByRole('row', { name: '1 5.00' }).waitFor();
    await page.getByLabel('Look by').selectOption('difference');
    await page.getByRole('row', { name: 'Only theirs 77777' }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'All as CSV' }).click();
    expect((await download).suggestedFilename()).toMatch(/^settlement-default-difference-.+\.csv$/);
    await page.getByRole('button', { name: 'Open the cases that follow' }).click();
    await page.getByText('0 case(s) opened.').waitFor();
    await page.getByRole('link', { name: 'Cases' }).click();
    await page.getByRole('cell', { name: 'Unknown CIP' }).waitFor();
  });

  it('is shown the page that was asked for last, also when one before it comes later', async () => {
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/api/refunds*', async (route) => {
      await held;
      await route.continue();
    });
    const late = page.waitForResponse('**/api/refunds*');
    await page.getByRole('link', { name: 'Refunds' }).click();
    await page.getByRole('link', { name: 'Closing' }).click();
    await page.getByRole('heading', { name: 'Closing' }).waitFor();
    answer();
    await (await late).finished();
    // The page has it by now, and has had time to show it.
    await page.waitForTimeout(200);
    expect(await page.getByRole('heading', { name: 'Refunds' }).count()).toBe(0);
    await page.getByRole('heading', { name: 'Closing' }).waitFor();
    await page.unroute('**/api/refunds*');
    await page.getByRole('link', { name: 'Cases' }).click();
  });

  it('reads it in Chinese and Spanish, and finds the choice kept', async () => {
    await page.getByLabel('Language').selectOption('zh-CN');
    await page.getByRole('heading', { name: '异常处理' }).waitFor();
    await page.getByLabel('语言').selectOption('es');
    await page.reload();
    await page.getByRole('heading', { name: 'Casos' }).waitFor();
    await page.getByLabel('Idioma').selectOption('en');
  });

  it('looks at the queues without anything loaded from elsewhere', async () => {
    await page.getByRole('link', { name: 'Queues' }).click();
    await page.getByText('gateway-polls').first().waitFor();
    await page.goBack();
  });

  it('signs out, and nothing answers any more', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto(`${running.console.url}/queues/`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(complaints).toEqual([]);
  });
});

/** A panel's export with one paid code that is nobody's here. */
async function importOneStranger({ dataSource, clock }: RunningConsole): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'chasqui-console-'));
  const path = join(folder, 'panel.csv');
  const day = limaDay(clock.now());
  await writeFile(
    path,
    `CIP;Nro.Ord.Comercio;Monto;Estado;Fec.Emisión;Fec.Cancelación\n77777;x;5.00;Cancelado;${day};${day}`,
  );
  const [account] = await dataSource.query<{ id: string; currency: 'PEN' }[]>(
    'select id, currency from gateway_account',
  );
  if (!account) throw new Error('there is no account');
  const { importer } = createSettlement(dataSource, clock);
  await importer.import({ path, name: 'panel.csv', kind: 'transactions', account, actor: 'test' });
  await rm(folder, { recursive: true });
}
