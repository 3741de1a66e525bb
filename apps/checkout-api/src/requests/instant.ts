import { parseInstant } from '#platform';

export { parseInstant };

/** Of text that passed `IsInstant`. */
export function instantOf(text: string): Date {
  const instant = parseInstant(text);
  if (!instant) throw new Error('an instant passed validation and is none');
  return instant;
}
