import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseAway } from '../database/database-away.js';
import type { Log } from '../log/log.js';
import { redactText } from '../log/redaction.js';
import { problemBody, ProblemError, PROBLEM_MEDIA_TYPE, type Problem } from './problem-error.js';
import { problemOfStatus } from './status-problems.js';

/**
 * Everything thrown on the way to an answer leaves as problem+json: a ProblemError as it is, what Nest and Fastify
 * throw by its status, a database that is away as a 503, and anything else as a 500 that tells the caller a request id
 * and the log everything.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = toProblem(exception, request);
    this.record(exception, problem, request);
    if (reply.sent || reply.raw.headersSent) {
      // Half an answer is on the wire: cutting the connection is the only honest end left.
      reply.raw.destroy();
      return;
    }
    sendProblem(reply, problem);
  }

  private record(exception: unknown, problem: Problem, request: FastifyRequest): void {
    if (problem.status < 500) return;
    const fields = { requestId: request.id, method: request.method, path: redactText(request.url), err: exception };
    // A ProblemError of 5xx was foreseen (the gateway is down); anything else is a fault of ours.
    if (exception instanceof ProblemError) this.log.warn(fields, `answered ${problem.status} ${problem.code}`);
    else this.log.error(fields, `request failed with ${problem.status}`);
  }
}

/** Answers with a problem, headers included. */
export function sendProblem(reply: FastifyReply, problem: Problem): void {
  void reply
    .code(problem.status)
    .headers(problem.headers ?? {})
    .type(PROBLEM_MEDIA_TYPE)
    // As bytes, because Fastify adds a charset to text, and problem+json knows no such parameter.
    .send(Buffer.from(JSON.stringify(problemBody(problem))));
}

function toProblem(exception: unknown, request: FastifyRequest): Problem {
  if (exception instanceof ProblemError) return exception.problem;
  if (request.is404) return unknownRoute(request);
  const body = bodyProblem(codeOf(exception) ?? codeOf(causeOf(exception)), request);
  if (body !== undefined) return body;
  if (exception instanceof HttpException) return httpProblem(exception);
  const status = statusOf(exception);
  if (status !== undefined && status < 500) return problemOfStatus(status);
  if (isDatabaseAway(exception)) return problemOfStatus(503);
  return internalError(request.id);
}

/** What the caller of a 500 may know: a name for it. */
export function internalError(requestId: string): Problem {
  return {
    status: 500,
    code: 'internal_error',
    title: 'Internal error',
    detail: `Something went wrong on our side. Quote the request id ${requestId} when you report it.`,
    requestId,
  };
}

function unknownRoute(request: FastifyRequest): Problem {
  const path = request.url.split('?', 1)[0] ?? '';
  return problemOfStatus(
    404,
    `There is nothing at ${request.method} ${redactText(path).slice(0, 200)}: check method and path.`,
  );
}

/** Fastify's words for a body that could not be read, by its error code. */
function bodyProblem(code: string | undefined, request: FastifyRequest): Problem | undefined {
  switch (code) {
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return unreadableBody(
        'invalid_json',
        'The body is not valid JSON: check quotes, commas and the encoding (UTF-8).',
      );
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return unreadableBody(
        'wrong_length',
        'The body is not as long as Content-Length says: send the length in bytes.',
      );
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return problemOfStatus(
        413,
        `The body is larger than the ${request.routeOptions.bodyLimit} bytes allowed here: send less in one request.`,
      );
    case 'FST_ERR_BAD_URL':
      return problemOfStatus(400, 'The path cannot be decoded: check its percent-encoding.');
    default:
      return undefined;
  }
}

function unreadableBody(code: string, message: string): Problem {
  return {
    status: 400,
    code: 'invalid_request',
    title: 'Invalid request',
    detail: message,
    errors: [{ field: 'body', code, message }],
  };
}

function httpProblem(exception: HttpException): Problem {
  const status = exception.getStatus();
  if (status >= 500) return problemOfStatus(status);
  // `new NotFoundException()` carries only the status' own name, which says nothing the title does not.
  const problem = problemOfStatus(status);
  const said = exception.message;
  const bare = said === problem.title || said === 'Http Exception' || said === `${exception.constructor.name}`;
  return bare || causeOf(exception) !== undefined ? problem : { ...problem, detail: said };
}

function codeOf(value: unknown): string | undefined {
  const code = memberOf(value, 'code');
  return typeof code === 'string' ? code : undefined;
}

function statusOf(value: unknown): number | undefined {
  const status = memberOf(value, 'statusCode');
  return typeof status === 'number' && Number.isInteger(status) && status >= 400 && status < 600 ? status : undefined;
}

function causeOf(value: unknown): unknown {
  return memberOf(value, 'cause');
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
