// @ts-check

/**
 * How to pay, as HTML for a page of your own.
 *
 * @param {import('@chasqui/client').Chasqui} chasqui
 * @param {string} paymentId
 * @param {'es' | 'en'} lang
 */
export async function instructionsHtml(chasqui, paymentId, lang = 'es') {
  const how = await chasqui.payments.instructions(paymentId, { lang });
  // Without a code there is nothing to pay with: paid, closed, or being made just now.
  if (how.cip === null) return null;
  const channels = how.channels.filter(({ available }) => available);
  return `
    <p>${text(how.amountText)} · <strong>${text(how.cip)}</strong> · ${text(how.expiresAtText)}</p>
    ${how.cipUrl === null ? '' : `<p><a href="${text(how.cipUrl)}">PagoEfectivo</a></p>`}
    ${channels.map(channelHtml).join('')}`;
}

/** @param {import('@chasqui/client').Channel} channel */
function channelHtml({ name, steps, sayAtTheCounter }) {
  const list = steps.map((step) => `<li>${text(step)}</li>`).join('');
  const words = sayAtTheCounter === null ? '' : `<blockquote lang="es">${text(sayAtTheCounter)}</blockquote>`;
  return `<details><summary>${text(name)}</summary><ol>${list}</ol>${words}</details>`;
}

/** @param {string} value */
function text(value) {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
