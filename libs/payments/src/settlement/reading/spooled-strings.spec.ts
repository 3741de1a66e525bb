import { afterEach, describe, expect, it } from 'vitest';
import { SpooledStrings } from './spooled-strings.js';

describe('SpooledStrings', () => {
  const opened: SpooledStrings[] = [];
  const spool = (count: number, text: (index: number) => string): SpooledStrings => {
    const strings = new SpooledStrings();
    opened.push(strings);
    for (let index = 0; index < count; index += 1) strings.add(text(index));
    return strings;
  };

  afterEach(() => {
    for (const strings of opened.splice(0)) strings.close();
  });

  it('gives back more texts than it keeps in memory, in any order', () => {
    const text = (index: number): string => `Ñandú "${index}"\n${'ü'.repeat(index % 7)}`;
    const count = 200_000;
    const strings = spool(count, text);
    expect(strings.size).toBe(count);
    for (let step = 0, index = 0; step < 5000; step += 1, index = (index + 77_777) % count) {
      expect(strings.get(index)).toBe(text(index));
    }
    expect(strings.get(count - 1)).toBe(text(count - 1));
  });

  it('knows what was added last, and nothing beyond the end', () => {
    const strings = spool(70, String);
    expect(strings.get(69)).toBe('69');
    expect(strings.get(70)).toBeUndefined();
    expect(strings.get(640)).toBeUndefined();
    strings.add('late');
    expect(strings.get(70)).toBe('late');
  });
});
