import fc from 'fast-check';
import { type Behaviour, drips, says, saysWithoutEnd } from './byte-server.js';
import { mutated } from './fuzz-runs.js';

export function httpAnswer(status: number, body: string | Buffer, headers = 'Content-Type: application/json'): Buffer {
  const bytes = Buffer.from(body);
  return Buffer.concat([
    Buffer.from(
      `HTTP/1.1 ${status} X\r\n${headers}\r\nContent-Length: ${bytes.length}\r\nConnection: close\r\n\r\n`,
      'latin1',
    ),
    bytes,
  ]);
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
const MEGABYTE = 'a'.repeat(1024 ** 2);

/** Answers that no system should give, each by what is wrong with it. */
export const HOSTILE_ANSWERS: Readonly<Record<string, Behaviour>> = {
  'nothing, and closes': says(''),
  'nothing, for ever': () => undefined,
  'bytes that are no HTTP': says(Buffer.from('\0\x01\x02\xff'.repeat(5000), 'latin1')),
  'a body without end': saysWithoutEnd(`${OK}\r\n`, MEGABYTE),
  'chunks without end': saysWithoutEnd(`${OK}Transfer-Encoding: chunked\r\n\r\n`, `100000\r\n${MEGABYTE}\r\n`),
  'headers without end': saysWithoutEnd(OK, `X: ${'a'.repeat(1000)}\r\n`),
  'one header without end': saysWithoutEnd(`${OK}X: `, MEGABYTE),
  'interim answers without end': saysWithoutEnd('', 'HTTP/1.1 100 Continue\r\n\r\n'),
  'a status line without end': saysWithoutEnd('HTTP/1.1 200 ', MEGABYTE),
  'chunk extensions without end': saysWithoutEnd(`${OK}Transfer-Encoding: chunked\r\n\r\n1;`, MEGABYTE),
  'trailers without end': saysWithoutEnd(`${OK}Transfer-Encoding: chunked\r\n\r\n0\r\nX: `, MEGABYTE),
  'a body byte by byte': drips(`${OK}Content-Length: 100000\r\n\r\n`),
  'headers byte by byte': drips(`${OK}X: `),
  'a body cut off': says(`${OK}Content-Length: 100000\r\n\r\n{"code":`),
  'a chunk cut off': says(`${OK}Transfer-Encoding: chunked\r\n\r\n100\r\n{"code":`),
  'two lengths': says(`${OK}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}}`),
  'both lengths': says(`${OK}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`),
  'a length beyond all numbers': says(`${OK}Content-Length: ${'9'.repeat(30)}\r\n\r\n{}`),
  'a negative length': says(`${OK}Content-Length: -1\r\n\r\n{}`),
  'a switch of protocols': says('HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n'),
  'a status of 999': says(httpAnswer(999, '{}')),
  'a status of 0': says(httpAnswer(0, '{}')),
  'the preface of HTTP/2': says('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  'a page of HTML': says(httpAnswer(200, `<html>${'<div>'.repeat(50_000)}`, 'Content-Type: text/html')),
  'compressed zeros': says(httpAnswer(200, Buffer.alloc(100_000, 0x1f), 'Content-Encoding: gzip')),
  'JSON nested without end': says(httpAnswer(200, '['.repeat(500_000))),
  'JSON nested a hundred thousand deep': says(httpAnswer(200, `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)),
  'JSON that names prototypes': says(
    httpAnswer(200, '{"__proto__":{"polluted":true},"code":100,"data":{"__proto__":{"polluted":true}}}'),
  ),
  'a number of a million digits': says(httpAnswer(200, `{"code":100,"data":{"cip":${'9'.repeat(900_000)}}}`)),
  'fifty thousand members': says(
    httpAnswer(200, `{${Array.from({ length: 50_000 }, (_, n) => `"n${n}":0`).join(',')}}`),
  ),
  'broken UTF-8': says(httpAnswer(200, Buffer.from('{"code":100,"message":"\xff\xfe"}', 'latin1'))),
  'UTF-16': says(httpAnswer(200, Buffer.from('{"code":100}', 'utf16le'))),
  'a wait of ten thousand years': says(httpAnswer(429, '{}', 'Retry-After: 315360000000')),
  'a wait that is no number': says(httpAnswer(429, '{}', 'Retry-After: -1e9')),
  'a date that is none': says(httpAnswer(200, '{}', 'Date: never')),
  'a thousand cookies': says(
    httpAnswer(200, '{}', Array.from({ length: 200 }, (_, n) => `Set-Cookie: a${n}=b`).join('\r\n')),
  ),
};

/** Whatever a valid answer may become on the way, and JSON of every shape. */
export function randomAnswers(valid: string): fc.Arbitrary<Buffer> {
  return fc.oneof(
    mutated(httpAnswer(200, valid)),
    mutated(Buffer.from(valid)).map((body) => httpAnswer(200, body)),
    fc
      .tuple(fc.integer({ min: 100, max: 599 }), fc.json({ maxDepth: 6 }))
      .map(([status, body]) => httpAnswer(status, body)),
    fc
      .jsonValue({ maxDepth: 4 })
      .map((data) => httpAnswer(200, JSON.stringify({ code: 100, message: 'Solicitud exitosa.', data }))),
    fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
  );
}
