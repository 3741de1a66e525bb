// @ts-check
import { CART_COOKIE } from '../cart/cart-cookie.js';
import { LAST_ORDER_COOKIE, readLastOrder } from '../orders/last-order-cookie.js';
import { textsOf } from '../texts/texts.js';
import { cookieHeader, parseCookies } from './cookies.js';
import { isForeignPost } from './foreign-post.js';
import { readBody } from './read-body.js';
import { refusalPage } from './refusal-page.js';
import { Refusal } from './refusal.js';
/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Answer, Language, Log, Page, Visit } from '../types.js' */

const LANGUAGE_COOKIE = 'lang';
const A_YEAR_S = 365 * 24 * 60 * 60;
const NOTHING = Buffer.alloc(0);

/** On every answer. The address of an order's page is its key, so it is told to nobody. */
const SAFETY = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
};

/**
 * @param {{
 *   router: ReturnType<typeof import('./router.js').createRouter>,
 *   publicFile: (path: string) => Answer | null,
 *   cookie: import('../cart/cart-cookie.js').CartCookie,
 *   show: (visit: Visit, page: Page) => Answer,
 *   log: Log,
 * }} shop
 */
export function requestListener({ router, publicFile, cookie, show, log }) {
  /** @param {IncomingMessage} request */
  return (request, /** @type {ServerResponse} */ response) => {
    answer(request)
      .catch((error) => {
        log.error({ err: error, path: request.url }, 'a request failed');
        return { status: 500, headers: {}, cookies: [], body: '' };
      })
      .then((found) => send(request, response, found));
  };

  /**
   * @param {IncomingMessage} request
   * @returns {Promise<Answer>}
   */
  async function answer(request) {
    const visit = readVisit(request, cookie);
    const file = visit.method === 'GET' || visit.method === 'HEAD' ? publicFile(visit.path) : null;
    if (file !== null) return file;
    try {
      if (isForeignPost(visit)) throw new Refusal('forbidden');
      const { route, params } = router(visit.method, visit.path);
      const body = visit.method === 'POST' ? await readBody(request) : NOTHING;
      return withLanguage(visit, await route({ ...visit, body, params, form: formOf(visit, body) }));
    } catch (error) {
      if (!(error instanceof Refusal)) log.error({ err: error, path: visit.path }, 'a request failed');
      const refusal = error instanceof Refusal ? error : new Refusal('broken');
      const page = show(visit, refusalPage(visit, refusal));
      return { ...page, headers: { ...page.headers, ...refusal.headers } };
    }
  }
}

/**
 * @param {IncomingMessage} request
 * @param {import('../cart/cart-cookie.js').CartCookie} cookie
 * @returns {Visit}
 */
function readVisit(request, cookie) {
  // The host is whatever the client says, so no address is ever made from it.
  const base = 'http://shop.invalid';
  const url = new URL(URL.canParse(request.url ?? '', base) ? (request.url ?? '') : '/', base);
  const headers = headersOf(request);
  const cookies = parseCookies(headers['cookie']);
  const language = languageOf(url.searchParams.get('lang') ?? cookies.get(LANGUAGE_COOKIE));
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: NOTHING,
    form: new URLSearchParams(),
    params: {},
    language,
    texts: textsOf(language),
    cart: cookie.read(cookies.get(CART_COOKIE)),
    lastOrderId: readLastOrder(cookies.get(LAST_ORDER_COOKIE)),
  };
}

/**
 * @param {IncomingMessage} request
 * @returns {Record<string, string>}
 */
function headersOf({ headers }) {
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(entries);
}

/**
 * Spanish unless somebody chose English: a phone set to English is no wish for an English shop.
 *
 * @param {string | undefined} wish
 * @returns {Language}
 */
function languageOf(wish) {
  return wish === 'en' ? 'en' : 'es';
}

/**
 * @param {Visit} visit
 * @param {Answer} answer
 * @returns {Answer}
 */
function withLanguage({ query, language }, answer) {
  if (query.get('lang') === null) return answer;
  const remembered = cookieHeader({ name: LANGUAGE_COOKIE, value: language, secure: false, maxAgeS: A_YEAR_S });
  return { ...answer, cookies: [...answer.cookies, remembered] };
}

/**
 * @param {Visit} visit
 * @param {Buffer} body
 */
function formOf({ headers }, body) {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  return new URLSearchParams(isForm ? body.toString('utf8') : '');
}

/**
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 * @param {Answer} answer
 */
function send(request, response, { status, headers, cookies, body }) {
  // What was not read of a refused body must not be taken for the next request.
  const unread = request.complete ? {} : { connection: 'close' };
  const setCookie = cookies.length === 0 ? {} : { 'set-cookie': [...cookies] };
  const length = status === 204 ? {} : { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...SAFETY, ...headers, ...setCookie, ...length, ...unread });
  response.end(request.method === 'HEAD' ? undefined : body);
}
