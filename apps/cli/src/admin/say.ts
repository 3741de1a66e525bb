import { type CommandCall, EXIT } from '../command.js';
import { columns } from '../print/columns.js';

/** Who stands in the audit log for what the command line does. */
export const ACTOR = 'cli';

/** Heading of these commands in the list of commands. */
export const GROUP = 'Shops, keys and accounts (docs/shops.md)';

type Said = Pick<CommandCall, 'io' | 'values'>;

/** One thing, as text or as JSON. */
export function say({ io, values }: Said, thing: { readonly json: unknown; readonly text: string }): number {
  io.write(values['json'] === true ? `${JSON.stringify(thing.json, null, 2)}\n` : `${thing.text}\n`);
  return EXIT.ok;
}

/** A list as a table, or as JSON under its name. */
export function sayList<Row>(
  { io, values }: Said,
  list: {
    readonly name: string;
    readonly rows: readonly Row[];
    readonly heading: readonly string[];
    readonly cells: (row: Row) => readonly string[];
  },
): number {
  if (values['json'] === true) io.write(`${JSON.stringify({ [list.name]: list.rows }, null, 2)}\n`);
  else if (list.rows.length === 0) io.write('None.\n');
  else io.write(columns([list.heading, ...list.rows.map(list.cells)]));
  return EXIT.ok;
}
