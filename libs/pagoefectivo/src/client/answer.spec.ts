import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockAheadOf, judgeAnswer, parseRetryAfter, readAnswer } from './answer.js';

const now = new Date('2026-11-22T23:30:00Z');

function judge(httpStatus: number, body: unknown, headers: { retryAfter?: string; contentType?: string } = {}) {
  const answer = readAnswer({
    httpStatus,
    retryAfter: headers.retryAfter ?? null,
    contentType: headers.contentType ?? null,
    date: null,
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  });
  return judgeAnswer(answer, { read: () => ({ value: 'done' }), now });
}

const done = { kind: 'ok', value: 'done' };
const refused = (code: string, httpStatus: number) => ({
  kind: 'refused',
  code,
  httpStatus,
  message: 'no',
  fields: [],
});

describe('what an answer means', () => {
  it.each([
    [201, { code: 100, message: 'Solicitud exitosa.', data: {} }, done],
    [200, { code: '100', message: 'Solicitud exitosa.' }, done],
    [200, { code: ' 100 ', data: null }, done],
  ])('a %d with code 100 is a yes: %o', (status, body, outcome) => {
    expect(judge(status, body)).toEqual(outcome);
  });

  it('a validation error names its fields (wire notes 11)', () => {
    const body = {
      code: '111',
      message: 'Solicitud con datos inválidos.',
      data: [
        { code: '112', message: 'Requerido.', field: 'amount' },
        { code: 113, message: 'Valor invalido.', field: 'userEmail' },
        'something else',
        { message: 'about nothing' },
      ],
    };
    expect(judge(400, body)).toEqual({
      kind: 'refused',
      code: '111',
      message: 'Solicitud con datos inválidos.',
      fields: [
        { field: 'amount', code: '112', message: 'Requerido.' },
        { field: 'userEmail', code: '113', message: 'Valor invalido.' },
      ],
      httpStatus: 400,
    });
    const single = { ...body, data: { code: '112', message: 'Requerido.', field: 'amount' } };
    expect(judge(400, single)).toMatchObject({ fields: [{ field: 'amount', code: '112', message: 'Requerido.' }] });
  });

  it.each([{}, [], { any: 'thing' }, undefined, null, 'text', 5])('a refusal may have the data %o', (data) => {
    expect(judge(400, { code: 508, message: 'no', data })).toEqual(refused('508', 400));
  });

  it.each([
    [400, '511'],
    [404, '113'],
    [405, '999'],
    [422, '111'],
    [200, '111'],
    [201, 511],
  ])('a %d with code %s is a no', (status, code) => {
    expect(judge(status, { code, message: 'no' })).toEqual(refused(String(code), status));
  });

  it.each([
    [500, { code: 166, message: 'Error interno del servidor.' }],
    [500, { code: 100, data: {} }],
    [500, { code: 111, message: 'no' }],
    [502, '<html>Bad gateway</html>'],
    [503, ''],
    [200, '<html>Please log in</html>'],
    [200, '{"code":100,"data":{"cip":1'],
    [200, '[100]'],
    [200, { message: 'no code' }],
    [200, { code: null }],
    [201, { code: 166 }],
    [201, { code: 7 }],
    [204, ''],
    [301, { code: 111 }],
    [302, ''],
    [400, '<html>Request blocked</html>'],
    [400, { code: 100 }],
    [400, { code: 166 }],
    [404, '{"error":"no such route"}'],
  ])('a %d with %o is neither: what happened is unknown', (status, body) => {
    expect(judge(status, body)).toEqual({
      kind: 'unknown',
      reason: expect.stringContaining(`HTTP ${status}`),
      answerMayStillCome: false,
    });
  });

  it.each([401, 403])('a %d means wrong credentials, whatever stands in it', (httpStatus) => {
    const silent = `the gateway answered HTTP ${httpStatus}`;
    expect(judge(httpStatus, '<html></html>')).toEqual({ kind: 'unauthorized', httpStatus, message: silent });
    expect(judge(httpStatus, { code: 401, message: 'No autorizado.' })).toEqual({
      kind: 'unauthorized',
      httpStatus,
      message: 'No autorizado.',
    });
  });

  it('a 429 means wait, for as long as it says', () => {
    expect(judge(429, '', { retryAfter: '7' })).toEqual({ kind: 'rate_limited', retryAfterMs: 7_000 });
    expect(judge(429, { code: 111 })).toEqual({ kind: 'rate_limited', retryAfterMs: null });
  });

  it('carries no text that a database refuses', () => {
    const message = 'bad\0 \ud83d text';
    expect(judge(400, { code: '111', message, data: [{ field: 'a\0', code: 112, message }] })).toEqual({
      kind: 'refused',
      code: '111',
      message: 'bad\uFFFD \uFFFD text',
      fields: [{ field: 'a\uFFFD', code: '112', message: 'bad\uFFFD \uFFFD text' }],
      httpStatus: 400,
    });
  });

  it('is cut to a sentence, and not in the middle of a character', () => {
    const message = `${'x'.repeat(499)}\u{1F999}`;
    expect(judge(400, { code: 508, message })).toMatchObject({ message: `${'x'.repeat(499)}\uFFFD` });
  });

  it('is always some outcome, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 599 }), fc.oneof(fc.string(), fc.json()), (status, body) => {
        expect(judge(status, body).kind).toMatch(/^(ok|refused|unauthorized|rate_limited|unknown)$/);
      }),
    );
  });
});

describe('Retry-After', () => {
  it.each([
    ['seconds', '120', 120_000],
    ['a date', 'Sun, 22 Nov 2026 23:32:00 GMT', 120_000],
  ])('of a 503 is kept, in %s', (_, retryAfter, retryAfterMs) => {
    expect(judge(503, '<h1>Busy</h1>', { retryAfter, contentType: 'text/html' })).toMatchObject({
      kind: 'unknown',
      retryAfterMs,
    });
    expect(judge(503, '<h1>Busy</h1>')).not.toHaveProperty('retryAfterMs');
  });

  it.each([
    ['0', 0],
    ['120', 120_000],
    [' 5 ', 5_000],
    ['Sun, 22 Nov 2026 23:31:00 GMT', 60_000],
    ['Sun, 22 Nov 2026 23:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    ['1.5', null],
    ['2026', 2_026_000],
    ['Sun, yesterday', null],
    ['', null],
    [null, null],
  ])('%o means %o ms', (header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });
});

describe('the clock of an answer', () => {
  it.each([
    ['Sun, 22 Nov 2026 23:35:00 GMT', 300_500],
    ['Sun, 22 Nov 2026 23:25:00 GMT', -299_500],
    ['yesterday', null],
    [null, null],
  ])('%s is ahead by %s ms', (date, aheadMs) => {
    expect(clockAheadOf(date, now)).toBe(aheadMs);
  });
});
