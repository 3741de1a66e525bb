// @ts-check

/**
 * Whether a browser sends this request on behalf of another site (cross-site request forgery). `Sec-Fetch-Site` says so
 * itself; browsers without it send `Origin`. A program sends neither and brings no shopper's cookies, so it may pass:
 * the webhook receiver has its signature. The host alone is compared, because a proxy may have taken TLS off.
 *
 * @param {{ method: string, headers: Readonly<Record<string, string>> }} request
 */
export function isForeignPost({ method, headers }) {
  if (method === 'GET' || method === 'HEAD') return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin } = headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== headers['host'];
}
