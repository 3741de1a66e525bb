// @ts-check
import { en } from './en.js';
import { es } from './es.js';
/** @import { Language } from '../types.js' */

/** @typedef {typeof es} Texts */

/** @type {Readonly<Record<Language, Texts>>} */
const TEXTS = { es, en };

/** @param {Language} language */
export function textsOf(language) {
  return TEXTS[language];
}
