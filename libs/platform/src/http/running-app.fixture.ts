import { connect, type Socket } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLog } from '../log/log.js';
import { createHttpApp, type HttpAppOptions } from './create-http-app.js';
import type { AppModule } from './http-app.module.js';

/** An answer with its body read: as JSON when it is an object, as `{text}` otherwise. */
export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** An app on a free port with what it logged, for the specs of this folder. */
export interface RunningApp {
  url: string;
  app: NestFastifyApplication;
  lines: Record<string, unknown>[];
}

export async function startApp(module: AppModule, options: Partial<HttpAppOptions> = {}): Promise<RunningApp> {
  const lines: Record<string, unknown>[] = [];
  const log = createLog({
    name: 'shop',
    level: 'debug',
    destination: { write: (line) => void lines.push(parseObject(line)) },
  });
  const app = await createHttpApp(module, { name: 'shop', log, ...options });
  await app.listen(0, '127.0.0.1');
  return { url: await app.getUrl(), app, lines };
}

export async function call(url: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const body = text.startsWith('{') ? parseObject(text) : { text };
  return { status: response.status, headers: response.headers, body };
}

export function postJson(url: string, body: string): Promise<Answer> {
  return call(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
}

/** A bare connection, for what no HTTP client would send. */
export interface RawConnection {
  socket: Socket;
  received: () => string;
  ended: Promise<void>;
}

export function openConnection(url: string): RawConnection {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (chunk) => {
    text += String(chunk);
  });
  const ended = new Promise<void>((resolve) => {
    socket.on('close', () => resolve());
    socket.on('error', () => resolve());
  });
  return { socket, received: () => text, ended };
}

function parseObject(text: string): Record<string, unknown> {
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
}
