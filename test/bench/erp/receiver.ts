// An ERP that takes every delivery at once and remembers when the news of a paid order came.
import { createServer, type IncomingMessage } from 'node:http';

/** By order: milliseconds of the machine's clock. */
const arrivals: Record<string, number> = {};

const server = createServer((request, response) => {
  const arrivedAt = performance.timeOrigin + performance.now();
  void readAll(request).then((body) => {
    const orderId = paidOrder(body);
    if (orderId !== null) arrivals[orderId] ??= arrivedAt;
    response.writeHead(200).end();
  });
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address !== 'string')
    process.stdout.write(`ready at http://127.0.0.1:${address.port}\n`);
});
process.on('message', () => process.send?.(arrivals));
process.on('disconnect', () => process.exit(0));

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function paidOrder(body: string): string | null {
  const event = JSON.parse(body) as { type?: string; data?: { payment?: { orderId?: string } } };
  return event.type === 'order.paid' ? (event.data?.payment?.orderId ?? null) : null;
}
