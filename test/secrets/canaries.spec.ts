import { describe, expect, it } from 'vitest';
import { type Canary, findLeaks } from './canaries.js';

const SECRET: Canary = { name: 'key', value: 'can+ary/Key="7 Ñ"?', stays: 'secret' };
const PERSONAL: Canary = { name: 'email', value: 'canary@shopper.example', stays: 'shop' };
const MASTER: Canary = { name: 'master', value: Buffer.alloc(32, 0xa7).toString('base64'), stays: 'secret' };

const leaks = (text: string, canary = SECRET, holds: 'nothing' | 'shop' = 'nothing'): string[] =>
  findLeaks([canary], [{ where: 'log', text, holds }]).map(({ form }) => form);

describe('findLeaks', () => {
  it.each([
    ['plain', SECRET.value],
    ['in JSON', JSON.stringify({ key: SECRET.value })],
    ['in JSON in JSON', JSON.stringify({ body: JSON.stringify({ key: SECRET.value }) })],
    ['hex', `\\x${Buffer.from(SECRET.value).toString('hex').toUpperCase()}`],
    ['URL-encoded', `?key=${encodeURIComponent(SECRET.value)}`],
    ...['', 'a', 'ab', 'abc'].flatMap((before) => [
      ['base64', Buffer.from(`${before}${SECRET.value} and more`).toString('base64')],
      ['base64url', Buffer.from(`${before}${SECRET.value} and more`).toString('base64url')],
    ]),
  ])('finds it %s', (form, text) => {
    expect(leaks(`a line\nbefore ${text} after`)).toContain(form);
  });

  it('says on which line', () => {
    const text = `one\ntwo\n${SECRET.value}`;
    expect(findLeaks([SECRET], [{ where: 'log', text, holds: 'nothing' }])).toEqual([
      { canary: 'key', form: 'plain', where: 'log', line: 3 },
    ]);
  });

  it('finds the bytes of what is base64', () => {
    expect(leaks('a7'.repeat(32), MASTER)).toEqual(['its bytes in hex']);
  });

  it('lets a shopper’s data stand in what the shop stores, and a secret nowhere', () => {
    expect(leaks(PERSONAL.value, PERSONAL)).toEqual(['plain']);
    expect(leaks(PERSONAL.value, PERSONAL, 'shop')).toEqual([]);
    expect(leaks(SECRET.value, SECRET, 'shop')).toEqual(['plain']);
  });

  it('finds nothing in what is only like it', () => {
    expect(leaks(SECRET.value.slice(1).toLowerCase())).toEqual([]);
    expect(leaks(Buffer.from('another thing altogether').toString('base64'))).toEqual([]);
  });
});
