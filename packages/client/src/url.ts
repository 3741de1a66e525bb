interface UrlParts {
  /** Values of the placeholders. */
  readonly segments: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
}

/** The address of a route: its placeholders filled in, its query without what was not said, lists comma-separated. */
export function urlOf(baseUrl: string, path: string, { segments, query }: UrlParts): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_placeholder, name: string) => segment(name, segments[name]));
  const said = Object.entries(query).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : value != null));
  const text = new URLSearchParams(said.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return `${baseUrl}${filled}${text === '' ? '' : `?${text}`}`;
}

/** Without this an empty id would ask for the whole list, and `..` for another route. */
function segment(name: string, value: unknown): string {
  if (typeof value !== 'string' || value === '' || value === '.' || value === '..') {
    throw new TypeError(
      `${name} must be an id such as "pay_06c9x2v4k8m0q1r3s5t7w9y0z2", and is ${JSON.stringify(value)}.`,
    );
  }
  return encodeURIComponent(value);
}

/** The address without slashes at its end. Throws a TypeError that names the option. */
export function checkedBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url === null || !isWeb || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new TypeError(
      `baseUrl must be the address of the checkout API, such as "https://pay.shop.example", and is ${JSON.stringify(text)}.`,
    );
  }
  return text.replace(/\/+$/, '');
}
