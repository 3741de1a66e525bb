import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from './secret.js';

describe('Secret', () => {
  const secret = new Secret('hunter2');

  it('gives its value only when asked to reveal it', () => {
    expect(secret.reveal()).toBe('hunter2');
  });

  it('shows [secret] wherever it is printed, joined, inspected or serialised', () => {
    const shown = [
      String(secret),
      `${secret}`,
      JSON.stringify({ nested: [secret] }),
      inspect({ nested: { secret } }, { showHidden: true, depth: 9 }),
      format('%s %o %j', secret, secret, secret),
      inspect(Object.entries({ ...secret })),
    ].join('\n');
    expect(shown).not.toContain('hunter2');
    expect(shown).toContain('[secret]');
  });
});
