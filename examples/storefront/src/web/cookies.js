// @ts-check

/**
 * @param {string | undefined} header of the request
 * @returns {Map<string, string>}
 */
export function parseCookies(header) {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('='));
  return new Map(pairs.map(([name = '', ...value]) => [name, value.join('=')]));
}

/**
 * Out of reach of scripts, and not sent with posts of other sites. An empty value removes the cookie.
 *
 * @param {{ name: string, value: string, secure: boolean, maxAgeS: number }} cookie
 */
export function cookieHeader({ name, value, secure, maxAgeS }) {
  const maxAge = value === '' ? 0 : maxAgeS;
  return `${name}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
