import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { BankAccount, RefundEvidence } from '#payments';
import { textEvidence } from '#payments';
import { optional } from '../admin/options.js';
import { pipedJson } from '../admin/piped-input.js';
import { type CommandCall, UsageError } from '../command.js';

export const DESTINATION_HELP = `With --stdin the account is read from the standard input, because every user of a machine can read the options of a
process: {"type":"cci","number":"<20 digits>","holder":"Rosa Quispe","documentType":"DNI","documentNumber":"40226700"}
or {"type":"account","bank":"BCP","number":"191-…","holder":"…"}.`;

const MEDIA_TYPES: Record<string, string> = {
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.txt': 'text/plain',
};

/** The account on the standard input; null when the command was not told to read one. */
export async function destinationOf({ io, values }: CommandCall): Promise<BankAccount | null> {
  if (values['stdin'] !== true) return null;
  const given = await pipedJson(io, 'the account of the shopper');
  const text = (name: string): string | null => {
    const value: unknown = typeof given === 'object' && given !== null ? Reflect.get(given, name) : undefined;
    return typeof value === 'string' ? value : null;
  };
  const type = text('type');
  if (type !== 'cci' && type !== 'account') throw new UsageError('The account has no "type": give "cci" or "account".');
  return {
    type,
    bank: text('bank'),
    number: text('number') ?? '',
    holder: text('holder') ?? '',
    documentType: text('documentType'),
    documentNumber: text('documentNumber'),
  };
}

/** The slip that `--evidence` names, and what `--note` says. */
export async function evidenceOf({ values }: Pick<CommandCall, 'values'>): Promise<RefundEvidence[]> {
  const file = optional(values, 'evidence');
  const note = optional(values, 'note');
  const slips = file === undefined ? [] : [await slipOf(file)];
  return [...slips, ...(note === undefined ? [] : [textEvidence(note)])];
}

async function slipOf(file: string): Promise<RefundEvidence> {
  const mediaType = MEDIA_TYPES[extname(file).toLowerCase()];
  if (mediaType === undefined) {
    throw new UsageError(`--evidence is a file that ends in ${Object.keys(MEDIA_TYPES).join(', ')}.`);
  }
  return { name: basename(file), mediaType, content: await readFile(file) };
}
