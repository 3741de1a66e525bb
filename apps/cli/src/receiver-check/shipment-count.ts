/** How often an order was shipped, as the receiver's own side counts it; null where nobody tells. */
export type ShipmentCount = (orderId: string) => Promise<number | null>;

/** Stands in the address for the order's number. */
export const ORDER_PLACEHOLDER = '{orderId}';

/**
 * Asks an address of the receiver: `http://…/shipments?orderId={orderId}`, answered with JSON that has a whole number
 * under `count`, or that is one. Throws a sentence when it answers otherwise.
 */
export function countAt(template: string): ShipmentCount {
  return async (orderId) => {
    const url = template.replaceAll(ORDER_PLACEHOLDER, encodeURIComponent(orderId));
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(10_000) });
    const text = await response.text();
    const count = response.ok ? countIn(text) : null;
    if (count !== null) return count;
    throw new Error(
      `${url} answered ${response.status} with ${JSON.stringify(text.slice(0, 80))}: it must answer 200 with {"count": <how often the order was shipped>}.`,
    );
  };
}

function countIn(text: string): number | null {
  try {
    const value: unknown = JSON.parse(text);
    const count = typeof value === 'object' && value !== null && 'count' in value ? value.count : value;
    return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : null;
  } catch {
    return null;
  }
}
