import type { Currency } from '#payments';

/** How a shopper pays: on the phone, in a bank's app or website, or in cash at a counter. */
export type ChannelKind = 'wallet' | 'bank' | 'agent';

/** In the order in which a shopper is shown them. */
export const CHANNEL_KINDS: readonly ChannelKind[] = ['wallet', 'bank', 'agent'];

/** Where a fact stands. Whoever changes a fact names its source here, with the date of what was read. */
export const SOURCES = {
  paysafe: {
    name: 'Paysafe, owner of PagoEfectivo: "About PagoEfectivo"',
    where: 'developer.paysafe.com, Payments API, PagoEfectivo',
    confidence: 'official',
  },
  documentation: {
    name: 'PagoEfectivo: "Integración API CIP, documentación técnica 1.1"',
    where: 'the document that PagoEfectivo gives to merchants',
    confidence: 'official',
  },
  paymentPages: {
    name: "PagoEfectivo's own payment page, as copied by several integrations and its Android example",
    where: 'public integrations',
    confidence: 'several integrations agree; verify before relying on it',
  },
  inferred: {
    name: 'Concluded from the sources above; none says so itself',
    where: 'this file',
    confidence: 'inferred',
  },
} as const;
export type SourceId = keyof typeof SOURCES;

/** What is known, from where, and of when: a year or a month (`2018`, `2026-11`). */
export interface Fact<Value> {
  readonly value: Value;
  readonly source: SourceId;
  readonly date: string;
}

export interface Channel {
  /** Stable: accounts configure channels by it. */
  readonly id: string;
  readonly kind: ChannelKind;
  /** What its sign says, in every language. */
  readonly name: string;
  /** That PagoEfectivo can be paid there at all. */
  readonly listed: Fact<true>;
  readonly currencies: Fact<readonly Currency[]>;
  /** The most that one payment may be there, where it is less than PagoEfectivo's own limit. */
  readonly maxAmountMinor: Fact<Readonly<Partial<Record<Currency, bigint>>>> | null;
  /** What a cashier types to find PagoEfectivo. */
  readonly companyCode: Fact<string> | null;
  /** What the place has been seen to charge the shopper on top; the language files say where exactly. */
  readonly feeMinor: Fact<Readonly<Partial<Record<Currency, bigint>>>> | null;
}

/**
 * Paysafe's list is of Peru and of soles. Dollar codes exist (PagoEfectivo's documentation), but no source says where
 * they can be paid. A bank has accounts in both currencies; of wallets and counters nobody says that they take
 * dollars, so no shopper is sent there with them. An account whose contract says more offers the channel by its
 * settings.
 */
const SOLES: Fact<readonly Currency[]> = { value: ['PEN'], source: 'paysafe', date: '2026-11' };
const SOLES_AND_DOLLARS: Fact<readonly Currency[]> = { value: ['PEN', 'USD'], source: 'inferred', date: '2026-11' };

/**
 * Every place where PagoEfectivo can be paid in Peru (requirement R13), wallets first, within a kind the better known
 * ones first, by our judgement. PagoEfectivo's own limit (soles 2 to 3,724 at Paysafe, other figures at other providers) depends on the
 * contract and is enforced when a code is asked for, so only lower limits stand here. Paysafe names a second agent with
 * a limit, of 500 soles, in a sentence that the copy at hand cuts off: it stays out until somebody reads which.
 */
export const CHANNELS: readonly Channel[] = [
  wallet('yape', 'Yape'),
  wallet('plin', 'Plin'),
  wallet('bbva-wallet', 'BBVA Wallet'),
  wallet('interbank-wallet', 'Interbank'),
  wallet('scotiabank-wallet', 'Scotiabank'),
  wallet('banbif-wallet', 'BanBif'),
  wallet('ligo', 'Ligo'),
  wallet('tunki', 'Tunki'),
  bank('bcp', 'BCP'),
  bank('bbva', 'BBVA'),
  bank('interbank', 'Interbank'),
  bank('scotiabank', 'Scotiabank'),
  bank('banbif', 'BanBif'),
  bank('banco-pichincha', 'Banco Pichincha'),
  bank('caja-arequipa', 'Caja Arequipa'),
  agent('bcp-agent', 'Agente BCP', {
    companyCode: { value: '02186', source: 'paymentPages', date: '2018' },
    feeMinor: { value: { PEN: 100n }, source: 'paymentPages', date: '2018' },
  }),
  agent('interbank-agent', 'Agente Interbank', {
    companyCode: { value: '2735001', source: 'paymentPages', date: '2018' },
    feeMinor: { value: { PEN: 200n }, source: 'paymentPages', date: '2018' },
  }),
  agent('bbva-agent', 'Agente BBVA'),
  agent('scotiabank-agent', 'Agente Scotiabank'),
  agent('banbif-agent', 'Agente BanBif'),
  agent('caja-arequipa-agent', 'Agente Caja Arequipa'),
  agent('tambo', 'Tambo+'),
  agent('kasnet', 'Agente Kasnet'),
  agent('western-union', 'Western Union'),
  agent('moneygram', 'MoneyGram'),
  agent('niubiz', 'Niubiz Multiservicio'),
  agent('red-digital', 'Red Digital'),
  agent('ya-ganaste', 'Ya Ganaste'),
  agent('cellpower', 'Cellpower'),
  agent('disashop', 'Disashop', { maxAmountMinor: { value: { PEN: 25000n }, source: 'paysafe', date: '2026-11' } }),
];

function wallet(id: string, name: string): Channel {
  return channel({ id, name, kind: 'wallet', currencies: SOLES });
}

function bank(id: string, name: string): Channel {
  return channel({ id, name, kind: 'bank', currencies: SOLES_AND_DOLLARS });
}

function agent(id: string, name: string, known: Partial<Channel> = {}): Channel {
  return channel({ id, name, kind: 'agent', currencies: SOLES, ...known });
}

function channel(known: Pick<Channel, 'id' | 'name' | 'kind' | 'currencies'> & Partial<Channel>): Channel {
  const listed: Fact<true> = { value: true, source: 'paysafe', date: '2026-11' };
  return { listed, maxAmountMinor: null, companyCode: null, feeMinor: null, ...known };
}
