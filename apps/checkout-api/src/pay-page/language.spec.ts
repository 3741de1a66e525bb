import { describe, expect, it } from 'vitest';
import { languageOf } from './language.js';

describe('the language of the page', () => {
  it.each([
    [undefined, 'es'],
    [{}, 'es'],
    [{ lang: 'en' }, 'en'],
    [{ lang: 'es' }, 'es'],
    [{ lang: 'fr' }, 'es'],
    [{ lang: ['en', 'es'] }, 'es'],
  ])('for the query %j is %s', (query, expected) => {
    expect(languageOf({ query })).toBe(expected);
  });
});
