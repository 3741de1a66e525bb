import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyRequestSignature } from '#pagoefectivo';
import type { Log } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Moment, SandboxClock } from '../clock/sandbox-clock.js';
import type { SandboxCredentials } from '../credentials.js';
import type { FaultPlan } from '../faults/fault-plan.js';
import type { FaultSwitchboard } from '../faults/fault-switchboard.js';
import type { Operation } from '../faults/faults.js';
import { RateWindow } from '../faults/rate-window.js';
import { isRecord } from '../fields/json.js';
import { describeCall } from '../request-log/described-call.js';
import type { RequestLog } from '../request-log/request-log.js';
import type { BearerTokens } from './bearer-token.js';
import { languageOf, renderAnswer, type Answer } from './envelope.js';
import { readWireBody, type WireObject } from './wire-body.js';

/** One call of the documented API on its way through. */
export interface Call {
  operation: Operation;
  /** null when the body is not a JSON object. */
  body: WireObject | null;
  plan: FaultPlan;
  moment: Moment;
  request: FastifyRequest;
}

/** What a call did. */
export interface Handled {
  answer: Answer;
  /** The CIP that it made. */
  created?: string;
  /** The shopper's e-mail asks for a call that happens and is never answered. */
  withheld?: boolean;
}

export interface ExchangeParts {
  faults: FaultSwitchboard;
  clock: SandboxClock;
  credentials: SandboxCredentials;
  tokens: BearerTokens;
  requests: RequestLog;
  log: Log;
}

const ORIGINS: readonly unknown[] = ['web', 'android', 'ios'];

/** Runs every documented call alike: switches, signature, token, the call itself, the log, and the answer or its lack. */
export class Exchange {
  private readonly rate = new RateWindow();
  private readonly held = new Set<Socket>();
  private readonly closing = new AbortController();

  constructor(private readonly parts: ExchangeParts) {}

  async serve(
    operation: Operation,
    request: FastifyRequest,
    reply: FastifyReply,
    handle: (call: Call) => Promise<Handled>,
  ): Promise<void> {
    try {
      await this.run(operation, request, reply, handle);
    } catch (error) {
      this.parts.log.error({ err: error, operation }, 'a gateway call failed inside the sandbox');
      this.send(request, reply, { kind: 'failure', status: 500 });
    }
  }

  /** Ends what is held open or waiting, so that the server can close. */
  release(): void {
    this.closing.abort();
    for (const socket of this.held) socket.destroy();
    this.held.clear();
  }

  private async run(
    operation: Operation,
    request: FastifyRequest,
    reply: FastifyReply,
    handle: (call: Call) => Promise<Handled>,
  ): Promise<void> {
    const plan = await this.parts.faults.take(operation);
    const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const body = readWireBody(rawBody);
    const said = describeCall(operation, { body, rawBody, pathCip: pathCipOf(request) });
    const record = (status: number | null, fault: string | null, created: string[] = []) =>
      this.parts.requests.record({
        at: this.parts.clock.moment().stamp,
        operation,
        method: request.method,
        path: pathOf(request),
        status,
        ...said,
        cips: [...said.cips, ...created],
        fault,
      });

    if (plan.dropBefore) {
      await record(null, 'dropConnection');
      return drop(reply, request);
    }
    await this.pause(plan.latencyMs, request);
    const moment = this.parts.clock.moment();
    const refusal = this.admit(operation, request, { plan, moment, rawBody });
    if (refusal !== null) {
      await record(this.statusOf(refusal), faultOf(refusal));
      return this.send(request, reply, refusal);
    }

    const handled = await handle({ operation, body, plan, moment, request });
    const created = handled.created === undefined ? [] : [handled.created];
    if (plan.answerNever || handled.withheld === true) {
      await record(null, plan.answerNever ? 'answerNever' : 'timeout+', created);
      return this.hold(request, reply);
    }
    if (plan.dropAfter) {
      await record(null, 'dropAfterHandling', created);
      return drop(reply, request);
    }
    const answer = plan.failure === null ? handled.answer : failureAnswer(plan.failure);
    const fault = plan.failure === null ? honestFault(plan) : 'errorAfterHandling';
    await record(this.statusOf(answer), fault, created);
    await this.pause(plan.lateAnswerMs, request);
    this.send(request, reply, answer);
  }

