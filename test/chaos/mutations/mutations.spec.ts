import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../flows/processes.js';
import { FAULTS } from '../faults/catalogue.js';
import { edited } from './mutated-product.js';
import { MUTATIONS } from './mutations.js';

const dist = resolve(import.meta.dirname, '../../../dist');

describe('the mutation list', () => {
  beforeAll(build, 400_000);

  it.each(MUTATIONS)('changes the built product: $without', ({ edits, caughtBy, brings = [] }) => {
    for (const edit of edits) {
      const before = readFileSync(resolve(dist, edit.file), 'utf8');
      expect(edited(before, edit)).not.toBe(before);
    }
    expect(caughtBy).not.toEqual([]);
    const names = FAULTS.map(({ name }) => name);
    expect(brings.filter(({ name }) => !names.includes(name))).toEqual([]);
  });

  it('refuses a text that does not stand there once', () => {
    const edit = { file: 'a.js', find: 'lock()', replace: '' };
    expect(() => edited('free()', edit)).toThrow('0 times in a.js, not once: lock()');
    expect(() => edited('lock(); lock()', edit)).toThrow('2 times in a.js');
  });
});
