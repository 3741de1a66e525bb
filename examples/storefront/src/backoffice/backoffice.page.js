// @ts-check
import { inSoles } from '../catalogue/money.js';
import { markup } from '../web/markup.js';
import { clockInPeru } from '../web/peru-time.js';
/** @import { OrderEvent } from '@chasqui/client' */
/** @import { Order, Page, ReceivedEvent, Shipment, Visit } from '../types.js' */

/**
 * @typedef {{
 *   order: Order,
 *   events: readonly ReceivedEvent[],
 *   latest: OrderEvent | null,
 *   shipment: Shipment | null,
 * }} Row
 */

/**
 * @param {Visit} visit
 * @param {{ rows: readonly Row[], foreign: number, version: string }} shown
 * @returns {Page}
 */
export function backOfficePage({ texts }, { rows, foreign, version }) {
  const { desk } = texts;
  const table = markup`<div class="scroll" role="region" aria-label="${desk.title}" tabindex="0"><table>
<thead><tr>${desk.columns.map((column) => markup`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map((row) => tableRow(row, texts))}</tbody>
</table></div>`;
  const content = markup`<section>
<h1>${desk.title}</h1>
<p>${desk.lead}</p>
${rows.length === 0 ? markup`<p class="notice">${desk.none}</p>` : table}
${foreign === 0 ? null : markup`<p class="quiet">${desk.foreign(foreign)}</p>`}
</section>`;
  return { title: desk.title, content, watch: { url: '/backoffice/status', version } };
}

/**
 * @param {Row} row
 * @param {Visit['texts']} texts
 */
function tableRow({ order, events, latest, shipment }, { desk }) {
  const payment = latest?.data.payment ?? null;
  const unheard = order.payment !== null ? 'pending' : order.refused ? 'refused' : 'asked';
  const state = payment?.state ?? unheard;
  const marks = [
    ...(payment?.inReview ? [markup`<span class="mark review">${desk.inReview}</span>`] : []),
    ...(events.some(({ event }) => event.type === 'order.expiring_soon')
      ? [markup`<span class="mark">${desk.reminded}</span>`]
      : []),
  ];
  const { customer } = order;
  return markup`<tr>
<th scope="row"><a href="/orders/${order.orderId}">${order.orderId}</a><small>${clockInPeru(order.placedAt)}</small></th>
<td>${customer.firstName} ${customer.lastName}<small>${customer.email}</small></td>
<td class="number">${inSoles(order.totalMinor)}</td>
<td><span class="mark ${state}">${desk.states[state] ?? state}</span>${marks}</td>
<td><ol class="events">${events.map(eventItem)}</ol></td>
<td>${shipment === null ? markup`<small>${stockText(latest, order, desk)}</small>` : markup`<span class="mark paid">${desk.shipped}</span><small>${clockInPeru(shipment.shippedAt)}</small>`}</td>
</tr>`;
}

/** @param {ReceivedEvent} received */
function eventItem({ event }) {
  const why = 'case' in event.data ? ` (${event.data.case.kind})` : '';
  return markup`<li><code>${event.type}${why}</code> <small>${clockInPeru(event.timestamp)}</small></li>`;
}

/**
 * @param {OrderEvent | null} latest
 * @param {Order} order
 * @param {Visit['texts']['desk']} desk
 */
function stockText(latest, order, desk) {
  const released = latest?.data.payment.stock === 'released' || (order.payment === null && order.refused);
  return released ? desk.released : desk.held;
}
