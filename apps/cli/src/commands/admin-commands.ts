import type { Command } from '../command.js';
import { accountCommands } from './account-commands.js';
import { adminKeyCommands } from './admin-key-commands.js';
import { apiKeyCommands } from './api-key-commands.js';
import { endpointCommands } from './endpoint-commands.js';
import { merchantCommands } from './merchant-commands.js';
import { operatorAccountCommands } from './operator-account-commands.js';
import { secretList } from './secret-list.js';
import { shopCommands } from './shop-commands.js';

/** Merchants, shops, keys, accounts and endpoints (requirement R24). */
export const adminCommands: readonly Command[] = [
  ...merchantCommands,
  ...shopCommands,
  ...apiKeyCommands,
  ...accountCommands,
  ...endpointCommands,
  ...adminKeyCommands,
  secretList,
  ...operatorAccountCommands,
];
