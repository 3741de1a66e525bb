import type { Command } from '../command.js';
import { caseCommands } from './case-commands.js';
import { clockStatus } from './clock-status.js';
import { eventsCheckReceiver } from './events-check-receiver.js';
import { eventsReplay } from './events-replay.js';
import { notificationCommands } from './notification-commands.js';
import { paymentChanges } from './payment-changes.js';
import { refundCommands } from './refund-commands.js';
import { recordCommands } from './record-commands.js';
import { rekey } from './rekey.js';
import { secretRotate } from './secret-rotate.js';

/** What operators do about single payments, cases, messages and events. */
export const operatorCommands: readonly Command[] = [
  ...paymentChanges,
  ...caseCommands,
  ...refundCommands,
  ...notificationCommands,
  clockStatus,
  eventsReplay,
  eventsCheckReceiver,
  secretRotate,
  rekey,
  ...recordCommands,
];
