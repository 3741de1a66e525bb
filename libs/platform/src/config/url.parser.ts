import ipaddr from 'ipaddr.js';
import { quote } from './quote.js';

const ENCODE_HINT = 'characters such as # / ? @ % in a password must be percent-encoded';

/** `postgres://user:password@host:5432/database`, with any of libpq's query settings. */
export function parsePostgresUrl(text: string): string {
  const url = parseUrl(text, ENCODE_HINT);
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') {
    throw new RangeError('does not begin with postgres:// or postgresql://');
  }
  if (url.hash !== '') throw new RangeError(`has a # in it: ${ENCODE_HINT}`);
  if (url.hostname === '' && !url.searchParams.has('host')) throw new RangeError('names no host');
  if (url.pathname.length < 2) throw new RangeError('names no database after the host');
  for (const part of [url.username, url.password, url.pathname]) decode(part);
  return text;
}

/** One `redis://`, `rediss://` or Postgres address, or comma-separated hosts of a Redis Cluster. */
export function parseQueueUrl(text: string): string {
  if (/^postgres(ql)?:/.test(text)) return parsePostgresUrl(text);
  const scheme = /^rediss?:\/\//.exec(text)?.[0];
  if (scheme === undefined) throw new RangeError('does not begin with redis://, rediss:// or postgres://');
  const hosts = text.split(',').map((host) => host.trim());
  for (const host of hosts) {
    const url = parseUrl(host.includes('://') ? host : `${scheme}${host}`, `${ENCODE_HINT}, and so must a comma`);
    if (`${url.protocol}//` !== scheme) throw new RangeError('mixes redis:// and other schemes');
    if (url.hostname === '') throw new RangeError('names no host');
    if (url.hash !== '') throw new RangeError(`has a # in it: ${ENCODE_HINT}`);
    if (!/^\/?\d{0,4}$/.test(url.pathname))
      throw new RangeError('may have a database number after the host, nothing else');
    if (hosts.length > 1 && !['', '/', '/0'].includes(url.pathname)) {
      throw new RangeError('names a database number, which a Redis Cluster does not have');
    }
    for (const part of [url.username, url.password]) decode(part);
  }
  return text;
}

/** Where the gateway answers: HTTPS (R5); plain HTTP only to this machine and to a sandbox inside the network. */
export function parseGatewayUrl(text: string): string {
  const url = parseWebUrl(text);
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname) && !isInternalSandbox(url.hostname)) {
    throw new RangeError(`${quote(text)} must begin with https:// (http:// only to this machine or the sandbox)`);
  }
  return withoutSlash(url);
}

/** An address that a browser can open, without credentials, query or fragment. */
export function parsePublicUrl(text: string): string {
  return withoutSlash(parseWebUrl(text));
}

/** Where a program receives messages. A query is kept as it is, since many carry their key there; never repeats the text. */
export function parseReceiverUrl(text: string): string {
  const url = parseUrl(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new RangeError('does not begin with https:// or http://');
  if (url.username !== '' || url.password !== '')
    throw new RangeError('has a user name in it, which does not belong there');
  if (url.hash !== '') throw new RangeError('has a fragment (#), which no server is sent');
  return url.href;
}

/** `http://proxy:3128`, with or without credentials. */
export function parseProxyUrl(text: string): string {
  const url = parseUrl(text, ENCODE_HINT);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new RangeError('does not begin with http:// or https://');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new RangeError(`has more than a host and a port: ${ENCODE_HINT}`);
  }
  for (const part of [url.username, url.password]) decode(part);
  return text;
}

/** localhost, 127.0.0.0/8 and ::1, also in brackets as URLs carry it. */
export function isLoopbackHost(hostname: string): boolean {
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return true;
  const address = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}

/** `sandbox`, `chasqui-sandbox.default.svc`: a sandbox by name, on a name that no public DNS answers. */
function isInternalSandbox(hostname: string): boolean {
  const [first = '', ...domain] = hostname.split('.');
  const internal = domain.length === 0 || ['svc', 'internal', 'local'].includes(domain.at(-1) ?? '');
  return internal && /^(.+-)?sandbox$/.test(first);
}

function parseWebUrl(text: string): URL {
  const url = parseUrl(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new RangeError(`${quote(text)} does not begin with https:// or http://`);
  }
  if (url.username !== '' || url.password !== '')
    throw new RangeError('has a user name in it, which does not belong there');
  if (url.search !== '' || url.hash !== '') throw new RangeError(`${quote(text)} has a query or a fragment`);
  return url;
}

/** Never repeats the text: it may hold a password. */
function parseUrl(text: string, hint?: string): URL {
  try {
    return new URL(text);
  } catch {
    throw new RangeError(`cannot be read as an address${hint === undefined ? '' : `: ${hint}`}`);
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new RangeError(`has a stray % in it: ${ENCODE_HINT}`);
  }
}

function withoutSlash(url: URL): string {
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
