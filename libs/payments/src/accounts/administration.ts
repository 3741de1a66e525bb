import type { DataSource } from 'typeorm';
import type { Clock } from '../clock.port.js';
import type { SecretSealer } from '../secret-sealer.port.js';
import { AdminKeys } from './admin-keys.js';
import { ApiKeys } from './api-keys.js';
import { GatewayAccounts } from './gateway-accounts.js';
import { Merchants } from './merchants.js';
import { ShopAccounts } from './shop-accounts.js';
import { Shops } from './shops.js';

/** Everything that administrators manage (requirement R24), for the console and the command line. */
export interface Administration {
  readonly merchants: Merchants;
  readonly shops: Shops;
  readonly apiKeys: ApiKeys;
  readonly accounts: GatewayAccounts;
  readonly shopAccounts: ShopAccounts;
  readonly adminKeys: AdminKeys;
}

export function createAdministration(parts: {
  readonly dataSource: DataSource;
  readonly clock: Clock;
  readonly sealer: SecretSealer;
  /** What expires for people and their programs runs on the machine's time, also where the product's is moved. */
  readonly machineClock: Clock;
}): Administration {
  const { dataSource, clock, sealer, machineClock } = parts;
  return {
    merchants: new Merchants(dataSource, clock),
    shops: new Shops(dataSource, clock),
    apiKeys: new ApiKeys(dataSource, clock),
    accounts: new GatewayAccounts(dataSource, clock, sealer),
    shopAccounts: new ShopAccounts(dataSource, clock),
    adminKeys: new AdminKeys(dataSource, machineClock),
  };
}
