import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FoundPayment, PaymentState } from '#payments';
import { PAYMENT_STATES } from '#payments';
import { AFTER, BEFORE, command, found, receipt, shopOffer, shownCip } from './payment.fixture.js';
import { noticePageHtml } from './page-document.template.js';
import { PAY_PAGE_SCRIPT, PAY_PAGE_STYLE } from './pay-page-assets.js';
import { PAY_PAGE_TEXTS } from './pay-page.languages.js';
import { payPageHtml } from './pay-page.template.js';
import type { PageContext } from './to-pay-page.js';
import { toPayPage } from './to-pay-page.js';

const TOKEN = `${'0'.repeat(26)}${'T'.repeat(22)}`;
const PAGE_URL = `https://pay.example.pe/pay/${TOKEN}`;

function pageOf(payment: FoundPayment, context: Partial<PageContext> = {}): string {
  const usual: PageContext = { language: 'es', now: BEFORE, offer: shopOffer(), pageUrl: PAGE_URL };
  return payPageHtml(toPayPage(payment, { ...usual, ...context }));
}

const soft = (text: string): string => text.replaceAll('\u00a0', ' ');
const paid = found({
  state: 'paid',
  receipts: [receipt({ operationNumber: '0012345' })],
  paidAt: BEFORE,
});

