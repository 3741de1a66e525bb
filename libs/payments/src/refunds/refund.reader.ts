import type { DataSource } from 'typeorm';
import type { RefundState } from '../domain/index.js';
import type { RefundView, RefundViewRow } from './refund-view.js';
import { toRefundView } from './refund-view.js';

export interface RefundFilter {
  readonly state?: RefundState;
  readonly paymentId?: string;
  /** Only this shop's; all when absent. */
  readonly shopId?: string;
  readonly livemode?: boolean;
  /** Refunds asked for before this one (an id from an earlier page). */
  readonly before?: string;
  readonly limit: number;
}

export interface RefundEvidenceFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

/** Reads refunds without locks; never what is sealed. */
export class RefundReader {
  constructor(private readonly dataSource: DataSource) {}

  async find(id: string): Promise<{ view: RefundView; shopId: string; sealedDestination: string | null } | null> {
    const [row] = await this.dataSource.query<RefundViewRow[]>(`${SELECT} where r.id = $1`, [id]);
    return row ? { view: toRefundView(row), shopId: row.shop_id, sealedDestination: row.destination_ciphertext } : null;
  }

  /** Throws when there is none: for ids that a row vouches for. */
  async get(id: string): Promise<RefundView> {
    const found = await this.find(id);
    if (!found) throw new Error(`no refund ${id}`);
    return found.view;
  }

  /** Latest first. */
  async list(filter: RefundFilter): Promise<RefundView[]> {
    const rows = await this.dataSource.query<RefundViewRow[]>(
      `${SELECT} where ($1::text is null or r.state = $1) and ($2::text is null or r.payment_id = $2)
         and ($3::text is null or p.shop_id = $3) and ($4::boolean is null or p.livemode = $4)
         and ($5::text is null or r.id < $5)
       order by r.id desc limit $6`,
      [
        filter.state ?? null,
        filter.paymentId ?? null,
        filter.shopId ?? null,
        filter.livemode ?? null,
        filter.before ?? null,
        filter.limit,
      ],
    );
    return rows.map(toRefundView);
  }

  async evidence(refundId: string, evidenceId: string): Promise<RefundEvidenceFile | null> {
    const [row] = await this.dataSource.query<{ name: string; media_type: string; content: Buffer }[]>(
      'select name, media_type, content from refund_evidence where refund_id = $1 and id = $2',
      [refundId, evidenceId],
    );
    return row ? { name: row.name, mediaType: row.media_type, content: row.content } : null;
  }
}

const SELECT = `select r.*, p.order_id, p.shop_id, p.livemode,
  coalesce((select jsonb_agg(jsonb_build_object('id', e.id, 'name', e.name, 'media_type', e.media_type,
      'sha256', encode(e.sha256, 'hex'), 'added_by', e.added_by, 'added_at', e.added_at) order by e.added_at, e.name)
    from refund_evidence e where e.refund_id = r.id), '[]') as evidence
  from refund r join payment p on p.id = r.payment_id`;