  /** Why the call does not reach its handler; null when it does. */
  private admit(
    operation: Operation,
    request: FastifyRequest,
    context: { plan: FaultPlan; moment: Moment; rawBody: Buffer },
  ): Answer | null {
    const { current } = this.parts.faults;
    const { plan, moment } = context;
    const limited = current.operations === null || current.operations.includes(operation);
    if (current.rateLimit !== null && limited) {
      const retryAfterSeconds = this.rate.take(current.rateLimit, moment.now);
      if (retryAfterSeconds !== null) return { kind: 'rate_limited', retryAfterSeconds };
    }
    if (plan.failure !== null && !plan.failure.afterHandling) return failureAnswer(plan.failure);
    return this.identify(operation, request, context);
  }

  private identify(
    operation: Operation,
    request: FastifyRequest,
    { moment, rawBody }: { moment: Moment; rawBody: Buffer },
  ): Answer | null {
    const { current } = this.parts.faults;
    if (current.requireRequestSignature) {
      const verdict = verifyRequestSignature({
        secretKey: this.parts.credentials.secretKey,
        method: request.method,
        path: request.url,
        body: rawBody,
        headers: request.headers,
        now: moment.stamp,
      });
      if (verdict !== 'valid') return { kind: 'unauthorized', reason: `PE-Signature: ${verdict}.` };
    }
    if (operation === 'authorize') return null;
    const token = this.parts.tokens.verify(request.headers.authorization, moment.stamp);
    if (token !== 'valid') return { kind: 'unauthorized', reason: `Token: ${token}.` };
    if (current.strict && !ORIGINS.includes(request.headers.origin)) {
      return {
        kind: 'fields',
        errors: [{ code: request.headers.origin === undefined ? '112' : '113', field: 'Origin' }],
      };
    }
    return null;
  }

  private send(request: FastifyRequest, reply: FastifyReply, answer: Answer): void {
    const rendered = this.render(request, answer);
    void reply
      .code(rendered.status)
      .headers({ ...rendered.headers, Date: this.parts.clock.moment().stamp.toUTCString() })
      .type(rendered.contentType)
      .send(rendered.body);
  }

  private render(request: FastifyRequest, answer: Answer) {
    const language = languageOf(request.headers['accept-language']);
    return renderAnswer(answer, { language, codeForm: this.parts.faults.current.codeForm });
  }

  private statusOf(answer: Answer): number {
    return renderAnswer(answer, { language: 'es', codeForm: 'documented' }).status;
  }

  /** Never answers: the connection stays open until the client gives up or the sandbox stops. */
  private hold(request: FastifyRequest, reply: FastifyReply): void {
    reply.hijack();
    const { socket } = request.raw;
    if (this.closing.signal.aborted) {
      socket.destroy();
      return;
    }
    socket.setTimeout(0);
    this.held.add(socket);
    socket.once('close', () => this.held.delete(socket));
  }

  private async pause(ms: number, request: FastifyRequest): Promise<void> {
    if (ms === 0) return;
    request.raw.socket.setTimeout(0);
    // A sandbox that is closing answers at once instead of waiting.
    await sleep(ms, undefined, { signal: this.closing.signal }).catch(() => undefined);
  }
}

function drop(reply: FastifyReply, request: FastifyRequest): void {
  reply.hijack();
  request.raw.socket.destroy();
}

function failureAnswer(failure: { status: number; html: boolean }): Answer {
  return failure.html ? { kind: 'html', status: failure.status } : { kind: 'failure', status: failure.status };
}

function faultOf(refusal: Answer): string | null {
  switch (refusal.kind) {
    case 'rate_limited':
      return 'rateLimit';
    case 'failure':
      return 'errorRate';
    case 'html':
      return 'htmlErrors';
    case 'success':
    case 'fields':
    case 'refused':
    case 'contradiction':
    case 'unauthorized':
      return null;
  }
}

/** The fault that bent an answer which was given all the same. */
function honestFault(plan: FaultPlan): string | null {
  if (plan.lateAnswerMs > 0) return 'lateAnswer';
  if (plan.emptySearch) return 'emptySearch';
  if (plan.searchOddity !== null) return 'searchOddity';
  if (plan.searchLagMs > 0) return 'searchLag';
  return plan.latencyMs > 0 ? 'latency' : null;
}

function pathCipOf(request: FastifyRequest): string | null {
  const { params } = request;
  return isRecord(params) && typeof params['cip'] === 'string' ? params['cip'] : null;
}

function pathOf(request: FastifyRequest): string {
  return (request.url.split('?', 1)[0] ?? '').slice(0, 300);
}
