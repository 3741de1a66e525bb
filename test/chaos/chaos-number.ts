/** A whole number of the environment: what scripts/chaos.mjs passes on. */
export function chaosNumber(name: string, absent: number): number {
  const text = process.env[name];
  if (text === undefined) return absent;
  if (!/^\d{1,10}$/.test(text)) throw new Error(`${name} is "${text}": a whole number is needed.`);
  return Number(text);
}
