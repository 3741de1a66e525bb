import type { DataSource } from 'typeorm';
import { In } from 'typeorm';
import type { ShownStatus } from '../cips/cip-state.js';
import { CipEntity } from '../database/cip.entity.js';
import { NotificationEntity } from '../database/notification.entity.js';
import { PaymentEntity } from '../database/payment.entity.js';
import { RefundEntity } from '../database/refund.entity.js';
import { toCipView, type CipView } from './cip-view.js';

export interface CipFilter {
  status: ShownStatus | null;
  transactionCode: string | null;
}

const STATUS_CONDITIONS: Readonly<Record<ShownStatus, string>> = {
  pending: `cip.status = 'pending' and cip.expires_at >= :now`,
  expired: `cip.status = 'pending' and cip.expires_at < :now`,
  paid: `cip.status = 'paid'`,
  removed: `cip.status = 'removed'`,
};

/** CIPs with everything that happened to them, for the control plane. */
export class CipReader {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest number first, below the number `before`. */
  async list(filter: CipFilter, page: { before: string | null; limit: number; now: Date }): Promise<CipEntity[]> {
    const query = this.dataSource.manager.createQueryBuilder(CipEntity, 'cip');
    if (filter.status !== null) query.andWhere(STATUS_CONDITIONS[filter.status], { now: page.now });
    if (filter.transactionCode !== null)
      query.andWhere('cip.transaction_code = :code', { code: filter.transactionCode });
    if (page.before !== null) query.andWhere('cip.number < :before', { before: page.before });
    return query.orderBy('cip.number', 'DESC').take(page.limit).getMany();
  }

  async views(cips: readonly CipEntity[], at: { now: Date; publicUrl: string }): Promise<CipView[]> {
    const where = { cip: In(cips.map((cip) => cip.number)) };
    const { manager } = this.dataSource;
    const [payments, refunds, notifications] = await Promise.all([
      manager.find(PaymentEntity, { where, order: { id: 'ASC' } }),
      manager.find(RefundEntity, { where, order: { refundedAt: 'ASC' } }),
      manager.find(NotificationEntity, { where, order: { id: 'ASC' } }),
    ]);
    return cips.map((cip) => {
      const own = <T extends { cip: string }>(rows: readonly T[]) => rows.filter((row) => row.cip === cip.number);
      return toCipView(cip, { payments: own(payments), refunds: own(refunds), notifications: own(notifications) }, at);
    });
  }
}
