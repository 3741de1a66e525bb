import type { RedisOptions } from 'ioredis';

export interface RedisTarget {
  /** One server, or the first nodes to ask in a cluster. */
  nodes: { host: string; port: number }[];
  cluster: boolean;
  options: Pick<RedisOptions, 'username' | 'password' | 'db' | 'tls'>;
}

/**
 * Reads `redis://[user:password@]host[:port][/db]`, `rediss://…` for TLS, and comma-separated hosts for a
 * Cluster (`redis://a:6379,b:6379,c`; a Cluster behind one address is written twice, `redis://a,a`). Throws
 * a sentence that never repeats the text: it may hold a password.
 */
export function parseRedisUrl(text: string): RedisTarget {
  const scheme = /^rediss?:\/\//.exec(text)?.[0];
  if (scheme === undefined) throw new Error('QUEUE_URL does not begin with redis://, rediss:// or postgres://.');
  const urls = text.split(',').map((host) => parseHost(host.trim(), scheme));
  const cluster = urls.length > 1;
  const db = Math.max(...urls.map(({ pathname }) => Number(pathname.slice(1))));
  if (!Number.isInteger(db)) throw new Error('QUEUE_URL has something else than a database number after the host.');
  if (cluster && db > 0) throw new Error('QUEUE_URL names a database number, which a Redis Cluster does not have.');
  const { username = '', password = '' } = urls.find((url) => url.username !== '' || url.password !== '') ?? {};
  return {
    nodes: urls.map(({ hostname, port }) => ({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 6379) })),
    cluster,
    options: {
      ...(username === '' ? {} : { username: decodeURIComponent(username) }),
      ...(password === '' ? {} : { password: decodeURIComponent(password) }),
      ...(db === 0 ? {} : { db }),
      ...(scheme === 'rediss://' ? { tls: {} } : {}),
    },
  };
}

function parseHost(text: string, scheme: string): URL {
  const address = text.includes('://') ? text : `${scheme}${text}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || url.hostname === '' || `${url.protocol}//` !== scheme) {
    throw new Error('QUEUE_URL must look like redis://[user:password@]host[:port][/db], hosts separated by commas.');
  }
  return url;
}
