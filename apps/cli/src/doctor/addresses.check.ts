import type { ChasquiConfig } from '#platform';
import { type Finding, ok, warn } from './finding.js';

const ANSWER_WITHIN_MS = 5_000;

/** What can be told from here: whether shoppers' address and the ingest on this machine answer. */
export async function checkAddresses({ checkout, http }: ChasquiConfig): Promise<Finding[]> {
  const host = ['0.0.0.0', '::'].includes(http.host) ? '127.0.0.1' : http.host;
  const ingest = `http://${host.includes(':') ? `[${host}]` : host}:${http.ports.webhookIngest}`;
  const [publicPage, ingestHere] = await Promise.all([probe(`${checkout.publicUrl}/livez`), probe(`${ingest}/readyz`)]);
  return [
    publicPage === null
      ? ok('public-url', `The payment page answers at ${checkout.publicUrl}.`)
      : warn(
          'public-url',
          `The payment page does not answer at ${checkout.publicUrl}: ${publicPage}.`,
          'Start checkout-api, or correct PUBLIC_URL and its proxy; seen from another network it may still answer.',
        ),
    ingestHere === null
      ? ok('ingest', `Notifications are taken at ${ingest}; PagoEfectivo must reach it from outside.`)
      : warn(
          'ingest',
          `No ingest answers at ${ingest}: ${ingestHere}.`,
          'Start webhook-ingest; nothing is wrong when it runs on another machine.',
        ),
  ];
}

/** Null when it answers well, otherwise why not. */
async function probe(url: string): Promise<string | null> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS), redirect: 'manual' });
    await answer.body?.cancel();
    return answer.ok ? null : `it says ${answer.status}`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return cause instanceof Error && cause.message !== '' ? cause.message : 'nothing listens there';
  }
}
