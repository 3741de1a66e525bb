import type { LineStatus } from './columns.js';

/** How to read the cells of one file. */
export interface LineRules<Field extends string> {
  readonly currency: 'PEN' | 'USD';
  readonly serialOffset: number;
  readonly headings: ReadonlyMap<Field, string>;
  /** Meanings of further words in `Estado`, folded. */
  readonly statuses?: Readonly<Record<string, LineStatus>>;
  /** Told a sentence for every cell that cannot be read. */
  readonly onProblem: (sentence: string) => void;
}
