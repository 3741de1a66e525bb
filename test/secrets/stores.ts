import { Redis } from 'ioredis';
import type { TestDatabase } from '#testing';
import type { Evidence } from './canaries.js';

/**
 * Tables in which a shopper's data may stand: what the shop stored, what it was answered, what its ERP is told and said,
 * what PagoEfectivo sent. docs/records.md says how each is erased.
 */
const SHOP_TABLES = ['payment', 'payment_item', 'outbox_event', 'idempotency_key', 'delivery_attempt', 'notification'];

/** Every row of every table as text, as a dump would hold it: queue tables, partitions and old jobs too. */
export async function databaseDump(database: TestDatabase): Promise<Evidence[]> {
  const tables = await database.query<{ schema: string; name: string }>(
    `select table_schema as schema, table_name as name from information_schema.tables
     where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE' order by 1, 2`,
  );
  const dumps: Evidence[] = [];
  for (const { schema, name } of tables) {
    const rows = await database.query<{ row: string }>(`select t::text as row from "${schema}"."${name}" t`);
    const parent = name.replace(/_(\d{4}_\d{2}|default)$/, '');
    dumps.push({
      where: `table ${schema}.${name}`,
      text: rows.map(({ row }) => row).join('\n'),
      holds: schema !== 'bullmq' && SHOP_TABLES.includes(parent) ? 'shop' : 'nothing',
    });
  }
  return dumps;
}

/** Everything under the prefix, of whatever type. */
export async function redisDump({ url, prefix }: { url: string; prefix: string }): Promise<Evidence[]> {
  const redis = new Redis(url);
  try {
    const keys = await redis.keys(`${prefix}*`);
    const texts = await Promise.all(keys.map(async (key) => `${key} ${JSON.stringify(await valueOf(redis, key))}`));
    return [{ where: 'Redis', text: texts.join('\n'), holds: 'nothing' }];
  } finally {
    redis.disconnect();
  }
}

async function valueOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'string':
      return redis.get(key);
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, 0, -1);
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      return null;
  }
}
