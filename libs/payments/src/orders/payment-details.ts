/** What the storefront said about a payment: shown and handed on, never decided upon. */
export interface PaymentDetails {
  readonly paymentId: string;
  readonly shopId: string;
  readonly orderId: string;
  readonly livemode: boolean;
  readonly description: string | null;
  readonly customer: CustomerDetails;
  readonly items: readonly ItemDetails[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly returnUrl: string | null;
  readonly pageToken: string;
  readonly updatedAt: Date;
}

export interface CustomerDetails {
  readonly email: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly phone?: string;
  readonly documentType?: string;
  readonly documentNumber?: string;
}

export interface ItemDetails {
  readonly sku: string;
  readonly name: string | null;
  readonly quantity: number;
  readonly unitPriceMinor: bigint | null;
}
