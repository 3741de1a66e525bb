import type { CliIo } from '../cli-io.js';
import { UsageError } from '../command.js';

const MAX_LENGTH = 4_096;

/** What is piped into the command line, as JSON. Throws a sentence for anything else. */
export async function pipedJson({ input }: CliIo, what: string): Promise<unknown> {
  let text = '';
  for await (const chunk of input ?? []) {
    text += String(chunk);
    if (text.length > MAX_LENGTH) throw new UsageError(`There is too much on the standard input for ${what}.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    // The text itself is not repeated: it may be an account.
    throw new UsageError(`The standard input is not JSON: ${what} is wanted, as the help of this command shows.`);
  }
}
