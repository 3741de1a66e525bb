import { describe, expect, it } from 'vitest';
import { chooseLanguage } from './language.js';

describe('the language of the page', () => {
  it.each([
    [undefined, undefined, 'es'],
    [undefined, '*', 'es'],
    [undefined, 'es-PE,es;q=0.9,en;q=0.8', 'es'],
    [undefined, 'en-US,en;q=0.9', 'en'],
    [undefined, 'en-US,en;q=0.9,es;q=0.8', 'en'],
    [undefined, 'es,en', 'es'],
    [undefined, 'zh-CN,zh;q=0.9', 'es'],
    [undefined, 'en;q=0', 'es'],
    [undefined, 'en;q=bogus, <script>', 'es'],
    ['en', 'es-PE', 'en'],
    ['es', 'en-US', 'es'],
    ['fr', 'en-US', 'en'],
    [['en', 'es'], undefined, 'es'],
  ])('for ?lang=%s and Accept-Language: %s is %s', (lang, acceptLanguage, expected) => {
    expect(chooseLanguage({ lang, acceptLanguage })).toBe(expected);
  });
});
