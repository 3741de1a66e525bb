import { SettlementFileError } from './settlement-file.error.js';
import type { SheetRow } from './sheet-row.js';
import { SpooledStrings } from './spooled-strings.js';
import { partName, xmlParser, XlsxPackage } from './xlsx-package.js';

/** Columns that a row may have; the panel's export has twenty-one. */
const MOST_COLUMNS = 512;
const MOST_CHARACTERS = 32_767;
/** Days between 1900's and 1904's day zero. */
const DAYS_1904 = 1462;

const WORKBOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';
const STRINGS = 'xl/sharedStrings.xml';

/** The first sheet of an XLSX file. Close it. */
export interface XlsxSheet {
  readonly name: string;
  /** Names of further sheets, which are not read. */
  readonly others: readonly string[];
  /** What to add to a date's serial number, so that it counts from 1900. */
  readonly serialOffset: number;
  /** `wanted` says which columns' texts matter; all when absent. Rows that are not in the file are not told. */
  rows(wanted?: ReadonlySet<number>): AsyncGenerator<SheetRow>;
  close(): void;
}

/** Throws SettlementFileError when the file is no XLSX file, half-written, damaged, or would unpack to too much. */
export async function openXlsx(path: string): Promise<XlsxSheet> {
  const parts = await XlsxPackage.open(path);
  const strings = new SpooledStrings();
  const close = (): void => {
    parts.close();
    strings.close();
  };
  try {
    const { sheets, date1904 } = await readWorkbook(parts);
    const [first, ...others] = sheets;
    if (!first) throw new SettlementFileError(['The XLSX file has no visible sheet.']);
    const targets = new Map<string, string>();
    await parts.tags(RELATIONS, (tag, { Id, Target }) => {
      if (tag === 'Relationship' && Id !== undefined && Target !== undefined) targets.set(Id, partName(Target));
    });
    const part = targets.get(first.relation) ?? '';
    if (parts.has(STRINGS)) await spoolStrings(parts, strings);
    return {
      name: first.name,
      others: others.map(({ name }) => name),
      serialOffset: date1904 ? DAYS_1904 : 0,
      rows: (wanted) => sheetRows(parts.text(part), strings, wanted),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

async function readWorkbook(
  parts: XlsxPackage,
): Promise<{ sheets: { name: string; relation: string }[]; date1904: boolean }> {
  const sheets: { name: string; relation: string }[] = [];
  let date1904 = false;
  await parts.tags(WORKBOOK, (tag, attributes) => {
    if (tag === 'workbookPr') date1904 = attributes['date1904'] === '1' || attributes['date1904'] === 'true';
    if (tag !== 'sheet' || (attributes['state'] ?? 'visible') !== 'visible') return;
    const relation = Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1];
    if (relation !== undefined) sheets.push({ name: attributes['name'] ?? '', relation });
  });
  return { sheets, date1904 };
}

async function spoolStrings(parts: XlsxPackage, strings: SpooledStrings): Promise<void> {
  let text = '';
  let inText = false;
  let inPhonetic = false;
  const parser = xmlParser({
    onOpen: (tag) => {
      if (tag === 'si') text = '';
      inPhonetic ||= tag === 'rPh';
      inText = tag === 't' && !inPhonetic;
    },
    onText: (piece) => {
      if (inText && text.length < MOST_CHARACTERS) text += piece;
    },
    onClose: (tag) => {
      if (tag === 't') inText = false;
      if (tag === 'rPh') inPhonetic = false;
      if (tag === 'si') strings.add(text.slice(0, MOST_CHARACTERS));
    },
  });
  for await (const piece of parts.text(STRINGS)) parser.write(piece);
  parser.close();
}

async function* sheetRows(
  xml: AsyncIterable<string>,
  strings: SpooledStrings,
  wanted: ReadonlySet<number> | undefined,
): AsyncGenerator<SheetRow> {
  const reader = new SheetReader(strings, wanted);
  const parser = xmlParser({
    onOpen: (tag, attributes) => reader.open(tag, attributes),
    onText: (text) => reader.text(text),
    onClose: (tag) => reader.close(tag),
  });
  for await (const piece of xml) {
    parser.write(piece);
    yield* reader.take();
  }
  parser.close();
  yield* reader.take();
}

/** Puts a sheet's rows together from its tags. */
class SheetReader {
  private ready: SheetRow[] = [];
  private row = 0;
  private cells: string[] = [];
  private column = -1;
  private type = 'n';
  private value = '';
  private inValue = false;

  constructor(
    private readonly strings: SpooledStrings,
    private readonly wanted: ReadonlySet<number> | undefined,
  ) {}

  take(): SheetRow[] {
    const { ready } = this;
    this.ready = [];
    return ready;
  }

  open(tag: string, attributes: Readonly<Record<string, string>>): void {
    if (tag === 'row') {
      this.row = attributes['r'] === undefined ? this.row + 1 : Number(attributes['r']);
      this.cells = [];
      this.column = -1;
    } else if (tag === 'c') {
      this.column = attributes['r'] === undefined ? this.column + 1 : columnOf(attributes['r']);
      if (!(this.column < MOST_COLUMNS)) {
        throw new SettlementFileError([
          `Row ${this.row} has more than ${MOST_COLUMNS} columns: is this the panel's export?`,
        ]);
      }
      this.type = attributes['t'] ?? 'n';
      this.value = '';
    } else {
      this.inValue = tag === 'v' || tag === 't';
    }
  }

  text(text: string): void {
    if (this.inValue && this.value.length < MOST_CHARACTERS) this.value += text;
  }

  close(tag: string): void {
    this.inValue = false;
    if (tag === 'c' && this.value !== '' && (this.wanted?.has(this.column) ?? true)) {
      while (this.cells.length < this.column) this.cells.push('');
      this.cells[this.column] = this.cellText();
    } else if (tag === 'row') {
      this.ready.push({ row: this.row, cells: this.cells });
    }
  }

  private cellText(): string {
    switch (this.type) {
      case 's': {
        const text = this.strings.get(Number(this.value));
        if (text !== undefined) return text;
        throw new SettlementFileError([
          `A cell of row ${this.row} points at a text that the XLSX file does not have: it is half-written. Export it again.`,
        ]);
      }
      case 'n':
        return plainNumber(this.value);
      default:
        return this.value;
    }
  }
}

/** `2.13803274E8` and `129.90000000000001` as a person sees them: Excel keeps fifteen digits. */
function plainNumber(text: string): string {
  const value = Number(text);
  return Number.isFinite(value) ? String(Number(value.toPrecision(15))) : text;
}

/** `A1` → 0, `AB7` → 27. */
function columnOf(reference: string): number {
  let column = 0;
  for (const character of reference) {
    const digit = character.charCodeAt(0) - 64;
    if (digit < 1 || digit > 26) break;
    column = column * 26 + digit;
  }
  return column - 1;
}
