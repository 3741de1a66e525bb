import type { Log } from './types.d.ts';

export interface StorefrontOptions {
  /** Address to listen on; 127.0.0.1 for this machine only. */
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Where the Checkout API is. */
  readonly chasquiUrl: string;
  readonly apiKey: string;
  /** For orders, events and the endpoint's secret. Made when it is not there. */
  readonly dataDir: string;
  /** Where shoppers and Chasqui reach the shop; this machine when absent. Without a slash at its end. */
  readonly publicUrl?: string;
  /** Asked for at /backoffice. Without one it opens only on this machine. */
  readonly backOfficePassword?: string;
  /** Shown at the foot of the page in test mode. */
  readonly links?: readonly { readonly label: string; readonly url: string }[];
  readonly log: Log;
}

export interface Storefront {
  /** For shoppers. */
  readonly url: string;
  /** Waits for what is being answered. */
  close(): Promise<void>;
}

/**
 * Starts the shop and registers its webhook endpoint. Rejects with a sentence when the port is taken, when Chasqui
 * cannot be reached, or when it does not know the API key.
 */
export function startStorefront(options: StorefrontOptions): Promise<Storefront>;
