import { reasonOf } from '../finding.js';

const ANSWER_WITHIN_MS = 5_000;

export type WebProbe =
  | { readonly kind: 'answered'; readonly status: number; readonly contentType: string }
  | { readonly kind: 'silent'; readonly reason: string };

/** One GET, without following redirects. */
export async function probeWeb(url: string): Promise<WebProbe> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS), redirect: 'manual' });
    await answer.body?.cancel();
    return { kind: 'answered', status: answer.status, contentType: answer.headers.get('content-type') ?? '' };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = reasonOf(cause);
    return { kind: 'silent', reason: reason === '' ? 'nothing listens there' : reason };
  }
}
