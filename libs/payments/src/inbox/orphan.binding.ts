import type { DataSource } from 'typeorm';
import type { CipRecord } from '../gateway.port.js';
import type { PaymentLedger } from '../orders/payment-ledger.js';

/**
 * Gives a CIP of ours whose create was never answered the number that the gateway names with its transaction code: only
 * the gateway's own search binds a number to a payment (pagoefectivo-api.md §13.3). The code is ours alone, so another
 * amount does not make it another order's: its money is then disputed. Resolves with the payment's id, or null when it is
 * none of ours or its answer may still come.
 */
export async function bindOrphan(
  parts: { readonly dataSource: DataSource; readonly ledger: PaymentLedger },
  found: { readonly accountId: string; readonly record: CipRecord },
): Promise<string | null> {
  const { accountId, record } = found;
  const [orphan]: { id: string; payment_id: string }[] = await parts.dataSource.query(
    `select c.id, c.payment_id from cip c where c.account_id = $1 and c.transaction_code = $2 and c.number is null
       and not exists (select 1 from gateway_command g where g.cip_id = c.id and g.status = 'sent' and g.lease_until > now())`,
    [accountId, record.transactionCode],
  );
  if (!orphan) return null;
  const { verdict } = await parts.ledger.observe({
    kind: 'cip_found',
    paymentId: orphan.payment_id,
    cipId: orphan.id,
    number: record.number,
  });
  return verdict.kind === 'refused' ? null : orphan.payment_id;
}
