import type { DataSource } from 'typeorm';
import type { PaymentState } from '../domain/index.js';
import { paymentOfPageToken } from '../identifiers.js';
import { inTransaction } from '../statements.js';
import { waitingNotifications } from './order-book.loader.js';
import type { FoundPayment } from './payment-record.loader.js';
import { loadRecords } from './payment-record.loader.js';
import type { PaymentView } from './payment-view.js';
import { toPaymentView } from './payment-view.js';

export type { FoundPayment } from './payment-record.loader.js';

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
    const paymentId = paymentOfPageToken(token);
    if (paymentId === null) return null;
    return this.first('select id from payment where id = $1 and page_token = $2', [paymentId, token]);
  }

  async findOpen(shopId: string, orderId: string): Promise<FoundPayment | null> {
    return this.first(
      `select id from payment where shop_id = $1 and order_id = $2 and state in ('created', 'pending', 'expiring')`,
      [shopId, orderId],
    );
  }

  /** By payment id, order reference or CIP, for people; newest first. */
  async lookUp(text: string): Promise<FoundPayment[]> {
    const rows: { id: string }[] = await this.dataSource.query(LOOK_UP, [
      text,
      /^\d{1,14}$/.test(text) ? text.replace(/^0+(?=\d)/, '') : null,
    ]);
    return this.load(rows.map((row) => row.id));
  }

  /** Newest first. */
  async list(filter: PaymentFilter): Promise<FoundPayment[]> {
    const parameters: unknown[] = [filter.limit];
    const given = (sql: string, value: unknown): string => {
      if (value === undefined || value === null) return '';
      parameters.push(value);
      return sql.replace('?', `$${parameters.length}`);
    };
    const conditions = [
      given('and p.order_id = ?', filter.orderId),
      given('and p.state = ?', filter.state),
      given(`and p.id in (${OF_CIP})`, filter.cip?.replace(/^0+(?=\d)/, '')),
      given('and p.id < ?', filter.before),
    ];
    // Shop by shop, so that each is read from the end of its index, however many payments are stored.
    const rows: { id: string }[] = await this.dataSource.query(
      `select found.id from shop s cross join lateral (
         select p.id from payment p where p.shop_id = s.id ${conditions.join(' ')} order by p.id desc limit $1
       ) found where true ${given('and s.id = ?', filter.shopId)} order by found.id desc limit $1`,
      parameters,
    );
    return this.load(rows.map((row) => row.id));
  }

  /** Verified notifications for its CIPs that are stored but not applied yet. */
  async notificationsWaiting(paymentId: string): Promise<number> {
    return inTransaction(this.dataSource, (manager) => waitingNotifications(manager, paymentId), 'snapshot');
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
    const found = await inTransaction(this.dataSource, (manager) => loadRecords(manager, ids), 'snapshot');
    const all = new Map(found.map((one) => [one.payment.id, one]));
    return ids.flatMap((id) => all.get(id) ?? []);
  }
}

/** Payments that ever had this CIP number, account by account: no index begins with the number alone. */
const OF_CIP = 'select c.payment_id from gateway_account a join cip c on c.account_id = a.id and c.number = ?';

/** $1 what was typed, $2 the same as a CIP number or null. Shop by shop and account by account, as the indexes begin with them. */
const LOOK_UP = `
  select id from payment where id = $1
  union select p.id from shop s join payment p on p.shop_id = s.id and p.order_id = $1
  union select c.payment_id from gateway_account a join cip c on c.account_id = a.id and c.number = $2
  union select c.payment_id from gateway_account a join cip c on c.account_id = a.id and c.transaction_code = $1
  order by id desc limit 50`;
