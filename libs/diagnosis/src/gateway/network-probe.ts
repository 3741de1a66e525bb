import { lookup } from 'node:dns/promises';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { connect as connectSecure, type TLSSocket } from 'node:tls';
import { reasonOf } from '../finding.js';

const ANSWER_WITHIN_MS = 5_000;

/** How far one gets on the way to an address: its name, a connection, and where it is https an agreed certificate. */
export type NetworkProbe =
  | { readonly kind: 'unresolved'; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly addresses: readonly string[]; readonly reason: string }
  | {
      readonly kind: 'connected';
      readonly addresses: readonly string[];
      /** The address on this machine that the connection left from. */
      readonly from: string | null;
      /** Null for plain http. */
      readonly certificate: Certificate | null;
    };

export interface Certificate {
  /** Why this machine does not trust it; null when it does. */
  readonly distrusted: string | null;
  /** Null where it cannot be read. */
  readonly validUntil: Date | null;
}

/** Asks the name servers and connects, without sending a request. */
export async function probeNetwork(url: URL, localAddress: string | null): Promise<NetworkProbe> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  let addresses: string[];
  try {
    const answered = lookup(host, { all: true }).then((found) => found.map(({ address }) => address));
    addresses = await Promise.race([answered, late('no name server answered')]);
  } catch (error) {
    return { kind: 'unresolved', reason: reasonOf(error) };
  }
  const secure = url.protocol === 'https:';
  const port = Number(url.port || (secure ? 443 : 80));
  const target = { host, port, ...(localAddress === null ? {} : { localAddress }) };
  try {
    // Distrust is told in words below, together with what the certificate says.
    const socket = secure
      ? connectSecure({ ...target, rejectUnauthorized: false, ...(isIP(host) === 0 ? { servername: host } : {}) })
      : connectPlain(target);
    try {
      await connected(socket, secure ? 'secureConnect' : 'connect');
      const from = socket.localAddress ?? null;
      return { kind: 'connected', addresses, from, certificate: 'authorized' in socket ? certificateOf(socket) : null };
    } finally {
      socket.destroy();
    }
  } catch (error) {
    return { kind: 'unreachable', addresses, reason: reasonOf(error) };
  }
}

async function connected(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  const done = new Promise<void>((resolve, reject) => {
    socket.once(event, resolve);
    socket.once('error', reject);
  });
  await Promise.race([done, late('no connection')]);
}

async function late(what: string): Promise<never> {
  await pause(ANSWER_WITHIN_MS, undefined, { ref: false });
  throw new Error(`${what} within ${ANSWER_WITHIN_MS / 1000} s`);
}

function certificateOf(socket: TLSSocket): Certificate {
  const until = new Date(socket.getPeerCertificate().valid_to);
  const error: unknown = socket.authorizationError;
  return {
    distrusted: socket.authorized ? null : error instanceof Error ? reasonOf(error) : String(error),
    validUntil: Number.isNaN(until.getTime()) ? null : until,
  };
}
