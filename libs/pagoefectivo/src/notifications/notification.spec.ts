import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountToNumberText } from '../wire/amount.js';
import { formatLima } from '../wire/lima-time.js';
import { parseNotification } from './notification.js';

const parse = (text: string) => parseNotification(Buffer.from(text));

/** A documented notification with some of its fields written differently. */
function body(fields: { [name: string]: string | undefined } = {}): string {
  const top: Record<string, string | undefined> = { eventType: '"cip.paid"', operationNumber: '"1253"' };
  const data: Record<string, string | undefined> = { cip: '"11546901"', currency: '"PEN"', amount: '22.05' };
  for (const [name, value] of Object.entries(fields)) (name in top ? top : data)[name] = value;
  const members = (record: Record<string, string | undefined>) =>
    Object.entries(record).flatMap(([name, value]) => (value === undefined ? [] : [`"${name}":${value}`]));
  return `{${[...members(top), `"data":{${members(data).join(',')}}`].join(',')}}`;
}

const documented = {
  eventType: 'cip.paid',
  operationNumber: '1253',
  cip: '11546901',
  currency: 'PEN',
  amountMinor: 2_205n,
  paidAt: null,
  transactionCode: null,
};

describe('a notification', () => {
  it('is read as documented', () => {
    expect(parse(body())).toEqual({ kind: 'ok', notification: documented });
  });

  it('is read with the fields of 2020', () => {
    const text = body({ paymentDate: '"2025-01-15T10:30:00-05:00"', transactionCode: '"ORDER-1"' });
    expect(parse(text)).toEqual({
      kind: 'ok',
      notification: { ...documented, paidAt: new Date('2025-01-15T15:30:00Z'), transactionCode: 'ORDER-1' },
    });
  });

  it.each([
    ['a numeric CIP', { cip: '11546901' }, {}],
    ['a padded CIP', { cip: '"00000011546901"' }, {}],
    ['a numeric operation', { operationNumber: '1253' }, {}],
    ['an empty operation', { operationNumber: '""' }, { operationNumber: '' }],
    ['no operation', { operationNumber: undefined }, { operationNumber: '' }],
    ['an operation that is null', { operationNumber: 'null' }, { operationNumber: '' }],
    ['an amount as text', { amount: '"22.05"' }, {}],
    ['trailing zeros', { amount: '22.0500' }, {}],
    ['the largest amount', { amount: '9999999999999999.99' }, { amountMinor: 999_999_999_999_999_999n }],
    ['an event we do not know', { eventType: '"cip.renamed"' }, { eventType: 'cip.renamed' }],
    ['a numeric reference', { transactionCode: '101' }, { transactionCode: '101' }],
    ['an unusable reference', { transactionCode: '{}' }, {}],
    ['an endless reference', { transactionCode: `"${'x'.repeat(101)}"` }, {}],
    ['an unusable payment date', { paymentDate: '"yesterday"' }, {}],
    ['a field nobody knows', { channel: '{"name":"BCP"}' }, {}],
  ])('may have %s', (_, fields, difference) => {
    expect(parse(body(fields))).toEqual({ kind: 'ok', notification: { ...documented, ...difference } });
  });

  it('may begin with a byte order mark, and be indented', () => {
    const text = `\uFEFF${JSON.stringify(JSON.parse(body()), null, 2)}`;
    expect(parse(text)).toEqual({ kind: 'ok', notification: documented });
  });

  it('is read back whatever it says', () => {
    fc.assert(
      fc.property(
        fc.record({
          eventType: fc.stringMatching(/^cip\.[a-z]{1,20}$/),
          operationNumber: fc.stringMatching(/^\d{0,14}$/),
          cip: fc.stringMatching(/^[1-9]\d{0,13}$/),
          currency: fc.constantFrom('PEN', 'USD'),
          amountMinor: fc.bigInt({ min: 1n, max: 999_999_999_999_999_999n }),
          paidAt: fc.date({ min: new Date('2020-01-01'), max: new Date('2099-01-01'), noInvalidDate: true }),
          transactionCode: fc.string({ minLength: 1, maxLength: 36, unit: 'grapheme' }),
        }),
        (notification) => {
          const paidAt = new Date(Math.floor(notification.paidAt.getTime() / 1000) * 1000);
          fc.pre(notification.transactionCode.length <= 100 && !notification.transactionCode.includes('\0'));
          const text = body({
            eventType: JSON.stringify(notification.eventType),
            operationNumber: JSON.stringify(notification.operationNumber),
            cip: JSON.stringify(notification.cip),
            currency: JSON.stringify(notification.currency),
            amount: amountToNumberText(notification.amountMinor),
            paymentDate: JSON.stringify(formatLima(paidAt)),
            transactionCode: JSON.stringify(notification.transactionCode),
          });
          expect(parse(text)).toEqual({ kind: 'ok', notification: { ...notification, paidAt } });
        },
      ),
    );
  });
});

