import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiExtraModels, getSchemaPath } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { ProblemCode } from '../problems/problem-catalogue.js';
import { PROBLEMS } from '../problems/problem-catalogue.js';
import type { Operation, Response, Route } from './document-parts.js';
import { isPage, mapOperations } from './document-parts.js';
import { ProblemAnswer } from './problem.answer.js';

/** Members that an answer with this code has beside the standard ones. */
const EXTENSIONS: Partial<Record<ProblemCode, Record<string, unknown>>> = {
  scope_missing: { scope: 'payments:write' },
  invalid_request: {
    errors: [
      {
        field: 'amount',
        code: 'wrong_format',
        message: 'amount must be a decimal string with two decimals, more than zero, such as "129.90".',
      },
    ],
  },
  order_already_open: { paymentId: 'pay_06c9x2v4k8m0q1r3s5t7w9y0z2' },
  order_already_paid: { paymentId: 'pay_06c9x2v4k8m0q1r3s5t7w9y0z2' },
  payment_not_open: { state: 'paid' },
  payment_in_review: { paymentId: 'pay_06c9x2v4k8m0q1r3s5t7w9y0z2' },
  resolution_not_allowed: { resolutions: ['refund', 'close'] },
  case_already_resolved: { resolution: 'close', resolvedAt: '2026-11-23T19:30:00-05:00' },
  gateway_rejected: {
    paymentId: 'pay_06c9x2v4k8m0q1r3s5t7w9y0z2',
    gatewayCode: '511',
    gatewayMessage: 'El monto excede el máximo permitido.',
  },
  gateway_unavailable: { paymentId: 'pay_06c9x2v4k8m0q1r3s5t7w9y0z2' },
  internal_error: { requestId: '6f1c2a9e-7f0b-4d67-9d0c-2d6f0a4b8e11' },
};

/** Headers that answers with a status carry, whatever the code. */
const HEADERS: Record<number, Record<string, { description: string; schema: { type: 'string' } }>> = {
  401: { 'WWW-Authenticate': { description: 'RFC 6750 challenge.', schema: { type: 'string' } } },
  429: { 'Retry-After': { description: 'Seconds until the next minute begins.', schema: { type: 'string' } } },
  409: { 'Retry-After': { description: 'Seconds, where repeating helps.', schema: { type: 'string' } } },
  502: { 'Retry-After': { description: 'Seconds, where repeating helps.', schema: { type: 'string' } } },
};

/** Whatever a request meets before its route is reached, and one with a body too. */
const OF_ALL: readonly ProblemCode[] = ['unavailable'];
const OF_BODIES: readonly ProblemCode[] = ['invalid_request', 'body_too_large', 'unsupported_media_type'];
/** Where no page is asked for: a page says so in words. */
const OF_DATA: readonly ProblemCode[] = ['rate_limited', 'internal_error'];

/**
 * Names the problems that a route answers with. On a class they are those of each of its routes, on a method they come
 * on top: a response per status would have the one replace the other, so `withProblemResponses` makes those at the end.
 */
export function Problems(...codes: readonly ProblemCode[]): MethodDecorator & ClassDecorator {
  return applyDecorators(ApiExtraModels(ProblemAnswer), ...codes.map((code) => ApiExtension(MARK + code, true)));
}

const MARK = 'x-problem-';

/** Each route with one response per status of its problems, and one example per code. */
export function withProblemResponses(document: OpenAPIObject): OpenAPIObject {
  return mapOperations(document, (operation, route) => {
    const codes = problemsOf(operation, route);
    const unmarked = Object.fromEntries(Object.entries(operation).filter(([name]) => !name.startsWith(MARK)));
    const responses = { ...operation.responses, ...problemResponses(codes) };
    return { ...unmarked, responses };
  });
}

function problemsOf(operation: Operation, { path, method }: Route): ProblemCode[] {
  const met = [
    ...OF_ALL,
    ...(isPage(operation) ? [] : OF_DATA),
    ...(path.startsWith('/v1/') && method !== 'get' ? OF_BODIES : []),
  ];
  return KNOWN_CODES.filter((code) => MARK + code in operation || met.includes(code));
}

const KNOWN_CODES = Object.keys(PROBLEMS) as ProblemCode[];

function problemResponses(codes: readonly ProblemCode[]): Record<string, Response> {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))];
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      problemResponse(
        status,
        codes.filter((code) => PROBLEMS[code].status === status),
      ),
    ]),
  );
}

function problemResponse(status: number, codes: readonly ProblemCode[]): Response {
  const headers = HEADERS[status];
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].meaning}`).join('\n\n'),
    ...(headers === undefined ? {} : { headers }),
    content: {
      'application/problem+json': {
        schema: { $ref: getSchemaPath(ProblemAnswer) },
        examples: Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }])),
      },
    },
  };
}

function exampleOf(code: ProblemCode): Record<string, unknown> {
  const { status, title, meaning } = PROBLEMS[code];
  return { type: 'about:blank', title, status, detail: meaning, code, ...EXTENSIONS[code] };
}
