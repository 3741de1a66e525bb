// @ts-check
/** @import { Texts } from './texts.js' */

/**
 * Everything that the shop says, in English. A text that is missing here does not pass the type check.
 *
 * @type {Texts}
 */
export const en = {
  htmlLang: 'en',
  locale: 'en-US',
  brand: 'Illari',
  tagline: 'Made by hand in Peru',
  skip: 'Skip to content',
  nav: 'Main',
  shop: 'Shop',
  cart: 'Cart',
  cartCount: (count) => (count === 1 ? '1 piece in the cart' : `${count} pieces in the cart`),
  otherLanguage: 'Español',
  testMode: 'Test shop: no real money is taken and nothing is sent.',
  forEngineers: 'For engineers',
  backOffice: 'Back office',
  paymentDescription: (orderId) => `Illari, order ${orderId}`,
  products: {
    CHALINA: {
      name: 'Alpaca scarf',
      origin: 'Puno',
      about: 'Baby alpaca, dyed with cochineal. Warm without the weight.',
    },
    TORITO: {
      name: 'Torito de Pucará',
      origin: 'Pucará',
      about: 'Clay, shaped and painted by hand. Guards the house from its roof.',
    },
    'CAFE-250': {
      name: 'Villa Rica coffee, 250 g',
      origin: 'Villa Rica',
      about: 'Medium roast, with notes of panela and orange. Whole beans.',
    },
    'CACAO-70': {
      name: 'Piura chocolate, 70 %',
      origin: 'Piura',
      about: 'White cacao from Morropón and cane sugar. Nothing else.',
    },
    CHULLO: {
      name: 'Taquile chullo',
      origin: 'Taquile',
      about: 'Knitted by the men of the island, as custom has it.',
    },
    'SAL-MARAS': {
      name: 'Pink salt from Maras, 300 g',
      origin: 'Cusco',
      about: 'Harvested by hand in ponds that the Incas already used.',
    },
  },
  home: {
    title: 'Good things, from far and near',
    lead: 'Six pieces from workshops and farms we know by name. Pay in cash, with your bank or your wallet: no card needed.',
    steps: ['You choose', 'You get a code', 'You pay at a store, an agent or in your app', 'We send it'],
    products: 'Products',
    add: 'Add',
    addNamed: (name) => `Add to cart: ${name}`,
    few: (left) => `${left} left`,
    left: (left) => `${left} available`,
    soldOut: 'Sold out',
  },
  basket: {
    title: 'Your cart',
    empty: 'There is nothing here yet.',
    lastOrder: 'Your last order:',
    toShop: 'See the products',
    more: 'Go on shopping',
    quantity: (name) => `Quantity of ${name}`,
    update: 'Update',
    remove: 'Remove',
    removeNamed: (name) => `Remove from cart: ${name}`,
    each: 'each',
    total: 'Total',
    shipping: 'Shipping within Peru is included.',
    checkout: 'Continue',
    short: (name, left) =>
      left === 0
        ? `${name} has just sold out: remove it to continue.`
        : `Only ${left} of ${name} are left: change the quantity to continue.`,
  },
  checkout: {
    title: 'Your details',
    lead: 'PagoEfectivo sends you the payment code with these, and we send your order.',
    required: 'All fields are needed, except the one that says optional.',
    optional: 'optional',
    labels: {
      firstName: 'First name',
      lastName: 'Last name',
      email: 'E-mail',
      phone: 'Mobile phone',
      documentNumber: 'DNI',
    },
    hints: {
      firstName: null,
      lastName: null,
      email: 'The payment code is sent there.',
      phone: '9 digits, such as 987 654 321.',
      documentNumber: null,
    },
    wrong: {
      firstName: 'Enter your first name, with at most 100 letters.',
      lastName: 'Enter your last name, with at most 100 letters.',
      email: 'Enter a complete e-mail address, such as rosa@example.pe.',
      phone: 'Enter the 9 digits of your mobile phone, beginning with 9.',
      documentNumber: 'A DNI has 8 digits: correct it or leave it empty.',
    },
    problems: 'Something needs to be corrected:',
    refused: 'We could not create the payment code, and nothing was charged. Check your details and try again.',
    refusedBecause: (reason) =>
      `PagoEfectivo did not accept the order: “${reason}” Nothing was charged. Correct your details and try again.`,
    summary: 'Summary',
    pay: 'Pay with PagoEfectivo',
    payNote: 'The next step shows your code and where to pay it.',
    sandbox: 'Test mode only',
    shopper: 'What does this shopper do?',
    shopperHint: 'The sandbox reads it from how the e-mail begins. With real money this field does not exist.',
    shoppers: {
      '': 'Waits until you press “Pay” in the sandbox',
      'paid+': 'Pays by itself, in a second',
      'paid-twice+': 'Pays twice',
      'never-notified+': 'Pays, and PagoEfectivo says nothing',
      'late+': 'Pays after the deadline',
      'wrong-amount+': 'Pays another amount',
      'reversed+': 'Pays, and the agent reverses it',
      'timeout+': 'PagoEfectivo does not answer the first request for a code',
      'rejected+': 'PagoEfectivo rejects the order',
    },
  },
  order: {
    title: (orderId) => `Order ${orderId}`,
    states: {
      preparing: {
        title: 'We are preparing your payment code',
        body: 'PagoEfectivo takes longer than usual. Do not order again: this page updates itself.',
      },
      waiting: {
        title: 'We are waiting for your payment',
        body: 'Your order is reserved. When you have paid, this page shows it by itself.',
      },
      closing: {
        title: 'The time to pay is over',
        body: 'If you have paid, do nothing: we are confirming it with PagoEfectivo. Do not pay now.',
      },
      review: {
        title: 'We are reviewing your payment',
        body: 'We received money that a person must look at. Do not pay again: we will write to your e-mail.',
      },
      paid: { title: 'Thank you! We received your payment', body: 'We are preparing your parcel.' },
      shipped: { title: 'Your order is on its way!', body: 'We received your payment and your parcel has left.' },
      expired: {
        title: 'This order expired unpaid',
        body: 'Nothing was charged and the pieces went back to the shop. Do not pay the old code.',
      },
      cancelled: { title: 'This order was cancelled', body: 'Nothing was charged. Do not pay the old code.' },
      failed: { title: 'We could not create the payment code', body: 'Nothing was charged. You can order again.' },
      reversed: {
        title: 'Your payment was reversed',
        body: 'PagoEfectivo gave the money back. We will write to your e-mail.',
      },
      refunded: { title: 'We gave your money back', body: 'The details are in your e-mail.' },
    },
    steps: ['Order placed', 'Payment received', 'Shipped'],
    stepsLabel: 'Progress of the order',
    done: 'done',
    toPay: 'See my code and pay',
    deadline: (words) => `Pay before ${words} (Peru time).`,
    paidAt: (words) => `Paid on ${words} (Peru time).`,
    again: 'Order again',
    watching: 'This page updates itself.',
    items: 'What you ordered',
    toShop: 'Back to the shop',
  },
  desk: {
    title: 'Back office',
    lead: 'What the shop knows of its orders. It ships when order.paid arrives, once per order.',
    none: 'No orders yet.',
    columns: ['Order', 'Customer', 'Amount', 'State', 'Events received and verified', 'Shipping'],
    states: {
      asked: 'asking for the code',
      refused: 'no payment',
      created: 'preparing',
      pending: 'awaiting payment',
      expiring: 'closing',
      paid: 'paid',
      expired: 'expired',
      cancelled: 'cancelled',
      failed: 'failed',
      refunded: 'refunded',
      reversed: 'reversed',
    },
    inReview: 'in review',
    reminded: 'reminder sent',
    shipped: 'shipped',
    released: 'stock released',
    held: 'stock held',
    foreign: (count) =>
      count === 1
        ? 'Since the shop started, 1 event about an order that is not its own arrived.'
        : `Since the shop started, ${count} events about orders that are not its own arrived.`,
  },
  refusals: {
    forbidden: {
      title: 'This came from another site',
      body: 'For your safety we did not do it. Go back to the shop and try from there.',
    },
    backOfficeClosed: {
      title: 'The back office is closed',
      body: 'It opens only on the same machine (http://localhost), or with the password BACK_OFFICE_PASSWORD.',
    },
    notFound: {
      title: 'We cannot find this page',
      body: 'Check that the address is complete, or go back to the shop.',
    },
    methodNotAllowed: {
      title: 'This page does not open that way',
      body: 'Go back to the shop and start from there.',
    },
    tooLarge: { title: 'What you sent is too large', body: 'Shorten the text and try again.' },
    broken: {
      title: 'Something failed on our side',
      body: 'Nothing was charged by this. Wait a moment and try again.',
    },
  },
};
