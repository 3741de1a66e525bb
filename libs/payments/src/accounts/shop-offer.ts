import type { DataSource } from 'typeorm';

/** How an account differs from the product's own list of channels. */
export interface ChannelSetting {
  /** False hides the channel. */
  readonly offered?: boolean;
  /** Instead of the published cap, in minor units; null lifts it. */
  readonly maxAmountMinor?: bigint | null;
}

/** What one shop offers through one account: bounds of a payment and the channels a shopper is shown. */
export interface ShopOffer {
  readonly shopName: string;
  readonly minAmountMinor: bigint | null;
  readonly maxAmountMinor: bigint | null;
  /** By channel id. */
  readonly channels: Readonly<Record<string, ChannelSetting>>;
}

/** Reads what shops offer (requirements R13, R24). */
export class ShopOffers {
  constructor(private readonly dataSource: DataSource) {}

  /** Throws when there is no such shop or account: for ids that a row vouches for. */
  async of(wanted: { shopId: string; accountId: string }): Promise<ShopOffer> {
    const [row] = await this.dataSource.query<OfferRow[]>(
      `select s.name, a.min_amount_minor, a.max_amount_minor, a.channels
       from shop s, gateway_account a where s.id = $1 and a.id = $2`,
      [wanted.shopId, wanted.accountId],
    );
    if (!row) throw new Error(`no shop ${wanted.shopId} or no account ${wanted.accountId}`);
    return {
      shopName: row.name,
      minAmountMinor: row.min_amount_minor === null ? null : BigInt(row.min_amount_minor),
      maxAmountMinor: row.max_amount_minor === null ? null : BigInt(row.max_amount_minor),
      channels: toChannelSettings(row.channels),
    };
  }
}

/** As stored: `{"offered": false}`, `{"maxAmountMinor": "50000"}`, `{"maxAmountMinor": null}`. */
export interface StoredChannelSetting {
  readonly offered?: boolean;
  readonly maxAmountMinor?: string | null;
}

interface OfferRow {
  name: string;
  min_amount_minor: string | null;
  max_amount_minor: string | null;
  channels: Record<string, StoredChannelSetting>;
}

/** What `gateway_account.channels` holds, by channel id. */
export function toChannelSettings(
  stored: Readonly<Record<string, StoredChannelSetting>>,
): Record<string, ChannelSetting> {
  return Object.fromEntries(Object.entries(stored).map(([id, setting]) => [id, toSetting(setting)]));
}

function toSetting({ offered, maxAmountMinor }: StoredChannelSetting): ChannelSetting {
  return {
    ...(offered === undefined ? {} : { offered }),
    ...(maxAmountMinor === undefined
      ? {}
      : { maxAmountMinor: maxAmountMinor === null ? null : BigInt(maxAmountMinor) }),
  };
}
