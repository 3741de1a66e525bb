import { hash } from 'node:crypto';

/** What a history row's digest covers, besides the row before it. */
export interface ChainedRow {
  readonly paymentId: string;
  /** From 1, without a gap. */
  readonly sequence: number;
  readonly type: string;
  readonly at: Date;
  readonly actor: string;
  readonly dataDigest: Buffer;
}

/** Of data as `canonicalJson` writes them. */
export function historyDataDigest(canonical: string): Buffer {
  return hash('sha256', canonical, 'buffer');
}

/** SHA-256 over the digest of the row before (none for the first), the row, and the digest of its data (requirement R22). */
export function historyDigest(previous: Buffer | null, row: ChainedRow): Buffer {
  return hash(
    'sha256',
    JSON.stringify([
      previous?.toString('hex') ?? '',
      row.paymentId,
      row.sequence,
      row.type,
      row.at.toISOString(),
      row.actor,
      row.dataDigest.toString('hex'),
    ]),
    'buffer',
  );
}
