import { MainModel1763900000001 } from './0001-main-model.js';
import { PaymentLife1764090000002 } from './0002-payment-life.js';
import { ShopsAndKeys1764090000003 } from './0003-shops-and-keys.js';
import { Settlement1764090000004 } from './0004-settlement.js';
import { Refunds1764090000005 } from './0005-refunds.js';
import { Cases1764090000006 } from './0006-cases.js';
import { Polling1764090000007 } from './0007-polling.js';
import { Alerts1764090000008 } from './0008-alerts.js';
import { Closing1764090000009 } from './0009-closing.js';
import { Deliveries1764090000010 } from './0010-deliveries.js';
import { EventFeed1764090000011 } from './0011-event-feed.js';
import { Records1764090000012 } from './0012-records.js';
import { Growth1764090000013 } from './0013-growth.js';
import { Throughput1764090000014 } from './0014-throughput.js';
import { SecretUse1764090000015 } from './0015-secret-use.js';
import { Leases1764090000016 } from './0016-leases.js';
import { PageTokens1764090000017 } from './0017-page-tokens.js';

/** In the order they run; a new one is appended, an old one never edited. */
export const paymentMigrations = [
  MainModel1763900000001,
  PaymentLife1764090000002,
  ShopsAndKeys1764090000003,
  Settlement1764090000004,
  Refunds1764090000005,
  Cases1764090000006,
  Polling1764090000007,
  Alerts1764090000008,
  Closing1764090000009,
  Deliveries1764090000010,
  EventFeed1764090000011,
  Records1764090000012,
  Growth1764090000013,
  Throughput1764090000014,
  SecretUse1764090000015,
  Leases1764090000016,
  PageTokens1764090000017,
];
