import { amountToNumberText } from '#pagoefectivo';

/** 2500n → 25: the gateway's API answers a JSON number without trailing zeros. Exact up to 15 digits, far above any cap. */
export function amountNumber(amountMinor: bigint): number {
  return Number(amountToNumberText(amountMinor));
}