describe('the payment page', () => {
  it('shows what to pay, with which code, until when, and where', () => {
    const page = soft(pageOf(found()));
    expect(page).toContain('<html lang="es-PE">');
    expect(page).toContain('Ñandú Perú');
    expect(page).toContain('Pedido A-1001');
    expect(page).toContain('S/ 129.90');
    expect(page).toContain('<span>213</span><wbr><span>803</span><wbr><span>274</span>');
    expect(page).toContain('Dígito por dígito: 2 1 3 8 0 3 2 7 4');
    expect(page).toContain('data-copy="213803274"');
    expect(page).toContain('Paga antes de las 6:30 p. m. del lunes 23 de noviembre');
    expect(page).toContain('>6 h 30 min</span>');
    expect(page).toContain('href="https://payment.pagoefectivo.pe/AB803C1C.html"');
    expect(page).not.toContain('https://shop.example/thanks');
  });

  it('speaks English when asked to, but for what the cashier hears', () => {
    const page = soft(pageOf(found(), { language: 'en' }));
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('Pay before 6:30 p.m. on Monday, November 23');
    expect(page).toContain('<q lang="es">Quiero pagar a PagoEfectivo.');
  });

  it('shows wallets, banks and agents, each with its steps, and those above their limit last with a word why', () => {
    const page = soft(pageOf(found({ amountMinor: 40000n })));
    const places = ['kind-wallet', 'kind-bank', 'kind-agent'].map((id) => page.indexOf(`id="${id}"`));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(Math.min(...places)).toBeGreaterThan(0);
    expect(page).toMatch(
      /<strong>Disashop<\/strong> <span>Recibe hasta S\/ 250\.00 por pago<\/span><\/p><\/li>\s*<\/ul>/,
    );
    expect(page).toContain('código de empresa 02186. Mi código CIP es 213 803 274 y son S/ 400.00.');
  });

  it('follows the account: a hidden channel is hidden, a lifted limit is none', () => {
    const channels = { yape: { offered: false }, disashop: { maxAmountMinor: null } };
    const page = pageOf(found({ amountMinor: 40000n }), { offer: shopOffer({ channels }) });
    expect(page).not.toContain('id="yape"');
    expect(page).toContain('id="disashop"');
  });

  it('shows a payment in dollars banks alone, and says why', () => {
    const page = pageOf(found({ currency: 'USD' }));
    expect(page).not.toContain('id="kind-agent"');
    expect(page).not.toContain('id="kind-wallet"');
    expect(page).toContain('Este pago es en dólares');
    expect(page).not.toContain('PagoEfectivo Soles');
  });

  it('names its shopper by first name and initial, and says nothing else of them', () => {
    for (const context of [{ language: 'es' }, { language: 'en' }] as const) {
      for (const state of PAYMENT_STATES) {
        const page = pageOf(found({ state, receipts: [receipt()] }), context);
        expect(page).toContain('Rosa Q.');
        for (const secret of ['rosa@example.pe', 'Quispe', 'Huamán', 'María', '987654321', '40226700']) {
          expect(page).not.toContain(secret);
        }
      }
    }
  });

  it('does not call a shop by the name that nobody gave it', () => {
    const page = pageOf(found(), { offer: shopOffer({ shopName: 'Default shop' }) });
    expect(page).not.toContain('Default shop');
    expect(page).toContain('<span class="shop">Pago con PagoEfectivo</span>');
  });

  it('can be sent by WhatsApp, with code, amount, deadline and its own address', () => {
    const [, encoded = ''] = /href="https:\/\/wa\.me\/\?text=([^"]+)"/.exec(pageOf(found())) ?? [];
    expect(decodeURIComponent(encoded)).toBe(
      `Código PagoEfectivo (CIP): 213803274\nMonto: S/ 129.90\nPaga antes de las 6:30 p. m. del lunes 23 de noviembre (hora del Perú)\nCómo pagar: ${PAGE_URL}`,
    );
  });

  it('hides the code at the deadline, before the payment is closed', () => {
    const page = pageOf(found(), { now: AFTER });
    expect(page).not.toContain('213803274');
    expect(page).not.toContain('payment.pagoefectivo.pe');
    expect(page).not.toContain('wa.me');
    expect(page).toContain('El plazo para pagar terminó');
  });

  it.each<PaymentState>(PAYMENT_STATES.filter((state) => state !== 'pending' && state !== 'created'))(
    'shows no code of a payment that is %s',
    (state) => {
      const page = pageOf(found({ state, receipts: [receipt()] }));
      expect(page).not.toContain('213803274');
      expect(page).not.toContain('2 1 3 8 0 3 2 7 4');
    },
  );

  it('says honestly when there is no code at the moment', () => {
    const page = pageOf(found({ cips: [shownCip({ current: false })] }));
    expect(page).toContain('Por ahora no hay un código para pagar');
    expect(page).toContain('href="https://shop.example/thanks"');
    expect(page).not.toContain('213803274');
    const next = [shownCip({ number: null, status: 'requested' })];
    expect(pageOf(found({ cips: next, commands: [command('create')] }))).toContain('Estamos preparando tu código');
  });

  it('leads back to the shop once the order is decided', () => {
    const page = soft(pageOf(paid));
    expect(page).toContain('href="https://shop.example/thanks"');
    expect(page).toContain('¡Recibimos tu pago!');
    expect(page).toContain('A las 12:00 p. m. del lunes 23 de noviembre');
    expect(page).toContain('N.º de operación 0012345');
    expect(pageOf(found({ state: 'expired' }, { returnUrl: null }))).not.toContain('class="button back"');
  });

  it('asks for money only where there is something to pay', () => {
    const asked = PAYMENT_STATES.filter((state) => pageOf(found({ state, receipts: [] })).includes('Monto a pagar'));
    expect(asked).toEqual(['created', 'pending']);
  });

  it('says of an expired order what to do now, and what happens with a payment on its way', () => {
    const page = pageOf(found({ state: 'expired' }));
    expect(page).toContain('Si todavía quieres tu compra');
    expect(page).toContain('Si ya pagaste');
  });

  it('updates itself, with scripts and without', () => {
    const page = pageOf(found());
    expect(page).toContain(`data-status="${TOKEN}/status"`);
    expect(page).toContain('data-poll="4000"');
    expect(page).toContain('<noscript><meta http-equiv="refresh" content="60"></noscript>');
    expect(pageOf(paid)).toContain('data-poll="0"');
    expect(pageOf(paid)).not.toContain('http-equiv="refresh"');
  });

  it('is another version exactly when it shows another state, code or deadline', () => {
    const versionOf = (payment: FoundPayment, now = BEFORE): string =>
      /data-version="([^"]+)"/.exec(pageOf(payment, { now }))?.[1] ?? '';
    const usual = versionOf(found());
    expect(versionOf(found(), new Date(BEFORE.getTime() + 60_000))).toBe(usual);
    const others = [
      versionOf(found(), AFTER),
      versionOf(paid),
      versionOf(found({ cips: [shownCip({ number: '213803275' })] })),
      versionOf(found({ expiresAt: new Date(AFTER.getTime() + 1000) })),
    ];
    expect(new Set([usual, ...others]).size).toBe(5);
  });

  it('says when no real money moves', () => {
    expect(pageOf(found())).toContain('Modo de prueba');
    expect(pageOf(found({}, { livemode: true }))).not.toContain('Modo de prueba');
  });

  it('makes no link of an address that is none for a browser', () => {
    const cips = [shownCip({ url: 'javascript:alert(1)' })];
    expect(pageOf(found({ cips }))).not.toContain('javascript:');
  });

  it('has no markup of its callers, whatever they send', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onload='x", '&lt;', '</style>'),
    );
    const skeleton = (page: string): string[] => page.match(/<[^>]*>/g) ?? [];
    const of = (orderId: string, description: string, shopName: string): string[] =>
      skeleton(pageOf(found({}, { orderId, description }), { offer: shopOffer({ shopName }) }));
    const expected = of('x', 'x', 'x');
    fc.assert(
      fc.property(text, text, text, (orderId, description, shopName) => {
        expect(of(orderId, description, shopName)).toEqual(expected);
      }),
    );
  });

  it('loads nothing from anywhere and has no script or style of its own in it', () => {
    for (const state of PAYMENT_STATES) {
      const page = pageOf(found({ state, receipts: [receipt()] }));
      const loaded = [...page.matchAll(/<(?:script|link|img|iframe)[^>]*(?:src|href)="([^"]*)"/g)].map(
        ([, url]) => url,
      );
      expect(loaded).toEqual(['data:,', `assets/${PAY_PAGE_STYLE.name}`, `assets/${PAY_PAGE_SCRIPT.name}`]);
      expect(page).not.toMatch(/<style|<script(?! src=)|\sstyle=|\son\w+=/);
    }
    expect(PAY_PAGE_STYLE.content.toString()).not.toMatch(/@import|url\((?!"data:)/);
  });

  it('is with everything it loads under 60 kB, uncompressed and at its fullest', () => {
    const details = {
      orderId: '№'.repeat(64),
      description: '&'.repeat(200),
      returnUrl: `https://x/${'a'.repeat(2000)}`,
    };
    const cips = [shownCip({ number: '9'.repeat(14), url: `https://x/${'a'.repeat(2000)}` })];
    for (const language of ['es', 'en'] as const) {
      const page = pageOf(found({ cips, amountMinor: 999_999n }, details), { language });
      const bytes = Buffer.byteLength(page) + PAY_PAGE_STYLE.content.length + PAY_PAGE_SCRIPT.content.length;
      expect(bytes).toBeLessThan(60_000);
    }
  });

  it('has a text for every state in every language', () => {
    for (const { states } of Object.values(PAY_PAGE_TEXTS)) {
      for (const { title, body, advice } of Object.values(states)) {
        expect(title.length).toBeGreaterThan(5);
        for (const text of [body, ...(advice ?? []).map((entry) => entry.body)]) expect(text).toMatch(/[.!?]$/);
      }
    }
  });
});

describe('a page about no payment', () => {
  it('says so in Spanish, and in English when asked', () => {
    expect(noticePageHtml({ language: 'es', kind: 'unknown' })).toContain('No encontramos este pago');
    expect(noticePageHtml({ language: 'en', kind: 'unknown' })).toContain('We cannot find this payment');
    expect(noticePageHtml({ language: 'es', kind: 'broken' })).toContain('Algo falló de nuestro lado');
  });
});
