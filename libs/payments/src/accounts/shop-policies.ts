/** What a shop does in its own way. */
export interface ShopPolicies {
  /**
   * Seconds before the deadline at which a reminder goes out, longest first; empty for none, null for the product's own
   * default.
   */
  readonly expiringSoonS: readonly number[] | null;
}

export const MAX_EXPIRING_SOON = 5;
export const MIN_EXPIRING_SOON_S = 60;
export const MAX_EXPIRING_SOON_S = 30 * 24 * 60 * 60;

/** Policies as `shop.policies` stores them: `{"expiringSoonS": [7200]}`. What is not understood is the default. */
export function readShopPolicies(stored: unknown): ShopPolicies {
  const given: unknown =
    typeof stored === 'object' && stored !== null ? Reflect.get(stored, 'expiringSoonS') : undefined;
  return { expiringSoonS: isReminderList(given) ? longestFirst(given) : null };
}

/** What `shop.policies` is to hold; a default stands there as an absent member. */
export function storedShopPolicies({ expiringSoonS }: ShopPolicies): Record<string, unknown> {
  return expiringSoonS === null ? {} : { expiringSoonS: longestFirst(expiringSoonS) };
}

/** Up to five whole numbers of seconds, each from a minute to thirty days. */
export function isReminderList(value: unknown): value is readonly number[] {
  return (
    Array.isArray(value) &&
    value.length <= MAX_EXPIRING_SOON &&
    value.every(
      (entry: unknown) =>
        Number.isInteger(entry) && Number(entry) >= MIN_EXPIRING_SOON_S && Number(entry) <= MAX_EXPIRING_SOON_S,
    )
  );
}

function longestFirst(seconds: readonly number[]): number[] {
  return [...new Set(seconds)].sort((a, b) => b - a);
}
