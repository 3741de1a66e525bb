export type HeaderRecord = Record<string, string | string[] | undefined>;

/**
 * One header whatever the case of its name, `null` when it was not sent. A header that was sent more than once is
 * joined with commas, as node does it, so that it reads as no signature and no timestamp.
 */
export function readHeader(headers: HeaderRecord, name: string): string | null {
  const values: string[] = [];
  for (const [key, value] of Object.entries(headers)) {
    if (value !== undefined && key.toLowerCase() === name.toLowerCase()) values.push(...[value].flat());
  }
  return values.length === 0 ? null : values.join(', ').trim();
}
