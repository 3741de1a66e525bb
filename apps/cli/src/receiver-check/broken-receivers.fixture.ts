import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';

/** What receivers in the field do wrong, one mistake each; `none` makes none. */
export type Mistake =
  | 'none'
  | 'no_dedupe'
  | 'dedupe_looks_then_stores'
  | 'dedupe_after_answer'
  | 'duplicate_is_an_error'
  | 'no_signature'
  | 'no_timestamp'
  | 'unsigned_is_let_in'
  | 'verifies_parsed_body'
  | 'first_signature_only'
  | 'strict_members'
  | 'unknown_type_is_an_error'
  | 'ships_by_state'
  | 'waits_for_pending'
  | 'ships_before_verifying'
  | 'needs_a_payment';

export interface RunningReceiver {
  readonly url: string;
  readonly shippedUrl: string;
  close(): Promise<void>;
}

interface Event {
  id: string;
  type: string;
  sequence?: number;
  data: { payment?: { orderId: string; state: string } };
}

/** Work that takes a moment, as a database does. */
const WORK_MS = 15;

/** A receiver with one mistake. Small on purpose, and in memory: what it is tried for is its answers and shipments. */
export async function brokenReceiver(secret: string, mistake: Mistake): Promise<RunningReceiver> {
  const known = new Set<string>();
  const shipped: string[] = [];
  const pendingSeen = new Set<string>();

  async function take(event: Event, response: ServerResponse): Promise<number> {
    const orderId = event.data.payment?.orderId ?? '';
    if (mistake === 'needs_a_payment' && event.data.payment === undefined) return 500;
    if (mistake === 'unknown_type_is_an_error' && event.type === 'order.unheard_of') return 422;
    if (mistake === 'strict_members' && 'newMember' in event) return 400;
    if (event.type === 'order.pending') pendingSeen.add(orderId);
    if (
      mistake === 'waits_for_pending' &&
      event.type === 'order.paid' &&
      event.sequence === 2 &&
      !pendingSeen.has(orderId)
    )
      return 409;
    const isKnown = known.has(event.id);
    if (isKnown && mistake === 'duplicate_is_an_error') return 409;
    if (isKnown && mistake !== 'no_dedupe') return 204;
    const storesAtOnce = mistake !== 'dedupe_looks_then_stores' && mistake !== 'dedupe_after_answer';
    if (storesAtOnce) known.add(event.id);
    await pause(WORK_MS);
    const means = mistake === 'ships_by_state' ? event.data.payment?.state === 'paid' : event.type === 'order.paid';
    if (means) shipped.push(orderId);
    if (mistake === 'dedupe_looks_then_stores') known.add(event.id);
    // A framework's "after response" hook, which does not run when the line is cut.
    if (mistake === 'dedupe_after_answer') response.once('finish', () => known.add(event.id));
    return 204;
  }

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks).toString();
    if (body === '') return void response.writeHead(400).end();
    const event = JSON.parse(body) as Event;
    if (
      mistake === 'ships_before_verifying' &&
      event.type === 'order.paid' &&
      !shipped.includes(event.data.payment?.orderId ?? '')
    )
      shipped.push(event.data.payment?.orderId ?? '');
    if (!isGenuine(request.headers, body)) return void response.writeHead(401).end();
    if (mistake === 'ships_before_verifying') return void response.writeHead(204).end();
    response.writeHead(await take(event, response)).end();
  }

  function isGenuine(headers: IncomingHttpHeaders, body: string): boolean {
    const signed = {
      'webhook-id': String(headers['webhook-id']),
      'webhook-timestamp': String(headers['webhook-timestamp']),
      'webhook-signature': String(headers['webhook-signature'] ?? ''),
    };
    if (mistake === 'no_signature') return true;
    if (mistake === 'unsigned_is_let_in' && headers['webhook-signature'] === undefined) return true;
    if (mistake === 'first_signature_only')
      signed['webhook-signature'] = signed['webhook-signature'].split(' ')[0] ?? '';
    const verified = mistake === 'verifies_parsed_body' ? JSON.stringify(JSON.parse(body)) : body;
    if (mistake === 'no_timestamp') {
      const sentAt = new Date(Number(signed['webhook-timestamp']) * 1000);
      return signed['webhook-signature'].includes(new Webhook(secret).sign(signed['webhook-id'], sentAt, body));
    }
    try {
      new Webhook(secret).verify(verified, signed);
      return true;
    } catch {
      return false;
    }
  }

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://receiver');
    if (pathname === '/hooks') return void receive(request, response);
    const count = shipped.filter((orderId) => orderId === searchParams.get('orderId')).length;
    return void response.end(JSON.stringify({ count }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `${base}/hooks`,
    shippedUrl: `${base}/shipments?orderId={orderId}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
