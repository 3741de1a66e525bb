import { EVENT_TYPES } from '../domain/index.js';
import type { TargetPolicy } from './webhook-target.js';

/** What a caller may say about an endpoint; absent fields stay as they are. */
export interface EndpointFields {
  readonly url?: string;
  readonly description?: string | null;
  readonly types?: readonly string[];
  readonly enabled?: boolean;
}

/** One wrong field of a request; `message` says what to do about it. */
export interface FieldProblem {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

const MAX_URL_LENGTH = 2048;
const MAX_DESCRIPTION_LENGTH = 500;

/** Every wrong field, one entry each. Resolves the host of an address, but an https name may go live later. */
export async function checkEndpointFields(fields: EndpointFields, targets: TargetPolicy): Promise<FieldProblem[]> {
  const problems: FieldProblem[] = [];
  if (fields.url !== undefined) problems.push(...(await checkUrl(fields.url, targets)));
  if (fields.description && fields.description.length > MAX_DESCRIPTION_LENGTH) {
    problems.push(problem('description', 'too_long', `At most ${MAX_DESCRIPTION_LENGTH} characters.`));
  }
  const known: readonly string[] = EVENT_TYPES;
  const unknown = (fields.types ?? []).filter((type) => !known.includes(type));
  if (unknown.length > 0) {
    problems.push(
      problem('types', 'unknown_event_type', `No such event: ${unknown.join(', ')}. There are ${known.join(', ')}.`),
    );
  }
  return problems;
}

async function checkUrl(text: string, targets: TargetPolicy): Promise<FieldProblem[]> {
  if (text.length > MAX_URL_LENGTH || !URL.canParse(text)) {
    return [problem('url', 'invalid_url', `An absolute address of at most ${MAX_URL_LENGTH} characters is needed.`)];
  }
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    return [
      problem('url', 'credentials_in_url', 'Credentials do not belong in an address: check the signature instead.'),
    ];
  }
  const verdict = await targets.vet(url);
  switch (verdict.kind) {
    case 'allowed':
      return [];
    case 'refused':
      return [problem('url', 'target_refused', `${verdict.reason}.`)];
    case 'unresolved':
      return url.protocol === 'https:' ? [] : [problem('url', 'target_unresolved', `${verdict.reason}.`)];
  }
}

function problem(field: string, code: string, message: string): FieldProblem {
  return { field, code, message };
}
