import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from './csv-text.js';

describe('csvLine', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+51987', "'+51987"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-cmd', "'-cmd"],
    ['\tx', '"\'\tx"'],
    ['\rx', '"\'\rx"'],
    ['-5.00', '-5.00'],
    ['a"b', '"a""b"'],
    ['a;b', '"a;b"'],
    [null, ''],
  ])('writes %j as %j', (cell, text) => {
    expect(csvLine([cell])).toBe(`${text}\r\n`);
  });

  it('is read back as it was, but for the apostrophe before what would be a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), (cells) => {
        const [read = []] = parse(`${csvLine(['x', ...cells])}`, { record_delimiter: '\r\n' }) as string[][];
        expect(read.length).toBe(cells.length + 1);
        cells.forEach((cell, index) => {
          const got = read[index + 1] ?? '';
          expect(got === cell || got === `'${cell}`).toBe(true);
          expect(/^[=+@\t\r]/.test(got)).toBe(false);
        });
      }),
    );
  });
});
