import { describe, expect, it } from 'vitest';
import { KnownKeys } from './known-keys.js';

describe('KnownKeys', () => {
  it('remembers a key for ten minutes from when it was last seen', () => {
    const known = new KnownKeys();
    known.add('a', 0);
    expect(known.has('a', 599_999)).toBe(true);
    expect(known.has('b', 0)).toBe(false);
    known.add('a', 599_999);
    expect(known.has('a', 1_199_998)).toBe(true);
    expect(known.has('a', 1_199_999)).toBe(false);
  });

  it('forgets the one that was not seen for longest, and never grows beyond bounds', () => {
    const known = new KnownKeys();
    for (let index = 0; index < 10_000; index += 1) known.add(`key-${index}`, 0);
    known.add('key-0', 1);
    known.add('one more', 2);
    expect(known.has('key-0', 3)).toBe(true);
    expect(known.has('key-1', 3)).toBe(false);
    expect(known.has('key-2', 3)).toBe(true);
  });
});
