const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * The merchant reference of one requested CIP, unique per account: the first 27 characters of the order reference, a
 * hyphen and 8 random characters, so that finance still reads the order in the panel (pagoefectivo-api.md §13.3).
 */
export function transactionCode(orderId: string, random: Uint8Array): string {
  const suffix = Array.from(random.subarray(0, 8), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  if (suffix.length !== 8) throw new RangeError('transactionCode needs 8 random bytes');
  // A cut must not leave half of a surrogate pair behind.
  return `${orderId.slice(0, 27).replace(/[\ud800-\udbff]$/, '')}-${suffix}`;
}