describe('what is no notification', () => {
  it.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['a form', 'eventType=cip.paid'],
    ['an unfinished body', body().slice(0, -1)],
    ['a trailing comma', '{"eventType":"cip.paid",}'],
  ])('%s is not JSON', (_, text) => {
    expect(parse(text)).toMatchObject({ kind: 'not_json' });
  });

  it('bytes that are not UTF-8 are not JSON', () => {
    expect(parseNotification(Buffer.from(body({ transactionCode: '"\u00f1"' }), 'latin1')).kind).toBe('not_json');
  });

  it.each([
    ['an amount finer than a cent', { amount: '22.051' }, 'amount'],
    ['an amount larger than N(18,2)', { amount: '10000000000000000.00' }, 'amount'],
    ['a negative amount', { amount: '-22.05' }, 'amount'],
    ['an amount of nothing', { amount: '0.00' }, 'amount'],
    ['no amount', { amount: undefined }, 'amount'],
    ['an amount that is true', { amount: 'true' }, 'amount'],
    ['no CIP', { cip: undefined }, 'cip'],
    ['a CIP with letters', { cip: '"1154690A"' }, 'cip'],
    ['a CIP of fifteen digits', { cip: '123456789012345' }, 'cip'],
    ['a CIP with decimals', { cip: '11546901.0' }, 'cip'],
    ['no currency', { currency: undefined }, 'currency'],
    ['a currency by name', { currency: '"soles"' }, 'currency'],
    ['no event', { eventType: undefined }, 'eventType'],
    ['a numeric event', { eventType: '7' }, 'eventType'],
    ['an endless event', { eventType: `"${'x'.repeat(101)}"` }, 'eventType'],
    ['an operation that is a list', { operationNumber: '[]' }, 'operationNumber'],
    ['a NUL in the event', { eventType: '"cip.paid\\u0000"' }, 'eventType'],
    ['a NUL in the operation', { operationNumber: '"12\\u000053"' }, 'operationNumber'],
    ['a NUL in the reference', { transactionCode: '"\\u0000"' }, 'transactionCode'],
    ['half a surrogate pair in the reference', { transactionCode: '"\\ud83d"' }, 'transactionCode'],
  ])('%s is refused with the field that is wrong', (_, fields, named) => {
    expect(parse(body(fields))).toEqual({ kind: 'not_a_notification', reason: expect.stringContaining(named) });
  });

  it.each(['null', '[]', '"cip.paid"', '{}', '{"eventType":"cip.paid","data":[]}', '{"eventType":"cip.paid"}'])(
    '%s has no data',
    (text) => {
      expect(parse(text).kind).toBe('not_a_notification');
    },
  );

  it('any bytes give an answer and no exception', () => {
    const damaged = fc.tuple(fc.nat(), fc.uint8Array({ maxLength: 4 })).map(([at, bytes]) => {
      const good = Buffer.from(body({ transactionCode: '"ORDER-1"' }));
      const position = at % good.length;
      return Buffer.concat([good.subarray(0, position), bytes, good.subarray(position + bytes.length)]);
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), damaged, fc.json().map(Buffer.from)), (bytes) => {
        expect(['ok', 'not_json', 'not_a_notification']).toContain(parseNotification(bytes).kind);
      }),
      { numRuns: 1_000 },
    );
    expect(parse('['.repeat(50_000)).kind).toBe('not_json');
    expect(parse('{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000)).kind).toBe('not_json');
  });
});
