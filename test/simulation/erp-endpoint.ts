import type { MerchantReceiver } from '#testing';
import type { Reply } from './shop-order.js';

type Post = (method: 'POST', path: string, sent: { body: unknown }) => Promise<Reply | null>;

/** Has the product send its events to the ERP, which learns the secret that they are signed with. */
export async function connectErp(api: Post, erp: MerchantReceiver): Promise<void> {
  const reply = await api('POST', '/v1/webhook-endpoints', { body: { url: erp.url } });
  const secret: unknown = reply === null ? null : Reflect.get(JSON.parse(reply.text), 'secret');
  if (typeof secret !== 'string') throw new Error(`no endpoint for the ERP: ${reply?.text}`);
  erp.trust(secret);
}
