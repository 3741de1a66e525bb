import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CipDraft, CipDraftUser } from './cip.js';
import { createRequestBody } from './create-request.js';

const draft: CipDraft = {
  currency: 'PEN',
  amountMinor: 12_990n,
  transactionCode: 'A-1001-k3v9x2ab',
  expiresAt: new Date('2026-11-23T18:30:00-05:00'),
  user: { email: 'rosa@example.pe' },
};

function written(change: Partial<CipDraft> = {}, user: Partial<CipDraftUser> = {}): Record<string, unknown> {
  const body: unknown = JSON.parse(
    createRequestBody({ ...draft, ...change, user: { ...draft.user, ...user } }, '1234'),
  );
  return body as Record<string, unknown>;
}

describe('the body of a create', () => {
  it('holds what is known, in the order of the document, and nothing else', () => {
    expect(createRequestBody(draft, '1234')).toBe(
      '{"currency":"PEN","amount":129.90,"transactionCode":"A-1001-k3v9x2ab",' +
        '"dateExpiry":"2026-11-23T18:30:00-05:00","userEmail":"rosa@example.pe","serviceId":1234}',
    );
  });

  it('holds everything about the shopper', () => {
    const user = {
      email: 'rosa@example.pe',
      id: '001',
      firstName: 'Rosa',
      lastName: 'Quispe "Ñ"',
      documentType: 'dni',
      documentNumber: '40226700',
      phone: '+51 987-654-321',
      country: 'PERU',
    };
    const body = createRequestBody({ ...draft, concept: '2 polos', additionalData: 'web', user }, '11');
    expect(JSON.parse(body)).toEqual({
      currency: 'PEN',
      amount: 129.9,
      transactionCode: 'A-1001-k3v9x2ab',
      dateExpiry: '2026-11-23T18:30:00-05:00',
      paymentConcept: '2 polos',
      additionalData: 'web',
      userEmail: 'rosa@example.pe',
      userId: '001',
      userName: 'Rosa',
      userLastName: 'Quispe "Ñ"',
      userCountry: 'PERU',
      userDocumentType: 'DNI',
      userDocumentNumber: '40226700',
      userPhone: '987654321',
      userCodeCountry: '+51',
      serviceId: 11,
    });
  });

  it.each([
    [100n, '1.00'],
    [10_000n, '100.00'],
    [12_990n, '129.90'],
    [999_999_999_999_999_999n, '9999999999999999.99'],
  ])('writes %d minor units as the number %s', (amountMinor, text) => {
    expect(createRequestBody({ ...draft, amountMinor }, '1234')).toContain(`"amount":${text},`);
  });

  it('clips names at 30, the concept at 50 and the additional data at 200 characters, never halving one', () => {
    const llama = '\u{1F999}';
    const body = written(
      { concept: llama.repeat(51), additionalData: 'd'.repeat(201) },
      { firstName: llama.repeat(31), lastName: `${'ñ'.repeat(30)}x` },
    );
    expect(body).toMatchObject({
      paymentConcept: llama.repeat(50),
      additionalData: 'd'.repeat(200),
      userName: llama.repeat(30),
      userLastName: 'ñ'.repeat(30),
    });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (concept) => {
        const clipped = String(written({ concept })['paymentConcept'] ?? '');
        expect([...clipped].length).toBeLessThanOrEqual(50);
        expect(concept.trim().startsWith(clipped)).toBe(true);
        expect(/\p{Surrogate}/u.test(clipped)).toBe(false);
      }),
    );
  });

  it('shortens nothing that a shorter one would be another of', () => {
    const long = 'x'.repeat(120);
    const body = written({ transactionCode: long }, { email: `${long}@example.pe`, documentNumber: long });
    expect(body).toMatchObject({
      transactionCode: long,
      userEmail: `${long}@example.pe`,
      userDocumentNumber: long,
    });
  });

  it('leaves out what is blank', () => {
    const blank = {
      id: '',
      firstName: ' ',
      lastName: '',
      documentType: '',
      documentNumber: ' ',
      phone: '-',
      country: '',
    };
    expect(Object.keys(written({ concept: ' ', additionalData: '' }, blank))).toEqual([
      'currency',
      'amount',
      'transactionCode',
      'dateExpiry',
      'userEmail',
      'serviceId',
    ]);
  });

  it.each([
    ['DNI', 'DNI'],
    ['par', 'PAR'],
    [' pas ', 'PAS'],
    ['LMI', 'LMI'],
    ['NAN', 'NAN'],
    ['CE', 'NAN'],
    ['RUC', 'NAN'],
    ['passport', 'NAN'],
  ])('sends the document type %s as %s', (documentType, wire) => {
    expect(written({}, { documentType })['userDocumentType']).toBe(wire);
  });

  it.each([
    [{ phone: '+51987654321' }, { userPhone: '987654321', userCodeCountry: '+51' }],
    [{ phone: '+593 99 123 4567' }, { userPhone: '991234567', userCodeCountry: '+593' }],
    [
      { phone: '987654321', phoneCountryCode: '51' },
      { userPhone: '987654321', userCodeCountry: '+51' },
    ],
    [
      { phone: '+51987654321', phoneCountryCode: '+51' },
      { userPhone: '987654321', userCodeCountry: '+51' },
    ],
    [
      { phone: '519876543', phoneCountryCode: '+51' },
      { userPhone: '519876543', userCodeCountry: '+51' },
    ],
    [{ phone: '987654321' }, { userPhone: '987654321' }],
    [{ phone: '+8613800000000' }, { userPhone: '8613800000000' }],
  ])('splits the phone %o into %o', (user, wire) => {
    const { userPhone, userCodeCountry } = written({}, user);
    expect({ userPhone, ...(userCodeCountry === undefined ? {} : { userCodeCountry }) }).toEqual(wire);
  });

  it('sends a service id that is no plain number as text', () => {
    expect(createRequestBody(draft, '0011')).toContain('"serviceId":"0011"');
  });

  it('cannot be written with an amount or a date that do not exist', () => {
    expect(() => createRequestBody({ ...draft, amountMinor: -1n }, '1')).toThrow(RangeError);
    expect(() => createRequestBody({ ...draft, expiresAt: new Date(Number.NaN) }, '1')).toThrow(RangeError);
  });
});
