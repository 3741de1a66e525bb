const STORED_UNDER = 'chasqui.language';
export const LANGUAGES = [
  ['en', 'English'],
  ['zh-CN', '简体中文'],
  ['es', 'Español'],
];

let dictionary = {};
let language = 'en';

export async function loadLanguage() {
  dictionary = await (await fetch('/dictionary.json')).json();
  language = known(localStorage.getItem(STORED_UNDER)) ?? preferred();
  document.documentElement.lang = language;
}

export function currentLanguage() {
  return language;
}

export function chooseLanguage(chosen) {
  language = known(chosen) ?? 'en';
  localStorage.setItem(STORED_UNDER, language);
  document.documentElement.lang = language;
}

/** The text of a key; `{name}` in it is replaced. A key without a text shows itself. */
export function t(key, values = {}) {
  const text = dictionary[language]?.[key] ?? dictionary.en?.[key] ?? key;
  return text.replaceAll(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

/** The text of one of a family of keys, or the word itself where the family does not know it. */
export function term(family, word) {
  if (word === null || word === undefined) return '–';
  const key = `${family}.${word}`;
  return dictionary[language]?.[key] ?? dictionary.en?.[key] ?? word;
}

function known(name) {
  return LANGUAGES.some(([code]) => code === name) ? name : null;
}

function preferred() {
  const wanted = navigator.languages ?? [navigator.language];
  for (const tag of wanted) {
    if (tag.startsWith('zh')) return 'zh-CN';
    if (tag.startsWith('es')) return 'es';
    if (tag.startsWith('en')) return 'en';
  }
  return 'en';
}
