import { amountToNumberText, formatLima } from '#pagoefectivo';
import { shownStatus } from '../cips/cip-state.js';
import type { CipEntity } from '../database/cip.entity.js';
import type { NotifyMode } from '../notifications/notification-plan.js';
import { html, type Html } from './html.js';
import { pageFrame } from './page-frame.js';

/** Where money is taken in Peru (pagoefectivo-api.md §9). */
export const CHANNEL_GROUPS: readonly { name: string; channels: readonly string[] }[] = [
  {
    name: 'Agentes y bodegas',
    channels: [
      'BCP agente',
      'BBVA agente',
      'Interbank agente',
      'Scotiabank agente',
      'Kasnet',
      'Tambo+',
      'Western Union',
    ],
  },
  {
    name: 'Banca por internet o móvil',
    channels: ['BCP', 'BBVA', 'Interbank', 'Scotiabank', 'BanBif', 'Caja Arequipa'],
  },
  { name: 'Billeteras (QR)', channels: ['Yape', 'Plin'] },
];

export const CHANNELS: readonly string[] = CHANNEL_GROUPS.flatMap((group) => group.channels);

const NOTIFY_LABELS: Readonly<Record<NotifyMode, string>> = {
  once: 'una vez, como siempre',
  twice: 'dos veces (duplicada)',
  never: 'nunca',
  late: 'tarde (15 minutos después)',
  forged: 'con una firma falsa',
  reordered: 'desordenada: primero un vencimiento, luego el pago',
};

const STATE_LABELS = {
  pending: 'Pendiente de pago',
  paid: 'Pagado',
  expired: 'Expirado',
  removed: 'Eliminado',
} as const;
const SYMBOLS: Readonly<Record<string, string>> = { PEN: 'S/', USD: 'US$' };
const SERVICES: Readonly<Record<string, string>> = { PEN: 'PagoEfectivo Soles', USD: 'PagoEfectivo Dólares' };

/** What the shopper sees behind `cipUrl`, with a button in the place of cash. Plain HTML: it works without JavaScript. */
export function shopperPage(cip: CipEntity, now: Date): string {
  const status = shownStatus(cip, now);
  const body = html`<header>PagoEfectivo <small>· simulador, ningún pago es real</small></header>
    <main>
      <section>
        <h1>Código de pago (CIP)</h1>
        <p class="cip">${cip.number}</p>
        <p><span class="state ${status}">${STATE_LABELS[status]}</span></p>
        <dl>
          <dt>Monto</dt>
          <dd>${money(cip.amountMinor, cip.currency)}</dd>
          ${
            cip.paidMinor === null || cip.paidMinor === cip.amountMinor
              ? null
              : html`<dt>Monto pagado</dt>
                  <dd>${money(cip.paidMinor, cip.currency)}</dd>`
          }
          <dt>Empresa</dt>
          <dd>PAGOEFECTIVO</dd>
          <dt>Servicio</dt>
          <dd>${SERVICES[cip.currency] ?? 'PagoEfectivo'}</dd>
          ${
            cip.paymentConcept === null
              ? null
              : html`<dt>Concepto</dt>
                  <dd>${cip.paymentConcept}</dd>`
          }
          <dt>Paga antes de</dt>
          <dd>${limaText(cip.expiresAt)} (hora de Lima)</dd>
          ${
            cip.paidAt === null
              ? null
              : html`<dt>Pagado el</dt>
                  <dd>${limaText(cip.paidAt)} (hora de Lima)</dd>`
          }
        </dl>
      </section>
      ${status === 'pending' || status === 'expired' ? payForm(status) : html`<section><h2>Gracias, tu pago fue registrado.</h2></section>`}
      <section>
        <h2>Dónde pagar</h2>
        ${CHANNEL_GROUPS.map((group) => html`<p><strong>${group.name}:</strong> ${group.channels.join(', ')}</p>`)}
      </section>
    </main>`;
  return pageFrame({ title: `CIP ${cip.number} · PagoEfectivo (simulador)`, language: 'es', body });
}

export function missingPage(): string {
  const body = html`<header>PagoEfectivo <small>· simulador</small></header>
    <main>
      <section>
        <h1>Este código ya no está disponible</h1>
        <p>El CIP no existe o fue eliminado.</p>
      </section>
    </main>`;
  return pageFrame({ title: 'Código no disponible', language: 'es', body });
}

function payForm(status: 'pending' | 'expired'): Html {
  return html`<section>
    <h2>Simular el pago</h2>
    ${status === 'expired' ? html`<p>Este código ya expiró: el pago llegaría tarde.</p>` : null}
    <form method="post">
      <label for="channel">Canal</label>
      <select id="channel" name="channel">
        ${CHANNEL_GROUPS.map(
          (group) =>
            html`<optgroup label="${group.name}">
              ${group.channels.map((channel) => html`<option>${channel}</option>`)}
            </optgroup>`,
        )}
      </select>
      <label for="notify">Notificar al comercio</label>
      <select id="notify" name="notify">
        ${Object.entries(NOTIFY_LABELS).map(([mode, label]) => html`<option value="${mode}">${label}</option>`)}
      </select>
      <button type="submit">${status === 'expired' ? 'Pagar fuera de plazo' : 'Pagar'}</button>
    </form>
  </section>`;
}

function money(amountMinor: bigint, currency: string): string {
  return `${SYMBOLS[currency] ?? currency} ${amountToNumberText(amountMinor)}`;
}

/** 22/11/2026 18:30, Lima: to the minute, as the real page shows it. */
function limaText(instant: Date): string {
  const [date = '', time = ''] = formatLima(instant).split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${day}/${month}/${year} ${time.slice(0, 5)}`;
}
