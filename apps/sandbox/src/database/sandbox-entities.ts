import { ActEntity } from './act.entity.js';
import { CipEntity } from './cip.entity.js';
import { SandboxSchema1763900000101 } from './migrations/0001-sandbox-schema.js';
import { NotificationEntity } from './notification.entity.js';
import { PaymentEntity } from './payment.entity.js';
import { RefundEntity } from './refund.entity.js';
import { RequestEntity } from './request.entity.js';
import { SettingsEntity } from './settings.entity.js';

export const sandboxEntities = [
  ActEntity,
  CipEntity,
  NotificationEntity,
  PaymentEntity,
  RefundEntity,
  RequestEntity,
  SettingsEntity,
];

export const sandboxMigrations = [SandboxSchema1763900000101];
