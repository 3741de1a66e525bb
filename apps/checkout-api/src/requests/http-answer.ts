import type { FastifyReply } from 'fastify';
import { problemBody, PROBLEM_MEDIA_TYPE } from '#platform';
import type { ProblemError } from '#platform';

/** An answer whose bytes matter: it may be stored and given again, byte for byte. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export function problemAnswer(error: ProblemError): HttpAnswer {
  const { problem } = error;
  return { status: problem.status, body: JSON.stringify(problemBody(problem)), headers: problem.headers ?? {} };
}

export function sendAnswer(reply: FastifyReply, answer: HttpAnswer): void {
  void reply
    .code(answer.status)
    .headers(answer.headers)
    .type(answer.status < 400 ? 'application/json; charset=utf-8' : PROBLEM_MEDIA_TYPE)
    // As bytes, because Fastify would add a charset to problem+json, which knows no such parameter.
    .send(Buffer.from(answer.body));
}
