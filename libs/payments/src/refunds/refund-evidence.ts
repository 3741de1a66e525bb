import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { newId } from '../identifiers.js';
import type { FieldProblem } from '../outbox/endpoint-fields.js';

/** What proves that the money went: the bank's slip, or a text that says where to find it. */
export interface RefundEvidence {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

export const MAX_EVIDENCE_BYTES = 1_048_576;
const MEDIA_TYPE = /^[a-z]{1,20}\/[a-z0-9.+-]{1,80}$/;

export function textEvidence(text: string): RefundEvidence {
  return { name: 'note.txt', mediaType: 'text/plain', content: Buffer.from(text, 'utf8') };
}

export function checkEvidence({ name, mediaType, content }: RefundEvidence): FieldProblem[] {
  const problem = (field: string, code: string, rule: string): FieldProblem[] => [
    { field: `evidence.${field}`, code, message: `evidence.${field} ${rule}` },
  ];
  if (!/^[^\p{Cc}/\\]{1,200}$/u.test(name)) {
    return problem('name', 'wrong_format', 'must be the name of a file, 1 to 200 characters without slashes.');
  }
  if (!MEDIA_TYPE.test(mediaType))
    return problem('mediaType', 'wrong_format', 'must be a type such as application/pdf.');
  if (content.length === 0 || content.length > MAX_EVIDENCE_BYTES) {
    return problem('content', 'wrong_length', 'must have 1 byte to 1 MB: scan the slip in a lower resolution.');
  }
  return [];
}

export function evidenceRef(evidence: RefundEvidence, now: Date): { id: string; sha256: string } {
  return { id: newId('evd', now), sha256: createHash('sha256').update(evidence.content).digest('hex') };
}

export async function insertEvidence(
  manager: EntityManager,
  input: {
    refundId: string;
    ref: { readonly id: string; readonly sha256: string };
    evidence: RefundEvidence;
    actor: string;
    now: Date;
  },
): Promise<void> {
  const { ref, evidence } = input;
  await manager.query(
    `insert into refund_evidence (id, refund_id, name, media_type, sha256, content, added_by, added_at)
     values ($1, $2, $3, $4, decode($5, 'hex'), $6, $7, $8)`,
    [ref.id, input.refundId, evidence.name, evidence.mediaType, ref.sha256, evidence.content, input.actor, input.now],
  );
}
