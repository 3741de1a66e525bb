import type { DataSource } from 'typeorm';
import type { PaymentState } from '../domain/index.js';
import { openCommandOf } from '../domain/index.js';
import type { GatewayCommandRunner } from '../gateway-commands/gateway-command.runner.js';
import type { NotificationApplier } from '../inbox/notification-applier.js';
import type { PaymentReader } from '../orders/payment.reader.js';
import type { CipSearch } from './cip-search.service.js';

export interface PaymentCheckReport {
  readonly before: PaymentState;
  readonly after: PaymentState;
  /** Stored notifications about it that nobody had applied. */
  readonly notificationsApplied: number;
  /** A call to the gateway whose outcome was unknown was brought to its end. */
  readonly commandSettled: boolean;
  /** CIPs whose number we know: what there was to ask about. */
  readonly cipsKnown: number;
  /** Fewer than known: the gateway could not be asked. */
  readonly cipsAsked: number;
}

/**
 * Finds out now, in this process, what is true about one payment (requirement R15): applies what is stored about it,
 * ends a call of unknown outcome, and asks the gateway. It does what the workers do, by the same rules, and needs
 * neither them nor the queue.
 */
export class PaymentCheck {
  constructor(
    private readonly dataSource: DataSource,
    private readonly parts: {
      readonly reader: PaymentReader;
      readonly applier: NotificationApplier;
      readonly commands: GatewayCommandRunner;
      readonly search: CipSearch;
    },
  ) {}

  /** Null when there is no such payment. */
  async check(paymentId: string): Promise<PaymentCheckReport | null> {
    const { reader, commands, search } = this.parts;
    const before = await reader.find(paymentId, null);
    if (!before) return null;
    const notificationsApplied = await this.applyStored(paymentId);
    const command = openCommandOf((await reader.get(paymentId)).payment);
    const commandSettled = command !== undefined && (await commands.settle(command.id));
    const cipsAsked = await search.checkPayment(paymentId);
    const { payment } = await reader.get(paymentId);
    return {
      before: before.payment.state,
      after: payment.state,
      notificationsApplied,
      commandSettled,
      cipsKnown: payment.cips.filter((cip) => cip.number !== null).length,
      cipsAsked,
    };
  }

  private async applyStored(paymentId: string): Promise<number> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `select n.id from cip c join notification n on n.account_id = c.account_id and n.cip_number = c.number
       where c.payment_id = $1 and n.status = 'pending' order by n.received_at`,
      [paymentId],
    );
    return rows.length === 0 ? 0 : this.parts.applier.applyIds(rows.map((row) => row.id));
  }
}
