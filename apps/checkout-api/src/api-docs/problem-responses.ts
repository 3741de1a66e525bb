import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { ProblemCode } from '../problems/problem-catalogue.js';
import { PROBLEMS } from '../problems/problem-catalogue.js';
import { ProblemAnswer } from './problem.answer.js';

/** Members that an answer with this code has beside the standard ones. */
const EXTENSIONS: Partial<Record<ProblemCode, Record<string, unknown>>> = {
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
  409: { 'Retry-After': { description: 'Seconds, where repeating helps.', schema: { type: 'string' } } },
  502: { 'Retry-After': { description: 'Seconds, where repeating helps.', schema: { type: 'string' } } },
};

/** Documents the problems that a route answers with, one response per status, one example per code. */
export function Problems(...codes: readonly ProblemCode[]): MethodDecorator & ClassDecorator {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))];
  const responses = statuses.map((status) => {
    const ofStatus = codes.filter((code) => PROBLEMS[code].status === status);
    const headers = HEADERS[status];
    return ApiResponse({
      status,
      description: ofStatus.map((code) => `\`${code}\`: ${PROBLEMS[code].meaning}`).join('\n\n'),
      ...(headers === undefined ? {} : { headers }),
      content: {
        'application/problem+json': {
          schema: { $ref: getSchemaPath(ProblemAnswer) },
          examples: Object.fromEntries(ofStatus.map((code) => [code, { value: exampleOf(code) }])),
        },
      },
    });
  });
  return applyDecorators(ApiExtraModels(ProblemAnswer), ...responses);
}

function exampleOf(code: ProblemCode): Record<string, unknown> {
  const { status, title, meaning } = PROBLEMS[code];
  return { type: 'about:blank', title, status, detail: meaning, code, ...EXTENSIONS[code] };
}
