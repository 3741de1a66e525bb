import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FoundPayment, PaymentState } from '#payments';
import { PAYMENT_STATES } from '#payments';
import { AFTER, BEFORE, found, receipt, shownCip } from './payment.fixture.js';
import type { Language } from './language.js';
import { noticePageHtml, payPageHtml } from './pay-page.template.js';
import { PAY_PAGE_TEXTS } from './pay-page.texts.js';
import { toPayPage } from './to-pay-page.js';

const NONCE = 'bm9uY2U';

function pageOf(payment: FoundPayment, context: { language?: Language; now?: Date } = {}): string {
  return payPageHtml(toPayPage(payment, { language: context.language ?? 'es', now: context.now ?? BEFORE }), NONCE);
}

describe('the payment page', () => {
  it('shows what to pay, with which code, until when, and where', () => {
    const page = pageOf(found()).replaceAll('\u00a0', ' ');
    expect(page).toContain('<html lang="es-PE">');
    expect(page).toContain('Pedido A-1001');
    expect(page).toContain('S/ 129.90');
    expect(page).toContain('>213803274</output>');
    expect(page).toContain('Paga antes de las 6:30 p. m. del lunes 23 de noviembre');
    expect(page).toContain('href="https://payment.pagoefectivo.pe/AB803C1C.html"');
    expect(page).toContain('Copiar código');
    expect(page).not.toContain('https://shop.example/thanks');
  });

  it('speaks English when asked to', () => {
    const page = pageOf(found(), { language: 'en' }).replaceAll('\u00a0', ' ');
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('Pay before 6:30 p.m. on Monday, November 23');
  });

  it('hides the code at the deadline, before the payment is closed', () => {
    const page = pageOf(found(), { now: AFTER });
    expect(page).not.toContain('213803274');
    expect(page).not.toContain('payment.pagoefectivo.pe');
    expect(page).toContain('El plazo para pagar terminó');
  });

  it.each<PaymentState>(PAYMENT_STATES.filter((state) => state !== 'pending' && state !== 'created'))(
    'shows no code of a payment that is %s',
    (state) => {
      expect(pageOf(found({ state, receipts: [receipt()] }))).not.toContain('213803274');
    },
  );

  it('leads back to the shop once the order is decided', () => {
    const page = pageOf(found({ state: 'paid', receipts: [receipt()], paidAt: BEFORE })).replaceAll('\u00a0', ' ');
    expect(page).toContain('href="https://shop.example/thanks"');
    expect(page).toContain('¡Recibimos tu pago!');
    expect(page).toContain('Pagado a las 12:00 p. m. del lunes 23 de noviembre');
    expect(pageOf(found({ state: 'expired' }, { returnUrl: null }))).not.toContain('class="button back"');
  });

  it('updates itself, with scripts and without', () => {
    const page = pageOf(found());
    expect(page).toContain(`data-status="${'T'.repeat(32)}/status"`);
    expect(page).toContain('data-poll="4000"');
    expect(page).toContain('<noscript><meta http-equiv="refresh" content="30"></noscript>');
    const paid = pageOf(found({ state: 'paid', receipts: [receipt()] }));
    expect(paid).toContain('data-poll="0"');
    expect(paid).not.toContain('http-equiv="refresh"');
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
    const markup = fc.oneof(
      fc.string(),
      fc.constantFrom('<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onload='x", '&lt;', '</style>'),
    );
    const skeleton = (page: string): string[] => page.match(/<[^>]*>/g) ?? [];
    const expected = skeleton(pageOf(found({}, { orderId: 'x', description: 'x' })));
    fc.assert(
      fc.property(markup, markup, (orderId, description) => {
        expect(skeleton(pageOf(found({}, { orderId, description })))).toEqual(expected);
      }),
    );
  });

  it('loads nothing from anywhere and stays under 20 kB at its fullest', () => {
    const details = {
      orderId: '№'.repeat(64),
      description: '&'.repeat(200),
      returnUrl: `https://x/${'a'.repeat(2000)}`,
    };
    for (const state of PAYMENT_STATES) {
      const page = pageOf(
        found({ state, receipts: [receipt()], cips: [shownCip({ number: '9'.repeat(14) })] }, details),
      );
      expect(Buffer.byteLength(page)).toBeLessThan(20_000);
      expect(page).not.toMatch(/<(?:script|link|img|iframe)[^>]*(?:src|href)="(?!data:,)/);
      expect(page.match(/<(?:script|style)/g)).toHaveLength(2);
      expect(page.match(/<(?:script|style) nonce="bm9uY2U">/g)).toHaveLength(2);
    }
  });

  it('has a text for every state in every language', () => {
    for (const texts of Object.values(PAY_PAGE_TEXTS)) {
      for (const { title, body } of Object.values(texts.states)) {
        expect(title.length).toBeGreaterThan(5);
        expect(body).toMatch(/[.!?]$/);
      }
    }
  });
});

describe('a page about no payment', () => {
  it('says so in Spanish, and in English when asked', () => {
    expect(noticePageHtml({ language: 'es', kind: 'unknown', nonce: NONCE })).toContain('No encontramos este pago');
    expect(noticePageHtml({ language: 'en', kind: 'unknown', nonce: NONCE })).toContain('We cannot find this payment');
    expect(noticePageHtml({ language: 'es', kind: 'broken', nonce: NONCE })).toContain('Algo falló de nuestro lado');
  });
});
