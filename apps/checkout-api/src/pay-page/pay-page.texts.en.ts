import type { PayPageTexts } from './pay-page.texts.js';

export const PAY_PAGE_TEXTS_EN: PayPageTexts = {
  htmlLang: 'en',
  unnamedShop: 'Payment with PagoEfectivo',
  order: (orderId) => `Order ${orderId}`,
  payer: (maskedName) => `for ${maskedName}`,
  amountLabels: { due: 'Amount to pay', paid: 'Paid', other: 'Amount' },
  test: 'Test mode: no real money moves here.',
  codeLabel: 'Payment code (CIP)',
  spokenCode: (number) => `Digit by digit: ${[...number].join(' ')}`,
  copy: 'Copy code',
  copied: 'Copied',
  deadline: (words) => `Pay before ${words}`,
  limaTime: 'Peru time',
  remaining: 'Time left:',
  share: 'Send by WhatsApp',
  calendar: 'Add to calendar',
  print: 'Print',
  actions: 'Keep or share your code',
  openGateway: 'Open the PagoEfectivo page',
  openGatewayHint: 'It has the QR code for wallets and the agent finder.',
  newTab: 'opens in a new tab',
  howToPay: 'How to pay',
  howToPayHint: 'Choose what suits you. All of them take the same code.',
  andMore: (names, more) => `${names} and ${more} more`,
  kindHints: {
    wallet: 'With the QR code on the PagoEfectivo page',
    bank: 'As a service payment, from your account',
    agent: 'With your code and the exact amount in cash',
  },
  sayAtTheCounter: 'What to say at the counter',
  companyCodes: 'Company code',
  watching: 'Waiting for your payment. This page updates itself.',
  reload: 'Update now',
  paidAt: (words) => words,
  operation: 'Operation number',
  backToShop: 'Back to the shop',
  otherLanguage: 'Español',
  about: 'PagoEfectivo takes the payment. If you have questions about your order, write to the shop.',
  shareText: ({ cip, amount, deadline, url }) =>
    `PagoEfectivo code (CIP): ${cip}\nAmount: ${amount}\nPay before ${deadline} (Peru time)\nHow to pay: ${url}`,
  calendarSummary: (amount) => `Last moment to pay ${amount} with PagoEfectivo`,
  calendarText: ({ cip, deadline, url }) =>
    `Payment code (CIP): ${cip}\nPay before ${deadline} (Peru time)\nHow to pay: ${url}`,
  states: {
    preparing: {
      title: 'We are preparing your code',
      body: 'It takes a few seconds. Do not order again: this page updates itself.',
    },
    waiting: {
      title: 'Pay with this code',
      body: "In your bank's app or website, with your mobile wallet, or in cash at an agent.",
    },
    codeless: {
      title: 'There is no code to pay with at the moment',
      body: 'If you had a code for this order, do not use it any more: ask the shop for another. If this changes, the page updates itself.',
      advice: [
        {
          title: 'If you have paid',
          body: 'Do not pay again. When your payment arrives, this page will say so. Keep your receipt.',
        },
      ],
    },
    closing: {
      title: 'The time to pay is over',
      body: 'We are confirming whether your payment came. It takes some minutes and this page updates itself.',
      advice: [
        { title: 'If you have paid', body: 'Do not pay again: wait here for the confirmation and keep your receipt.' },
        {
          title: 'If you have not paid',
          body: 'Do not use the code any more. You will be able to order again in the shop.',
        },
      ],
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
      body: 'No payment came in time and the order was closed. Do not pay with this code any more.',
      advice: [
        {
          title: 'If you still want your purchase',
          body: 'Go back to the shop and order again: you will get another code.',
        },
        {
          title: 'If you have paid',
          body: 'Do not pay again. When your payment arrives, this page will say so, and the shop will settle with you whether it ships the order or returns the money. Write to it and have your receipt at hand.',
        },
      ],
    },
    cancelled: {
      title: 'The order was cancelled',
      body: 'Do not pay with the code you had.',
      advice: [
        { title: 'If you still want your purchase', body: 'Go back to the shop and order again.' },
        {
          title: 'If you have paid',
          body: 'Write to the shop and have your receipt at hand. When your payment arrives, this page will say so.',
        },
      ],
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
  busy: {
    title: 'There are many requests from your network',
    body: 'Your order and your code are as they were. Wait a minute and load the page again.',
  },
};
