/** What a shopper reads and presses on the way, in one language. */
export interface Walk {
  readonly language: string;
  readonly htmlLang: string;
  /** The link to press first; null where nothing is to be chosen. */
  readonly switchTo: string | null;
  readonly addScarf: string;
  readonly cart: string;
  readonly proceed: string;
  readonly details: string;
  readonly phone: string;
  readonly pay: string;
  readonly waiting: string;
  readonly toPay: string;
  /** On the payment page, which has blanks that do not break. */
  readonly deadline: RegExp;
  readonly received: RegExp;
  readonly backToShop: RegExp;
  readonly shipped: string;
  readonly shippedMark: string;
}

/** Spanish first: it is the shop's own language. */
export const WALKS: readonly [Walk, Walk] = [
  {
    language: 'es',
    htmlLang: 'es-PE',
    switchTo: null,
    addScarf: 'Agregar al carrito: Chalina de alpaca',
    cart: 'Tu carrito',
    proceed: 'Continuar',
    details: 'Tus datos',
    phone: 'Celular',
    pay: 'Pagar con PagoEfectivo',
    waiting: 'Esperamos tu pago',
    toPay: 'Ver mi código y pagar',
    deadline: /Paga\santes\sde\slas?.+m\.\sdel\s/,
    received: /recibimos tu pago/i,
    backToShop: /volver a la tienda/i,
    shipped: '¡Tu pedido está en camino!',
    shippedMark: 'enviado',
  },
  {
    language: 'en',
    htmlLang: 'en',
    switchTo: 'English',
    addScarf: 'Add to cart: Alpaca scarf',
    cart: 'Your cart',
    proceed: 'Continue',
    details: 'Your details',
    phone: 'Mobile phone',
    pay: 'Pay with PagoEfectivo',
    waiting: 'We are waiting for your payment',
    toPay: 'See my code and pay',
    deadline: /Pay\sbefore\s.+m\.\son\s/,
    received: /we received your payment/i,
    backToShop: /back to the shop/i,
    shipped: 'Your order is on its way!',
    shippedMark: 'shipped',
  },
];
