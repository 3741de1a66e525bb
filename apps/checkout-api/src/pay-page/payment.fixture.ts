import type { Cip, CommandKind, FoundPayment, GatewayCommand, Payment, Receipt, ShopOffer } from '#payments';

export const DEADLINE = new Date('2026-11-23T18:30:00-05:00');
export const BEFORE = new Date('2026-11-23T12:00:00-05:00');
export const AFTER = new Date('2026-11-23T18:30:00-05:00');

/** The CIP that a shopper is shown. */
export function shownCip(change: Partial<Cip> = {}): Cip {
  return {
    id: 'cip_1',
    transactionCode: 'A-1001-abcdefgh',
    number: '213803274',
    url: 'https://payment.pagoefectivo.pe/AB803C1C.html',
    current: true,
    status: 'pending',
    statusAt: null,
    pendingSeen: [],
    expiresAt: DEADLINE,
    createdAt: BEFORE,
    pollAt: null,
    pollPriority: 'old',
    retireAt: null,
    announcedAt: null,
    ...change,
  };
}

export function receipt(change: Partial<Receipt> = {}): Receipt {
  return {
    id: 'rcp_1',
    cipId: 'cip_1',
    operationNumber: '1253',
    amountMinor: 12990n,
    currency: 'PEN',
    paidAt: BEFORE,
    reversedAt: null,
    counts: 'applied',
    factKeys: [],
    ...change,
  };
}

/** A call to the gateway whose outcome is not known yet. */
export function command(kind: CommandKind, cipId = 'cip_1'): GatewayCommand {
  const open = {
    purpose: 'checkout',
    status: 'sent',
    actor: 'spec',
    expiresAt: null,
    nextAt: null,
    outcome: null,
  } as const;
  return { id: 'cmd_1', cipId, kind, ...open };
}

/** What a shop offers that changes nothing. */
export function shopOffer(change: Partial<ShopOffer> = {}): ShopOffer {
  return { shopName: 'Ñandú Perú', minAmountMinor: null, maxAmountMinor: null, channels: {}, ...change };
}

/** A pending payment with a voucher, unless said otherwise. */
export function payment(change: Partial<Payment> = {}): Payment {
  return {
    id: 'pay_1',
    accountId: 'acc_1',
    amountMinor: 12990n,
    currency: 'PEN',
    baseState: 'pending',
    state: 'pending',
    late: false,
    unconfirmed: false,
    failure: null,
    stock: 'held',
    stockGeneration: 1,
    createdAt: BEFORE,
    expiresAt: DEADLINE,
    remindBeforeS: [],
    remindAt: null,
    nextAt: DEADLINE,
    heldFor: null,
    paidAt: null,
    closedAt: null,
    cips: [shownCip()],
    facts: [],
    receipts: [],
    refunds: [],
    commands: [],
    cases: new Map(),
    waitingNotifications: 0,
    ...change,
  };
}

export function found(
  ofPayment: Partial<Payment> = {},
  ofDetails: Partial<FoundPayment['details']> = {},
): FoundPayment {
  return {
    payment: payment(ofPayment),
    details: {
      paymentId: 'pay_1',
      shopId: 'shop_1',
      orderId: 'A-1001',
      livemode: false,
      description: '2 polos',
      customer: {
        email: 'rosa@example.pe',
        firstName: 'Rosa María',
        lastName: 'Quispe Huamán',
        phone: '+51987654321',
        documentType: 'DNI',
        documentNumber: '40226700',
      },
      items: [],
      metadata: {},
      returnUrl: 'https://shop.example/thanks',
      pageToken: `${'0'.repeat(26)}${'T'.repeat(22)}`,
      updatedAt: BEFORE,
      ...ofDetails,
    },
  };
}
