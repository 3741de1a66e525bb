import type { DataSource } from 'typeorm';
import type { Payment, PaymentState } from '../domain/index.js';
import { loadBooksOfPayments } from './order-book.loader.js';
import type { PaymentDetails } from './payment-details.js';
import type { PaymentView } from './payment-view.js';
import { toPaymentView } from './payment-view.js';

export interface FoundPayment {
  readonly payment: Payment;
  readonly details: PaymentDetails;
}

export interface PaymentFilter {
  /** Null for operators, who see all shops. */
  readonly shopId: string | null;
  readonly orderId?: string;
  readonly state?: PaymentState;
  readonly cip?: string;
  /** Payments created before this one (an id from an earlier page). */
  readonly before?: string;
  readonly limit: number;
}

/** Reads payments as they are now, without locks. */
export class PaymentReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly publicUrl: string,
  ) {}

  /** Throws when there is none: for ids that a row vouches for. */
  async get(paymentId: string): Promise<FoundPayment> {
    const [found] = await this.load([paymentId]);
    if (!found) throw new Error(`no payment ${paymentId}`);
    return found;
  }

  async find(paymentId: string, shopId: string | null): Promise<FoundPayment | null> {
    const [found] = await this.load([paymentId]);
    return found && (shopId === null || found.details.shopId === shopId) ? found : null;
  }

  async findByPageToken(token: string): Promise<FoundPayment | null> {
    return this.first('select id from payment where page_token = $1', [token]);
  }

  async findOpen(shopId: string, orderId: string): Promise<FoundPayment | null> {
    return this.first(
      `select id from payment where shop_id = $1 and order_id = $2 and state in ('created', 'pending', 'expiring')`,
      [shopId, orderId],
    );
  }

  /** By payment id, order reference or CIP, for people; newest first. */
  async lookUp(text: string): Promise<FoundPayment[]> {
    const rows: { id: string }[] = await this.dataSource.query(
      `select id from payment where id = $1 union select id from payment where order_id = $1
       union select payment_id from cip where number = $2 or transaction_code = $1 order by id desc limit 50`,
      [text, /^\d{1,14}$/.test(text) ? text.replace(/^0+(?=\d)/, '') : null],
    );
    return this.load(rows.map((row) => row.id));
  }

  /** Newest first. */
  async list(filter: PaymentFilter): Promise<FoundPayment[]> {
    const conditions: string[] = [];
    const parameters: unknown[] = [];
    const where = (sql: string, value: unknown): void => {
      parameters.push(value);
      conditions.push(sql.replace('?', `$${parameters.length}`));
    };
    if (filter.shopId !== null) where('p.shop_id = ?', filter.shopId);
    if (filter.orderId !== undefined) where('p.order_id = ?', filter.orderId);
    if (filter.state !== undefined) where('p.state = ?', filter.state);
    if (filter.cip !== undefined) {
      where(
        'exists (select 1 from cip c where c.payment_id = p.id and c.number = ?)',
        filter.cip.replace(/^0+(?=\d)/, ''),
      );
    }
    if (filter.before !== undefined) where('p.id < ?', filter.before);
    parameters.push(filter.limit);
    const rows: { id: string }[] = await this.dataSource.query(
      `select p.id from payment p ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}
       order by p.id desc limit $${parameters.length}`,
      parameters,
    );
    return this.load(rows.map((row) => row.id));
  }

  view(found: FoundPayment): PaymentView {
    return toPaymentView({ ...found, publicUrl: this.publicUrl });
  }

  private async first(sql: string, parameters: unknown[]): Promise<FoundPayment | null> {
    const rows: { id: string }[] = await this.dataSource.query(sql, parameters);
    const [found] = await this.load(rows.map((row) => row.id));
    return found ?? null;
  }

  private async load(ids: readonly string[]): Promise<FoundPayment[]> {
    if (ids.length === 0) return [];
    // One snapshot: a payment is never shown half before and half after somebody's commit.
    const { books, details } = await this.dataSource.transaction('REPEATABLE READ', (manager) =>
      loadBooksOfPayments(manager, ids, { lock: false }),
    );
    const all = new Map(books.flatMap((book) => book.payments.map((payment) => [payment.id, payment] as const)));
    return ids.flatMap((id) => {
      const payment = all.get(id);
      const known = details.get(id);
      return payment && known ? [{ payment, details: known }] : [];
    });
  }
}
