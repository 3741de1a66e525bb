export type Language = 'es' | 'en';

/**
 * Spanish, the shoppers' language, unless the address asks for English (`?lang=en`) or the browser's owner prefers it
 * and does not read Spanish at least as gladly.
 */
export function chooseLanguage(wish: { lang: unknown; acceptLanguage: string | undefined }): Language {
  if (wish.lang === 'es' || wish.lang === 'en') return wish.lang;
  const preferences = parsePreferences(wish.acceptLanguage ?? '');
  return (preferences.get('en') ?? 0) > (preferences.get('es') ?? 0) ? 'en' : 'es';
}

/** Highest weight per primary language: `es-PE,en;q=0.8` is es 1, en 0.8. */
function parsePreferences(header: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const entry of header.toLowerCase().split(',').slice(0, 20)) {
    const [, language, weight = '1'] = /^\s*([a-z]{1,8})(?:-[\w-]*)?\s*(?:;\s*q=([\d.]+)\s*)?$/.exec(entry) ?? [];
    if (language === undefined) continue;
    weights.set(language, Math.max(weights.get(language) ?? 0, Number(weight) || 0));
  }
  return weights;
}

/** The same for a request. */
export function languageOf(request: {
  readonly query: unknown;
  readonly headers: { readonly 'accept-language'?: string | undefined };
}): Language {
  const { query } = request;
  const lang: unknown = typeof query === 'object' && query !== null ? Reflect.get(query, 'lang') : undefined;
  return chooseLanguage({ lang, acceptLanguage: request.headers['accept-language'] });
}
