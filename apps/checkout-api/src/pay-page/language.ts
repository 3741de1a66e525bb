export type Language = 'es' | 'en';

/**
 * Spanish, the shoppers' language, unless the address asks for English (`?lang=en`). A browser set to English is no
 * wish: phones in Peru often are, and their owners read the page to a cashier.
 */
export function languageOf(request: { readonly query: unknown }): Language {
  const { query } = request;
  const lang: unknown = typeof query === 'object' && query !== null ? Reflect.get(query, 'lang') : undefined;
  return lang === 'en' ? 'en' : 'es';
}
