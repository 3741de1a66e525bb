import { describe, expect, it } from 'vitest';
import { readJson } from '../wire/exact-json.js';
import type { CipDraft } from './cip.js';
import { readCreatedCip, readFoundCips } from './cip-answers.js';

const draft: CipDraft = {
  currency: 'PEN',
  amountMinor: 100n,
  transactionCode: '101',
  expiresAt: new Date('2020-12-31T23:59:59-05:00'),
  user: { email: 'user@example.com' },
};
/** The documented answer (wire notes 11). */
const documented = {
  cip: 2523136,
  currency: 'PEN',
  amount: 1,
  transactionCode: '101',
  dateExpiry: '2020-12-31T23:59:59-05:00',
  cipUrl: 'https://pre1a.payment.pagoefectivo.pe/AB803C1C-3266-4CFF-A236-4D9DD5AD260A.html',
};
const created = {
  number: '2523136',
  currency: 'PEN',
  amountMinor: 100n,
  transactionCode: '101',
  expiresAt: new Date('2021-01-01T04:59:59Z'),
  url: documented.cipUrl,
};
const json = (value: unknown) => readJson(JSON.stringify(value));

describe('the answer to a create', () => {
  it('is read as documented', () => {
    expect(readCreatedCip(json(documented), draft)).toEqual({ value: created });
  });

  it.each([
    ['a padded CIP as text', { cip: '00000002523136' }, {}],
    ['a numeric reference', { transactionCode: 101 }, {}],
    ['an amount as text', { amount: '1.00' }, {}],
    ['no echo of what was asked', { amount: undefined, currency: undefined, transactionCode: undefined }, {}],
    ['no page', { cipUrl: undefined }, { url: null }],
    ['a page that is no web address', { cipUrl: 'javascript:alert(1)' }, { url: null }],
    ['an expiry nobody can read', { dateExpiry: 'soon' }, { expiresAt: null }],
  ])('may have %s', (_, change, difference) => {
    expect(readCreatedCip(json({ ...documented, ...change }), draft)).toEqual({ value: { ...created, ...difference } });
  });

  it.each([
    ['no CIP', { cip: undefined }],
    ['a CIP that is none', { cip: 'AB' }],
    ['another reference', { transactionCode: '102' }],
    ['another amount', { amount: 10 }],
    ['an amount nobody can read', { amount: 'one' }],
    ['another currency', { currency: 'USD' }],
  ])('is not believed with %s', (_, change) => {
    expect(readCreatedCip(json({ ...documented, ...change }), draft)).toEqual({ unbelievable: expect.any(String) });
  });

  it.each([{}, [], null, 'text', 5])('is not believed with the data %o', (data) => {
    expect(readCreatedCip(json(data), draft)).toEqual({ unbelievable: expect.any(String) });
    expect(readCreatedCip(undefined, draft)).toEqual({ unbelievable: expect.any(String) });
  });
});

describe('the answer to a search', () => {
  /** The documented item (wire notes 11). */
  const item = {
    cip: 10092759,
    transactionCode: '101',
    amount: 25,
    currency: 'PEN',
    status: 22,
    statusName: 'Generado.',
    dateCreation: '2018-08-13T17:18:58-05:00',
    dateExpiry: '2018-08-13T21:18:58-05:00',
    datePayment: '1900-01-01T00:00:00-05:00',
    dateRemoval: '1900-01-01T00:00:00-05:00',
    token: 'FFA97506-4BA1-41CF-B866-7B973565C725',
  };
  const record = {
    number: '10092759',
    transactionCode: '101',
    amountMinor: 2_500n,
    currency: 'PEN',
    status: 'pending',
    rawStatus: 22,
    createdAt: new Date('2018-08-13T22:18:58Z'),
    expiresAt: new Date('2018-08-14T02:18:58Z'),
    paidAt: null,
    removedAt: null,
    pageToken: 'FFA97506-4BA1-41CF-B866-7B973565C725',
  };
  const asked = new Set(['10092759', '10092760']);
  const read = (data: unknown) => readFoundCips(json(data), asked);

  it('is read as documented', () => {
    expect(read([item])).toEqual({ value: [record] });
  });

  it('is matched by number, and leaves out what is empty, unknown or was not asked for', () => {
    const second = { ...item, cip: '00010092760', status: '23', datePayment: '2018-08-13T18:00:00-05:00' };
    const answer = read([{}, null, second, { ...item, cip: 77 }, [], '', { cip: 0 }, item, { ...item, amount: 1 }]);
    expect(answer).toEqual({
      value: [
        {
          ...record,
          number: '10092760',
          status: 'paid',
          rawStatus: 23,
          paidAt: new Date('2018-08-13T23:00:00Z'),
        },
        record,
      ],
    });
  });

  it('may have fields missing: they are null, and the status unknown', () => {
    expect(read([{ cip: 10092759 }])).toEqual({
      value: [
        {
          number: '10092759',
          transactionCode: null,
          amountMinor: null,
          currency: null,
          status: 'unknown',
          rawStatus: null,
          createdAt: null,
          expiresAt: null,
          paidAt: null,
          removedAt: null,
          pageToken: null,
        },
      ],
    });
  });

  it('may be a single object, or nothing at all', () => {
    expect(read(item)).toEqual({ value: [record] });
    expect(read({})).toEqual({ value: [] });
    expect(read([])).toEqual({ value: [] });
    expect(read(null)).toEqual({ value: [] });
    expect(readFoundCips(undefined, asked)).toEqual({ value: [] });
  });

  it.each(['text', 5, true])('is not believed with the data %o', (data) => {
    expect(read(data)).toEqual({ unbelievable: expect.any(String) });
  });
});
