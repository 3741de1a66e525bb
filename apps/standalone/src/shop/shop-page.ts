import type { ShopPayment } from './checkout.client.js';
import type { ReceivedEvent } from './received-events.js';

/** What a shopper may do in the sandbox, chosen up front by the e-mail's prefix. */
export const OUTCOMES = [
  { prefix: '', label: 'Wait for the Pay button' },
  { prefix: 'paid+', label: 'Pays by itself' },
  { prefix: 'paid-twice+', label: 'Pays twice' },
  { prefix: 'never-notified+', label: 'Pays, and no notification comes' },
  { prefix: 'late+', label: 'Pays after the deadline' },
  { prefix: 'wrong-amount+', label: 'Pays a wrong amount' },
  { prefix: 'reversed+', label: 'Pays, and the agent reverses it' },
  { prefix: 'timeout+', label: 'The first CIP request is never answered' },
  { prefix: 'rejected+', label: 'PagoEfectivo rejects the request' },
] as const;

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
}

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem; color: #1c1917; }
  body.frame { margin: 0; padding: 0; max-width: none; }
  form { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); align-items: end;
    background: #fafaf9; border: 1px solid #e7e5e4; border-radius: .75rem; padding: 1rem; }
  label { display: grid; gap: .25rem; font-size: .875rem; } input, select, button { font: inherit; padding: .5rem; min-width: 0; width: 100%; box-sizing: border-box; }
  button { background: #b45309; color: #fff; border: 0; border-radius: .5rem; cursor: pointer; }
  iframe { width: 100%; height: 32rem; border: 0; margin-top: 1.5rem; }
  table { width: 100%; border-collapse: collapse; } th, td { text-align: left; padding: .5rem; border-bottom: 1px solid #e7e5e4; }
  .state { font-weight: 600; } .paid { color: #15803d; } .expired, .cancelled, .failed { color: #78716c; }
  .event { background: #ecfccb; border-radius: .375rem; padding: 0 .375rem; font-size: .875rem; }
  .problem { background: #fee2e2; padding: .75rem; border-radius: .5rem; } nav a { margin-right: 1rem; }`;

/** Style and a form, no script; the order list is framed so that it can refresh without losing what is typed. */
export const SHOP_CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self' http:; frame-ancestors 'self'";

function page(input: { body: string; head?: string; bodyClass?: string }): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">${input.head ?? ''}
<title>Demo shop</title><style>${STYLE}</style></head>
<body class="${input.bodyClass ?? ''}">${input.body}</body>
</html>`;
}

/** The order form, with the order list in a frame. */
export function shopPage(input: { links: readonly { label: string; url: string }[]; problem: string | null }): string {
  const links = input.links.map(({ label, url }) => `<a href="${escape(url)}">${escape(label)}</a>`).join('');
  const outcomes = OUTCOMES.map(({ prefix, label }) => `<option value="${prefix}">${label}</option>`).join('');
  return page({
    body: `<h1>Demo shop</h1>
<nav>${links}</nav>
${input.problem === null ? '' : `<p class="problem" role="alert">${escape(input.problem)}</p>`}
<form method="post" action="/orders">
  <label>2 polos, amount in soles <input name="amount" value="129.90" inputmode="decimal" required></label>
  <label>What the shopper does <select name="outcome">${outcomes}</select></label>
  <button>Place the order</button>
</form>
<iframe src="/orders" title="Orders"></iframe>`,
  });
}

/** The orders, with what the shop's back office heard of them. Refreshes itself. */
export function ordersPage(orders: readonly { payment: ShopPayment; events: readonly ReceivedEvent[] }[]): string {
  const rows = orders.map(
    ({ payment, events }) => `<tr>
  <td><a href="${escape(payment.paymentPageUrl)}" target="_top">${escape(payment.orderId)}</a></td>
  <td>${escape(payment.currency)} ${escape(payment.amount)}</td>
  <td><span class="state ${escape(payment.state)}">${escape(payment.state)}</span></td>
  <td>${escape(payment.stock)}</td>
  <td>${events.map((event) => `<span class="event">${escape(event.type)}</span>`).join(' ') || '–'}</td>
</tr>`,
  );
  return page({
    head: '<meta http-equiv="refresh" content="2">',
    bodyClass: 'frame',
    body: `<table>
<thead><tr><th>Order</th><th>Amount</th><th>State</th><th>Stock</th><th>Events received, signature verified</th></tr></thead>
<tbody>${rows.join('') || '<tr><td colspan="5">No orders yet.</td></tr>'}</tbody>
</table>`,
  });
}
