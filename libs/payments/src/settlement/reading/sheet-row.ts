/** A row of a file before anybody knows what its cells mean. */
export interface SheetRow {
  /** As a spreadsheet counts, the first one being 1. */
  readonly row: number;
  /** Text as it stands; numbers of XLSX in decimal notation with a dot. */
  readonly cells: readonly string[];
}
