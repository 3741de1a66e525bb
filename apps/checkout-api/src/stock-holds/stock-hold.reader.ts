import type { DataSource } from 'typeorm';
import { limaInstant } from '#payments';
import type { StockHoldAnswer } from './stock-hold.answer.js';

/** Where a page of holds ends: holds are listed by payment, generation and line. */
export interface StockHoldPlace {
  readonly paymentId: string;
  readonly generation: number;
  readonly line: number;
}

export interface StockHoldFilter {
  readonly shopId: string;
  readonly livemode: boolean;
  readonly sku: string | null;
  readonly orderId: string | null;
  readonly after: StockHoldPlace | null;
  readonly limit: number;
}

export type StockHoldRow = StockHoldAnswer & StockHoldPlace;

/** Reads what payments hold of a shop's stock. */
export class StockHoldReader {
  constructor(private readonly dataSource: DataSource) {}

  /** Of the latest payment first; within a payment the latest hold first, line by line. */
  async list(filter: StockHoldFilter): Promise<StockHoldRow[]> {
    const { after } = filter;
    const rows = await this.dataSource.query<StoredHold[]>(
      `select h.payment_id, p.order_id, h.generation, h.line, h.sku, h.quantity, h.state, h.held_at, h.settled_at
       from stock_hold h join payment p on p.id = h.payment_id
       where p.shop_id = $1 and p.livemode = $2 and ($3::text is null or h.sku = $3)
         and ($4::text is null or p.order_id = $4)
         and ($5::text is null or (h.payment_id, h.generation, -h.line) < ($5, $6::int, -$7::int))
       order by h.payment_id desc, h.generation desc, h.line limit $8`,
      [
        filter.shopId,
        filter.livemode,
        filter.sku,
        filter.orderId,
        after?.paymentId ?? null,
        after?.generation ?? null,
        after?.line ?? null,
        filter.limit,
      ],
    );
    return rows.map((row) => ({
      paymentId: row.payment_id,
      orderId: row.order_id,
      sku: row.sku,
      quantity: row.quantity,
      state: row.state,
      heldAt: limaInstant(row.held_at),
      settledAt: row.settled_at && limaInstant(row.settled_at),
      generation: row.generation,
      line: row.line,
    }));
  }
}

interface StoredHold {
  payment_id: string;
  order_id: string;
  generation: number;
  line: number;
  sku: string;
  quantity: number;
  state: StockHoldAnswer['state'];
  held_at: Date;
  settled_at: Date | null;
}
