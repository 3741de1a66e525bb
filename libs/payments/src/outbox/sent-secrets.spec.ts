import { describe, expect, it } from 'vitest';
import { withoutSent } from './sent-secrets.js';

const SENT = ['Bearer erp+key/0123456789', 'short'];

describe('withoutSent', () => {
  it.each([
    ['authorization: Bearer erp+key/0123456789;', 'authorization: [redacted];'],
    ['the key erp+key/0123456789 is unknown', 'the key [redacted] is unknown'],
    [`?key=${encodeURIComponent('erp+key/0123456789')}&x=1`, '?key=[redacted]&x=1'],
    ['cut off: Bearer erp+key/01', 'cut off: [redacted]'],
    ['cut off: erp+key', 'cut off: [redacted]'],
    ['a short answer, with nothing in it', 'a short answer, with nothing in it'],
    ['', ''],
  ])('makes of %j %j', (text, shown) => {
    expect(withoutSent(text, SENT)).toBe(shown);
  });

  it('hides what JSON spells otherwise', () => {
    const value = 'a "quoted" value';
    expect(withoutSent(JSON.stringify({ heard: value }), [value])).toBe('{"heard":"[redacted]"}');
  });
});
