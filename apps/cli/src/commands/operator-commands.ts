import type { Command } from '../command.js';
import { caseCommands } from './case-commands.js';
import { deliveryCommands } from './delivery-commands.js';
import { eventsReplay } from './events-replay.js';
import { notificationCommands } from './notification-commands.js';
import { paymentChanges } from './payment-changes.js';
import { secretRotate } from './secret-rotate.js';

/** What operators do about single payments, cases, messages and events. */
export const operatorCommands: readonly Command[] = [
  ...paymentChanges,
  ...caseCommands,
  ...notificationCommands,
  eventsReplay,
  ...deliveryCommands,
  secretRotate,
];
