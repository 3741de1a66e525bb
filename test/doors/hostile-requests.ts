const HOST = 'Host: shop.test\r\n';

/** What a second server would take for a request of its own, were the first one's end read differently. */
const SMUGGLED = `GET /metrics HTTP/1.1\r\n${HOST}\r\n`;

const post = (headers: string, body = ''): string => `POST /livez HTTP/1.1\r\n${HOST}${headers}\r\n\r\n${body}`;
const chunked = (body: string): string => post('Transfer-Encoding: chunked', body);
const get = (path: string, headers = HOST, version = 'HTTP/1.1'): string => `GET ${path} ${version}\r\n${headers}\r\n`;

/**
 * Messages whose end, target or length two servers in a row may read differently, and what is no HTTP/1 at all. One
 * answer at most may come, a refusal, and nothing behind it may be read as a request.
 */
export const MISLEADING: Readonly<Record<string, string | Buffer>> = {
  'both lengths, CL first': post('Content-Length: 6\r\nTransfer-Encoding: chunked', `0\r\n\r\n${SMUGGLED}`),
  'both lengths, TE first': post('Transfer-Encoding: chunked\r\nContent-Length: 4', `5c\r\n${SMUGGLED}\r\n0\r\n\r\n`),
  'an unknown coding': post('Transfer-Encoding: xchunked', `0\r\n\r\n${SMUGGLED}`),
  'chunked not last': post('Transfer-Encoding: chunked, identity', `0\r\n\r\n${SMUGGLED}`),
  'chunked behind another coding': post('Transfer-Encoding: identity, chunked', `0\r\n\r\n${SMUGGLED}`),
  'gzip before chunked': post('Transfer-Encoding: gzip, chunked', `0\r\n\r\n${SMUGGLED}`),
  'chunked twice': post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked', `0\r\n\r\n${SMUGGLED}`),
  'two lines of codings': post('Transfer-Encoding: chunked\r\nTransfer-Encoding: x', `0\r\n\r\n${SMUGGLED}`),
  'a coding in quotes': post('Transfer-Encoding: "chunked"', `0\r\n\r\n${SMUGGLED}`),
  'a coding behind a vertical tab': post('Transfer-Encoding: \x0bchunked', `0\r\n\r\n${SMUGGLED}`),
  'a coding folded onto the next line': post('Transfer-Encoding:\r\n chunked', `0\r\n\r\n${SMUGGLED}`),
  'a coding with a blank before its colon': post('Transfer-Encoding : chunked', `0\r\n\r\n${SMUGGLED}`),
  'chunked in HTTP/1.0': `POST /livez HTTP/1.0\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  'two lengths': post('Content-Length: 0\r\nContent-Length: 5', `hello${SMUGGLED}`),
  'the same length twice': post('Content-Length: 0\r\nContent-Length: 0', SMUGGLED),
  'a list of lengths': post('Content-Length: 0, 5', `hello${SMUGGLED}`),
  'a length with a sign': post('Content-Length: +5', `hello${SMUGGLED}`),
  'a negative length': post('Content-Length: -5', `hello${SMUGGLED}`),
  'a hexadecimal length': post('Content-Length: 0x5', `hello${SMUGGLED}`),
  'a length beyond all numbers': post(`Content-Length: ${'9'.repeat(40)}`, `hello${SMUGGLED}`),
  'an empty length': post('Content-Length:', `hello${SMUGGLED}`),
  'bare line feeds': `GET /livez HTTP/1.1\nHost: shop.test\n\n${SMUGGLED}`,
  'a bare carriage return in a header': get('/livez', 'Host: shop.test\rX: y\r\n') + SMUGGLED,
  'a folded header': get('/livez', `${HOST}X: a\r\n b\r\n`) + SMUGGLED,
  'a blank before the first header': get('/livez', ` X: a\r\n${HOST}`) + SMUGGLED,
  'no Host': get('/livez', '') + SMUGGLED,
  'two Hosts': get('/livez', `${HOST}Host: other.test\r\n`) + SMUGGLED,
  'a NUL in a header': get('/livez', `${HOST}X: a\0b\r\n`) + SMUGGLED,
  'a NUL in the path': get('/li\0vez') + SMUGGLED,
  'a high byte in the path': get('/li\xffvez') + SMUGGLED,
  'a blank in the path': get('/li vez') + SMUGGLED,
  'a chunk of negative size': chunked(`-1\r\n\r\n${SMUGGLED}`),
  'a chunk of prefixed hexadecimal size': chunked(`0x5\r\nhello\r\n0\r\n\r\n${SMUGGLED}`),
  'a chunk beyond all numbers': chunked(`${'f'.repeat(20)}\r\nhello${SMUGGLED}`),
  'chunks with bare line feeds': chunked(`5\nhello\n0\n\n${SMUGGLED}`),
  'a chunk longer than it says': chunked(`5\r\nhelloXX0\r\n\r\n${SMUGGLED}`),
  'an endless chunk extension': chunked(`5;${'a'.repeat(100_000)}\r\nhello\r\n0\r\n\r\n${SMUGGLED}`),
  'a chunk extension ended by a line feed': chunked(`5;a\nhello\r\n0\r\n\r\n${SMUGGLED}`),
  'endless trailers': chunked(`0\r\nX: ${'a'.repeat(100_000)}\r\n\r\n${SMUGGLED}`),
  'HTTP/0.9': `GET /livez\r\n\r\n${SMUGGLED}`,
  'HTTP/1.2': get('/livez', HOST, 'HTTP/1.2') + SMUGGLED,
  'HTTP/9.9': get('/livez', HOST, 'HTTP/9.9') + SMUGGLED,
  'the preface of HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'a TLS handshake': Buffer.from('16030100a5010000a10303', 'hex'),
  zeros: Buffer.alloc(20_000),
  'a method nobody knows': `FOO /livez HTTP/1.1\r\n${HOST}\r\n${SMUGGLED}`,
  'a tunnel': `CONNECT internal.test:443 HTTP/1.1\r\n${HOST}\r\n${SMUGGLED}`,
  'a target that is no address': get('http://[::1/livez') + SMUGGLED,
  'a percent sign alone': get('/%zz') + SMUGGLED,
  'headers beyond the limit': get('/livez', `${HOST}X: ${'a'.repeat(20_000)}\r\n`) + SMUGGLED,
  'more header lines than Node tells of': get(
    '/livez',
    `${HOST}${Array.from({ length: 2500 }, () => 'a:\r\n').join('')}X-Forwarded-For: 10.0.0.1\r\n`,
  ),
  'a path beyond the limit of headers': get(`/${'a'.repeat(17_000)}`) + SMUGGLED,
};

/** Unusual and unambiguous: each is answered, and the connection may go on. */
export const ODD: Readonly<Record<string, string>> = {
  'an upgrade to HTTP/2': get(
    '/livez',
    `${HOST}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n`,
  ),
  'an upgrade to WebSocket': get(
    '/livez',
    `${HOST}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n`,
  ),
  'a trace': `TRACE / HTTP/1.1\r\n${HOST}\r\n`,
  'an absolute target': get('http://other.test/livez'),
  'a target of a star': `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`,
  'a way out of the folder': get('/../../etc/passwd'),
  'an encoded way out of the folder': get('/%2e%2e/%2e%2e%2fetc/passwd'),
  'a NUL in percent encoding': get('/%00'),
  'broken UTF-8 in percent encoding': get('/livez?a=%ff%fe'),
  'an expectation': post('Expect: 100-continue\r\nContent-Length: 0'),
  'an expectation nobody knows': post('Expect: 200-maybe\r\nContent-Length: 0'),
  'a body on GET': get('/livez', `${HOST}Content-Length: 5\r\n`) + 'hello',
  'a path near the limit': get(`/${'a'.repeat(15_000)}`),
  'a query of thousands of names': get(`/livez?${'a&'.repeat(7_500)}`),
  'a query that names prototypes': get('/livez?__proto__[admin]=1&constructor.prototype.admin=1&__proto__=1'),
  'an encoding of the body': post(
    'Content-Encoding: gzip\r\nContent-Type: application/json\r\nContent-Length: 2',
    '{}',
  ),
};
