import { describe, expect, it } from 'vitest';
import { readJson } from '../wire/exact-json.js';
import { CallRedactor } from './gateway-call.js';

const body = JSON.stringify({
  amount: 129.9,
  transactionCode: 'A-1001',
  paymentConcept: 'Pedido de Rosa',
  adminEmail: 'ops@example.pe',
  userEmail: 'rosa@example.pe',
  userName: 'Rosa',
  userLastName: 'Q.',
  userPhone: '987654321',
  userDocumentNumber: '40226700',
  userCountry: 'PERU',
});
const redactor = new CallRedactor('create', body, ['access-key', 'secret+/key=', 'bearer.token']);
const json = (value: unknown) => {
  const text = JSON.stringify(value);
  return { json: readJson(text), text };
};

describe('the record of a call', () => {
  it('has nothing of the shopper in the request', () => {
    expect(redactor.request()).toEqual({
      amount: 129.9,
      transactionCode: 'A-1001',
      paymentConcept: 'Pedido de [redacted]',
      adminEmail: '[redacted]',
      userEmail: '[redacted]',
      userName: '[redacted]',
      userLastName: '[redacted]',
      userPhone: '[redacted]',
      userDocumentNumber: '[redacted]',
      userCountry: '[redacted]',
    });
  });

  it('has no credential in an authorization, nor the token in its answer', () => {
    const authorization = new CallRedactor('authorize', '{"accessKey":"a","idService":1,"hashString":"h"}', []);
    expect(authorization.request()).toEqual({ accessKey: '[redacted]', idService: 1, hashString: '[redacted]' });
    expect(authorization.response(json({ code: 100, data: { token: 'jwt', codeService: 'NEO' } }))).toEqual({
      code: 100,
      data: { token: '[redacted]', codeService: 'NEO' },
    });
  });

  it('keeps the token of a search, which only names the payment page', () => {
    const search = new CallRedactor('search', '{"data":[{"cip":1}]}', []);
    expect(search.response(json({ data: [{ token: 'FFA97506' }] }))).toEqual({ data: [{ token: 'FFA97506' }] });
  });

  it('has none of it where the answer repeats it', () => {
    const message = 'ROSA@example.pe, secret+/key=, (bearer.token) 987654321: valor invalido, Rosario';
    expect(redactor.response(json({ message }))).toEqual({
      message: '[redacted], [redacted], ([redacted]) [redacted]: valor invalido, Rosario',
    });
    expect(redactor.text('no answer for 40226700')).toBe('no answer for [redacted]');
  });

  it('holds the beginning of an answer that is not JSON, redacted before it is cut', () => {
    const page = `${'x'.repeat(990)} rosa@example.pe ${'y'.repeat(990)}`;
    const excerpt = redactor.response({ json: null, text: page });
    expect(excerpt).toBe(`${'x'.repeat(990)} [redacted`);
  });

  it('holds nothing that a database refuses', () => {
    expect(redactor.response(json({ 'k\0': 'v\0', list: [null, true, '\ud83d'] }))).toEqual({
      'k\uFFFD': 'v\uFFFD',
      list: [null, true, '\uFFFD'],
    });
    expect(redactor.response({ json: null, text: `${'x'.repeat(999)}\u{1F999}` })).toBe(`${'x'.repeat(999)}\uFFFD`);
    expect(new CallRedactor('delete', null, []).request()).toBeNull();
  });
});
