import { amountToNumberText, formatLima } from '#pagoefectivo';
import { shownStatus } from '../cips/cip-state.js';
import { SCENARIOS } from '../cips/scenario.js';
import type { CipEntity } from '../database/cip.entity.js';
import { html } from './html.js';
import { pageFrame } from './page-frame.js';

/** For the engineer who opens the sandbox's address: what is there, and what can be done with it. */
export function frontPage(newest: readonly CipEntity[], now: Date): string {
  const rows = newest.map(
    (cip) =>
      html`<tr>
        <td><a href="/${cip.token}.html">${cip.number}</a></td>
        <td>${cip.transactionCode}</td>
        <td>${amountToNumberText(cip.amountMinor)} ${cip.currency}</td>
        <td>${shownStatus(cip, now)}</td>
        <td>${formatLima(cip.expiresAt)}</td>
      </tr>`,
  );
  const prefixes = SCENARIOS.filter((scenario) => scenario !== 'manual').map((scenario) => `${scenario}+…`);
  const body = html`<header>Chasqui sandbox <small>· a PagoEfectivo to develop against</small></header>
    <main>
      <section>
        <h1>Newest CIPs</h1>
        ${
          rows.length === 0
            ? html`<p>None yet: create one through <code>POST /v1/cips</code>.</p>`
            : html`<table>
                <thead>
                  <tr>
                    <th>CIP</th>
                    <th>transactionCode</th>
                    <th>Amount</th>
                    <th>Status</th>
                    <th>Expires</th>
                  </tr>
                </thead>
                <tbody>
                  ${rows}
                </tbody>
              </table>`
        }
      </section>
      <section>
        <h2>Choose an outcome</h2>
        <p>
          By the Pay button on a CIP's page, by the control plane, or up front by the shopper's e-mail:
          <code>${prefixes.join(' ')}</code>
        </p>
      </section>
      <section>
        <h2>Control plane</h2>
        <p>
          <code>GET <a href="/sandbox/cips">/sandbox/cips</a></code> ·
          <code>GET <a href="/sandbox/requests">/sandbox/requests</a></code> ·
          <code>GET <a href="/sandbox/faults">/sandbox/faults</a></code> ·
          <code>GET <a href="/sandbox/clock">/sandbox/clock</a></code>
        </p>
        <p>
          <code>POST /sandbox/cips/{cip}/pay</code> · <code>…/expire</code> · <code>…/reverse</code> ·
          <code>…/notify</code> · <code>PUT /sandbox/faults</code> · <code>PUT /sandbox/clock</code> ·
          <code>POST /sandbox/reset</code>
        </p>
      </section>
    </main>`;
  return pageFrame({ title: 'Chasqui sandbox', language: 'en', body });
}
