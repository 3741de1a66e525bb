import type { Server } from 'node:http';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import fastifyStatic from '@fastify/static';
import type { Queue } from 'bullmq';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { AuditLog } from '#payments';
import { invalidRequest, type Log } from '#platform';
import { actorOf } from '../session/current-operator.js';
import { wrongInBoardRequest } from './board-request.js';
import { BoardServer } from './board-server.js';

/** Looser than the console's own, as the dashboard styles itself from its script; still nothing from elsewhere. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
  "connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

type BoardRoute = BoardServer['routes'][number];

/**
 * The queues, seen through bull-board. Viewers get a board on which nothing can be changed; what operators change is
 * in the audit log. Who may come here at all is decided by `guardRequests`.
 *
 * Serves bull-board's routes itself: its own server adapter knows one set of queues, whoever asks.
 */
export class QueueBoard {
  private readonly writable: BoardServer;
  private readonly readOnly: BoardServer;

  constructor(
    queues: readonly Queue[],
    private readonly audit: AuditLog,
    private readonly log: Log,
  ) {
    this.writable = buildBoard(queues, { readOnlyMode: false });
    this.readOnly = buildBoard(queues, { readOnlyMode: true });
  }

  /** Register it under a prefix. */
  readonly plugin = async (fastify: FastifyInstance<Server>): Promise<void> => {
    const { prefix } = fastify;
    await fastify.register(fastifyStatic, {
      root: this.writable.staticFolder,
      prefix: '/static/',
      decorateReply: false,
    });
    const page = await this.writable.renderPage(prefix);
    for (const url of this.writable.pageRoutes) {
      fastify.get(url, (_request, reply) =>
        reply.type('text/html; charset=utf-8').header('content-security-policy', PAGE_POLICY).send(page),
      );
    }
    for (const route of this.writable.routes) {
      for (const url of [route.route].flat()) {
        const method = [route.method].flat().map(toHttpMethod);
        fastify.route({ method, url, handler: (request, reply) => this.answer(route, request, reply) });
      }
    }
  };

  private async answer(route: BoardRoute, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const board = request.operator?.role === 'viewer' ? this.readOnly : this.writable;
    const params = recordOf(request.params);
    const query = recordOf(request.query);
    const sent = recordOf(request.body);
    const wrong = wrongInBoardRequest({ params, query, body: sent });
    if (wrong) throw invalidRequest([wrong]);
    try {
      const { status = 200, body } = await route.handler({
        queues: board.queues,
        uiConfig: board.uiConfig,
        params,
        query,
        body: sent,
        headers: flatHeaders(request),
      });
      if (request.method !== 'GET' && status < 400) await this.record(request, params);
      return await reply.code(status).send(body);
    } catch (error) {
      this.log.error({ err: error, requestId: request.id }, 'the queue dashboard could not answer');
      const { status = 500, body } = board.answerTo(error);
      return reply.code(status).send(body);
    }
  }

  private async record(request: FastifyRequest, params: Record<string, unknown>): Promise<void> {
    const { operator } = request;
    if (!operator) return;
    await this.audit.record({
      actor: actorOf(operator),
      action: 'queue.changed',
      subject: String(params['queueName'] ?? 'all'),
      data: { method: request.method, path: request.url.split('?', 1)[0] },
    });
  }
}

function buildBoard(queues: readonly Queue[], options: { readOnlyMode: boolean }): BoardServer {
  const serverAdapter = new BoardServer();
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue, options)),
    serverAdapter,
    options: {
      uiConfig: {
        boardTitle: 'Chasqui queues',
        boardLogo: { path: '/icon.svg', width: 24, height: 24 },
        favIcon: { default: '/icon.svg', alternative: '/icon.svg' },
        hideDocsLink: true,
        miscLinks: [{ text: 'Chasqui console', url: '/' }],
      },
    },
  });
  return serverAdapter;
}

function toHttpMethod(method: string): HTTPMethods {
  return method.toUpperCase();
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function flatHeaders(request: FastifyRequest): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}
