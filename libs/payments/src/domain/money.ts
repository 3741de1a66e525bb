/** Money as the API writes it: up to 16 integer digits (the gateway's N(18,2)), a dot, exactly two decimals. */
const DECIMAL = /^(0|[1-9]\d{0,15})\.(\d{2})$/;

export const CURRENCIES = ['PEN', 'USD'] as const;
export type Currency = (typeof CURRENCIES)[number];

/** "129.90" → 12990n; null for anything else, "129.9", "1e3" and "-1.00" included. */
export function parseAmount(text: string): bigint | null {
  const match = DECIMAL.exec(text);
  return match ? BigInt(`${match[1]}${match[2]}`) : null;
}

/** 12990n → "129.90". */
export function formatAmount(amountMinor: bigint): string {
  const sign = amountMinor < 0n ? '-' : '';
  const digits = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
