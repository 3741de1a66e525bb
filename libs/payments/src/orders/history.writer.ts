import type { Effect } from '../domain/index.js';
import { canonicalJson, rowsJson } from '../json.js';
import type { Statement } from '../statements.js';
import { statement } from '../statements.js';
import { historyDataDigest, historyDigest } from './history-digest.js';

export function historyStatements(rows: readonly HistoryRow[]): Statement[] {
  return rows.length === 0 ? [] : [statement(INSERT_HISTORY, [rowsJson(rows)])];
}

const INSERT_HISTORY = `insert into payment_event (payment_id, sequence, type, at, actor, data, digest)
  select payment_id, sequence, type, at, actor, data::jsonb, decode(digest, 'hex') from jsonb_to_recordset($1::jsonb)
    as x(payment_id text, sequence int, type text, at timestamptz, actor text, data text, digest text)`;

type HistoryRow = Readonly<Record<'payment_id' | 'type' | 'at' | 'actor' | 'data' | 'digest', string>> & {
  readonly sequence: number;
};

/**
 * History rows, each chained to the one before by a digest over the digest of its data: data can be erased for the
 * law's sake without breaking the chain, and nothing can be changed or removed unseen (requirement R22).
 */
export function historyRows(
  effects: readonly Effect[],
  counters: Map<string, { historySequence: number; historyDigest: Buffer | null }>,
  now: Date,
): HistoryRow[] {
  return effects.flatMap((effect) => {
    if (effect.kind !== 'history') return [];
    const counter = counters.get(effect.paymentId);
    if (!counter) throw new Error(`no counters loaded for payment ${effect.paymentId}`);
    const { paymentId, type, actor } = effect;
    const data = canonicalJson(effect.data);
    const sequence = (counter.historySequence += 1);
    const dataDigest = historyDataDigest(data);
    const digest = historyDigest(counter.historyDigest, { paymentId, sequence, type, at: now, actor, dataDigest });
    counter.historyDigest = digest;
    return [
      {
        payment_id: paymentId,
        sequence,
        type,
        at: now.toISOString(),
        actor,
        data,
        digest: digest.toString('hex'),
      },
    ];
  });
}
