import type { LineStatus } from '../lines/columns.js';

export const SETTLEMENT_KINDS = ['transactions', 'liquidation'] as const;
/** `transactions`: the merchant panel's export. `liquidation`: a payout statement. */
export type SettlementKind = (typeof SETTLEMENT_KINDS)[number];

export interface ImportRequest {
  readonly path: string;
  /** What people call the file. */
  readonly name: string;
  readonly kind: SettlementKind;
  readonly account: { readonly id: string; readonly currency: 'PEN' | 'USD' };
  /** Who imports: `cli`, `operator:<email>`. */
  readonly actor: string;
  /** Columns by name where the file calls them otherwise: field → heading. */
  readonly map?: Readonly<Record<string, string>>;
  /** Meanings of words of `Estado` that Chasqui does not know: word → status. */
  readonly statuses?: Readonly<Record<string, LineStatus>>;
  /** First and last day (Lima, `YYYY-MM-DD`) that the export was asked for; told from its lines when absent. */
  readonly period?: { readonly from: string; readonly to: string };
}

export type ImportOutcome =
  | { readonly kind: 'imported'; readonly report: ImportReport }
  /** These bytes are in: nothing was done. */
  | { readonly kind: 'known'; readonly fileId: string; readonly name: string; readonly importedAt: Date };

export interface ImportReport {
  readonly fileId: string;
  readonly format: 'csv' | 'xlsx';
  readonly encoding: string | null;
  readonly lines: number;
  readonly added: number;
  /** Lines known from an earlier file that this one says anew. */
  readonly updated: number;
  /** Lines of which something newer is known: left as they were. */
  readonly outdated: number;
  readonly warnings: readonly string[];
  /** CIPs that are now due to be searched, as the file and we disagree on whether they are paid. */
  readonly searchesDue: number;
  readonly casesOpened: number;
}
