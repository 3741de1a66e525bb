import type { Language } from './language.js';
import type { PayPageState } from './pay-page.state.js';

export interface StateText {
  readonly title: string;
  readonly body: string;
}

/** Everything that the page says. Plain text: the template escapes it. */
export interface PayPageTexts {
  readonly htmlLang: string;
  readonly order: (orderId: string) => string;
  readonly test: string;
  readonly codeLabel: string;
  readonly copy: string;
  readonly copied: string;
  readonly deadline: (words: string) => string;
  readonly limaTime: string;
  readonly whereToPay: string;
  readonly watching: string;
  readonly paidAt: (words: string) => string;
  readonly backToShop: string;
  readonly otherLanguage: string;
  readonly states: Record<PayPageState, StateText>;
  readonly unknown: StateText;
  readonly broken: StateText;
}

const es: PayPageTexts = {
  htmlLang: 'es-PE',
  order: (orderId) => `Pedido ${orderId}`,
  test: 'Modo de prueba: aquí no se mueve dinero de verdad.',
  codeLabel: 'Código de pago (CIP)',
  copy: 'Copiar código',
  copied: 'Copiado',
  deadline: (words) => `Paga antes de ${words}`,
  limaTime: 'Hora del Perú',
  whereToPay: 'Ver dónde y cómo pagar',
  watching: 'Esperando tu pago. Esta página se actualiza sola.',
  paidAt: (words) => `Pagado a ${words}`,
  backToShop: 'Volver a la tienda',
  otherLanguage: 'English',
  states: {
    preparing: {
      title: 'Estamos preparando tu código',
      body: 'Toma unos segundos. No hagas otro pedido: esta página se actualiza sola.',
    },
    waiting: {
      title: 'Paga con este código',
      body: 'En la app o web de tu banco, un agente o una bodega: elige pagar a PagoEfectivo y da este código.',
    },
    closing: {
      title: 'El plazo para pagar terminó',
      body: 'Si ya pagaste, no pagues otra vez: estamos confirmando tu pago y esta página se actualiza sola. Si no pagaste, ya no uses el código.',
    },
    received: {
      title: '¡Recibimos tu pago!',
      body: 'La tienda ya lo sabe y sigue con tu pedido. No tienes que hacer nada más.',
    },
    review: {
      title: 'Estamos revisando tu pago',
      body: 'Llegó dinero para este pedido, pero fuera de plazo o por otro monto. La tienda lo está revisando y te avisará. No pagues otra vez.',
    },
    expired: {
      title: 'El código venció',
      body: 'No llegó ningún pago a tiempo y el pedido se cerró. Ya no pagues con este código: si todavía quieres tu compra, haz un pedido nuevo. Si pagaste, escribe a la tienda y ten a mano tu constancia.',
    },
    cancelled: {
      title: 'El pedido fue cancelado',
      body: 'Ya no pagues con el código que tenías. Si todavía quieres tu compra, haz un pedido nuevo. Si pagaste, escribe a la tienda y ten a mano tu constancia.',
    },
    failed: {
      title: 'No se pudo generar el código',
      body: 'No se te ha cobrado nada. Vuelve a la tienda e inténtalo otra vez, o elige otra forma de pago.',
    },
    reversed: {
      title: 'Tu pago fue anulado',
      body: 'El banco o agente anuló el pago de este pedido. Escribe a la tienda para saber cómo seguir.',
    },
    refunded: {
      title: 'Tu pago fue devuelto',
      body: 'La tienda devolvió el dinero de este pedido. Según tu banco, puede tardar unos días en verse.',
    },
  },
  unknown: {
    title: 'No encontramos este pago',
    body: 'Revisa que el enlace esté completo o vuelve a abrirlo desde la tienda o desde tu correo.',
  },
  broken: {
    title: 'Algo falló de nuestro lado',
    body: 'Tu pedido y tu código siguen como estaban. Vuelve a cargar la página en unos segundos.',
  },
};

const en: PayPageTexts = {
  htmlLang: 'en',
  order: (orderId) => `Order ${orderId}`,
  test: 'Test mode: no real money moves here.',
  codeLabel: 'Payment code (CIP)',
  copy: 'Copy code',
  copied: 'Copied',
  deadline: (words) => `Pay before ${words}`,
  limaTime: 'Peru time',
  whereToPay: 'See where and how to pay',
  watching: 'Waiting for your payment. This page updates itself.',
  paidAt: (words) => `Paid at ${words}`,
  backToShop: 'Back to the shop',
  otherLanguage: 'Español',
  states: {
    preparing: {
      title: 'We are preparing your code',
      body: 'It takes a few seconds. Do not order again: this page updates itself.',
    },
    waiting: {
      title: 'Pay with this code',
      body: "In your bank's app or website, at an agent or a shop: choose to pay PagoEfectivo and give this code.",
    },
    closing: {
      title: 'The time to pay is over',
      body: 'If you have paid, do not pay again: we are confirming it and this page updates itself. If you have not, do not use the code any more.',
    },
    received: {
      title: 'We received your payment!',
      body: 'The shop knows and goes on with your order. There is nothing more for you to do.',
    },
    review: {
      title: 'We are reviewing your payment',
      body: 'Money came for this order, but too late or of another amount. The shop is looking into it and will tell you. Do not pay again.',
    },
    expired: {
      title: 'The code has expired',
      body: 'No payment came in time and the order was closed. Do not pay with this code any more: if you still want your purchase, order again. If you have paid, write to the shop and have your receipt at hand.',
    },
    cancelled: {
      title: 'The order was cancelled',
      body: 'Do not pay with the code you had. If you still want your purchase, order again. If you have paid, write to the shop and have your receipt at hand.',
    },
    failed: {
      title: 'No code could be made',
      body: 'You have not been charged. Go back to the shop and try again, or choose another way to pay.',
    },
    reversed: {
      title: 'Your payment was reversed',
      body: 'The bank or agent took back the payment of this order. Write to the shop to learn how to go on.',
    },
    refunded: {
      title: 'Your payment was returned',
      body: 'The shop returned the money of this order. Depending on your bank it may take some days to show.',
    },
  },
  unknown: {
    title: 'We cannot find this payment',
    body: 'Check that the link is complete, or open it again from the shop or from your e-mail.',
  },
  broken: {
    title: 'Something failed on our side',
    body: 'Your order and your code are as they were. Load the page again in a few seconds.',
  },
};

export const PAY_PAGE_TEXTS: Record<Language, PayPageTexts> = { es, en };
