// @ts-check
import { EventBook } from './event-book.mjs';
import { erpReceiver } from './receiver.mjs';

const { CHASQUI_WEBHOOK_SECRET, DATA_FILE = 'events.jsonl', HOST = '127.0.0.1', PORT = '3010' } = process.env;
if (!CHASQUI_WEBHOOK_SECRET) {
  console.error(
    'Set CHASQUI_WEBHOOK_SECRET to the whsec_… of your endpoint; two with a blank between while you rotate.',
  );
  process.exit(78);
}
const book = await EventBook.open(DATA_FILE, { livemode: process.env['LIVEMODE'] === 'true' });
const server = erpReceiver({
  secret: CHASQUI_WEBHOOK_SECRET.split(' '),
  book,
  showShipments: process.env['SHOW_SHIPMENTS'] === 'true',
});
server.listen(Number(PORT), HOST, () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : address;
  console.log(`Receiving at http://${HOST}:${port}/webhooks/chasqui`);
});
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => server.close(() => void book.close()));
}
