import { describe, expect, it } from 'vitest';
import { parseRedisUrl } from './redis-url.js';

describe('a Redis URL', () => {
  it('names one server', () => {
    expect(parseRedisUrl('redis://localhost')).toEqual({
      nodes: [{ host: 'localhost', port: 6379 }],
      cluster: false,
      options: {},
    });
  });

  it('carries credentials, a database and TLS', () => {
    expect(parseRedisUrl('rediss://ana:p%40ss%2Fword@cache.internal:6380/2')).toEqual({
      nodes: [{ host: 'cache.internal', port: 6380 }],
      cluster: false,
      options: { username: 'ana', password: 'p@ss/word', db: 2, tls: {} },
    });
    expect(parseRedisUrl('redis://:secret@h').options).toEqual({ password: 'secret' });
  });

  it('names the first nodes of a cluster, by comma', () => {
    expect(parseRedisUrl('redis://:x@a:1, b:2,[::1]:3,redis://c')).toEqual({
      nodes: [
        { host: 'a', port: 1 },
        { host: 'b', port: 2 },
        { host: '::1', port: 3 },
        { host: 'c', port: 6379 },
      ],
      cluster: true,
      options: { password: 'x' },
    });
  });

  it.each([
    ['http://x', 'does not begin with'],
    ['redis://', 'must look like'],
    ['redis://a,', 'must look like'],
    ['redis://a,rediss://b', 'must look like'],
    ['redis://a:99999', 'must look like'],
    ['redis://a/two', 'database number'],
    ['redis://a,b/1', 'Cluster does not have'],
    ['redis://a/1,b', 'Cluster does not have'],
  ])('refuses %s with a sentence', (url, sentence) => {
    expect(() => parseRedisUrl(url)).toThrow(new RegExp(sentence));
  });

  it('never repeats what may hold a password', () => {
    expect(() => parseRedisUrl('redis://u:hunter#2@host')).toThrow(/^((?!hunter).)*$/);
  });
});
