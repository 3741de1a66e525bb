import type { ChannelTexts } from './channel-texts.js';

/** What a shopper reads in English. Facts (codes, limits, fees) stand in channels.ts with their source and date. */
export const CHANNELS_EN: ChannelTexts = {
  review: {
    on: '2026-11-25',
    sources: ['paysafe', 'paymentPages'],
    note: 'The menu paths that are known date from 2018: the steps name only what all of them share, paying a service to the company PagoEfectivo. What is read off a Spanish screen or said to a cashier stays in Spanish.',
  },
  kinds: {
    wallet: {
      title: 'Mobile wallet',
      steps: [
        'Open the PagoEfectivo page of this payment: the QR code is there.',
        'Scan it with {channel}. If you pay with this same phone, open that page on another screen.',
        'Check that the amount is {amount} and confirm.',
      ],
    },
    bank: {
      title: "Bank's app or website",
      steps: [
        'Log in to the app or website of {channel}.',
        'Look for “Pago de servicios” and choose the company PagoEfectivo.',
        'If it asks for the service, choose {service}. Type the CIP code {cip}.',
        'Check that the amount is {amount}, confirm and keep the receipt.',
      ],
    },
    agent: {
      title: 'Cash at an agent or shop',
      steps: [
        'Go to {channel} with {amount} and this code.',
        'Ask to pay PagoEfectivo and read out your CIP code.',
        'Check the amount before you pay and keep the receipt.',
      ],
    },
  },
  feeNotes: {
    'bcp-agent': "The bank's own counter may charge a fee ({fee} has been seen). Ask before you pay.",
    'interbank-agent': 'Interbank Market may charge a fee ({fee} has been seen). Ask before you pay.',
  },
  services: { PEN: 'PagoEfectivo Soles', USD: 'PagoEfectivo in dollars' },
  reasons: {
    above_maximum: 'Takes up to {max} per payment',
    no_link: 'Needs the page of PagoEfectivo, and this code came without its link',
  },
  dollars:
    'This payment is in dollars: only banks are shown, because no source says that wallets or agents take dollars.',
};
