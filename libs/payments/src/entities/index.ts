import { AdminKeyEntity } from './admin-key.entity.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { AuditEntryEntity } from './audit-entry.entity.js';
import { CipEntity } from './cip.entity.js';
import { DeliveryEntity } from './delivery.entity.js';
import { DeliveryAttemptEntity } from './delivery-attempt.entity.js';
import { GatewayAccountEntity } from './gateway-account.entity.js';
import { GatewayBudgetEntity } from './gateway-budget.entity.js';
import { GatewayCallEntity } from './gateway-call.entity.js';
import { GatewayCommandEntity } from './gateway-command.entity.js';
import { GatewayFactEntity } from './gateway-fact.entity.js';
import { GatewaySecretEntity } from './gateway-secret.entity.js';
import { IdempotencyKeyEntity } from './idempotency-key.entity.js';
import { MerchantEntity } from './merchant.entity.js';
import { MessageExportEntity } from './message-export.entity.js';
import { NotificationEntity } from './notification.entity.js';
import { OperatorEntity } from './operator.entity.js';
import { OperatorSessionEntity } from './operator-session.entity.js';
import { OutboxEventEntity } from './outbox-event.entity.js';
import { PaymentEntity } from './payment.entity.js';
import { PaymentEventEntity } from './payment-event.entity.js';
import { PaymentItemEntity } from './payment-item.entity.js';
import { ReceiptEntity } from './receipt.entity.js';
import { RefundEntity } from './refund.entity.js';
import { RefundEvidenceEntity } from './refund-evidence.entity.js';
import { RelayStateEntity } from './relay-state.entity.js';
import { ReviewCaseEntity } from './review-case.entity.js';
import { SettlementFileEntity } from './settlement-file.entity.js';
import { SettlementLineEntity } from './settlement-line.entity.js';
import { SettlementPayoutLineEntity } from './settlement-payout-line.entity.js';
import { SettlementRuleEntity } from './settlement-rule.entity.js';
import { ShopEntity } from './shop.entity.js';
import { ShopAccountEntity } from './shop-account.entity.js';
import { StockHoldEntity } from './stock-hold.entity.js';
import { WebhookEndpointEntity } from './webhook-endpoint.entity.js';

export * from './admin-key.entity.js';
export * from './api-key.entity.js';
export * from './audit-entry.entity.js';
export * from './cip.entity.js';
export * from './delivery.entity.js';
export * from './delivery-attempt.entity.js';
export * from './gateway-account.entity.js';
export * from './gateway-budget.entity.js';
export * from './gateway-call.entity.js';
export * from './gateway-command.entity.js';
export * from './gateway-fact.entity.js';
export * from './gateway-secret.entity.js';
export * from './idempotency-key.entity.js';
export * from './merchant.entity.js';
export * from './message-export.entity.js';
export * from './notification.entity.js';
export * from './operator.entity.js';
export * from './operator-session.entity.js';
export * from './outbox-event.entity.js';
export * from './payment.entity.js';
export * from './payment-event.entity.js';
export * from './payment-item.entity.js';
export * from './receipt.entity.js';
export * from './refund.entity.js';
export * from './refund-evidence.entity.js';
export * from './relay-state.entity.js';
export * from './review-case.entity.js';
export * from './settlement-file.entity.js';
export * from './settlement-line.entity.js';
export * from './settlement-payout-line.entity.js';
export * from './settlement-rule.entity.js';
export * from './shop.entity.js';
export * from './shop-account.entity.js';
export * from './stock-hold.entity.js';
export * from './webhook-endpoint.entity.js';

/** Every table of the main model, as TypeORM must know it; kept equal to the migrations by `schemaDrift`. */
export const paymentEntities = [
  MerchantEntity,
  ShopEntity,
  ApiKeyEntity,
  GatewayAccountEntity,
  GatewaySecretEntity,
  GatewayBudgetEntity,
  ShopAccountEntity,
  PaymentEntity,
  PaymentItemEntity,
  StockHoldEntity,
  CipEntity,
  GatewayFactEntity,
  ReceiptEntity,
  GatewayCommandEntity,
  PaymentEventEntity,
  NotificationEntity,
  MessageExportEntity,
  GatewayCallEntity,
  OutboxEventEntity,
  RelayStateEntity,
  WebhookEndpointEntity,
  DeliveryEntity,
  DeliveryAttemptEntity,
  ReviewCaseEntity,
  RefundEntity,
  RefundEvidenceEntity,
  SettlementFileEntity,
  SettlementLineEntity,
  SettlementPayoutLineEntity,
  SettlementRuleEntity,
  IdempotencyKeyEntity,
  OperatorEntity,
  OperatorSessionEntity,
  AdminKeyEntity,
  AuditEntryEntity,
];
