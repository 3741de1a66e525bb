import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';

/** A number, a text, or an empty cell. */
export type XlsxCell = string | number | null;

interface Part {
  readonly name: string;
  readonly crc: number;
  readonly packed: number;
  readonly plain: number;
  readonly offset: number;
}

const CONTENT_TYPES = `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`;
const RELATIONS = `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`;
const WORKBOOK = `<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr/><sheets><sheet name="Operaciones" sheetId="1" r:id="rId1"/></sheets></workbook>`;
const SHEET_HEAD = `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`;

/**
 * Writes an XLSX file as Excel does: texts in a list of their own, each once, numbers in place. Streams both parts, though
 * the list's index is kept in memory.
 */
export async function writeXlsx(
  path: string,
  rows: Iterable<readonly XlsxCell[]>,
  options: { workbook?: string } = {},
): Promise<void> {
  const texts = new Map<string, number>();
  await writeZip(path, [
    ['[Content_Types].xml', [CONTENT_TYPES]],
    ['xl/_rels/workbook.xml.rels', [RELATIONS]],
    ['xl/workbook.xml', [options.workbook ?? WORKBOOK]],
    ['xl/worksheets/sheet1.xml', sheet(rows, texts)],
    ['xl/sharedStrings.xml', sharedStrings(texts)],
  ]);
}

/** A zip file of these parts, each given in pieces. */
export async function writeZip(
  path: string,
  contents: readonly (readonly [name: string, pieces: Iterable<string>])[],
): Promise<void> {
  const file = await open(path, 'w');
  try {
    const parts: Part[] = [];
    let offset = 0;
    for (const [name, pieces] of contents) {
      const part = await writePart(file, name, pieces, offset);
      parts.push(part);
      offset += 30 + name.length + part.packed;
    }
    const directory = Buffer.concat(parts.map(directoryEntry));
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(parts.length, 8);
    end.writeUInt16LE(parts.length, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(offset, 16);
    await file.write(Buffer.concat([directory, end]), 0, directory.length + end.length, offset);
  } finally {
    await file.close();
  }
}

async function writePart(file: FileHandle, name: string, pieces: Iterable<string>, offset: number): Promise<Part> {
  let packed = 0;
  let plain = 0;
  let crc = 0;
  function* counted(): Generator<Buffer> {
    for (const piece of pieces) {
      const bytes = Buffer.from(piece);
      plain += bytes.length;
      crc = crc32(bytes, crc);
      yield bytes;
    }
  }
  await pipeline(counted, createDeflateRaw({ level: 1 }), async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      await file.write(chunk, 0, chunk.length, offset + 30 + name.length + packed);
      packed += chunk.length;
    }
  });
  const part = { name, crc, packed, plain, offset };
  const header = Buffer.alloc(30 + name.length);
  header.writeUInt32LE(0x04034b50, 0);
  fields(part).copy(header, 4);
  header.write(name, 30);
  await file.write(header, 0, header.length, offset);
  return part;
}

/** Version, flags, method, time, date, checksum, sizes and the length of the name: what both headers share. */
function fields(part: Part): Buffer {
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0);
  shared.writeUInt16LE(8, 4);
  shared.writeUInt32LE(part.crc, 10);
  shared.writeUInt32LE(part.packed, 14);
  shared.writeUInt32LE(part.plain, 18);
  shared.writeUInt16LE(part.name.length, 22);
  return shared;
}

function directoryEntry(part: Part): Buffer {
  const entry = Buffer.alloc(46 + part.name.length);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 4);
  fields(part).copy(entry, 6);
  entry.writeUInt32LE(part.offset, 42);
  entry.write(part.name, 46);
  return entry;
}

function* sheet(rows: Iterable<readonly XlsxCell[]>, texts: Map<string, number>): Generator<string> {
  let xml = SHEET_HEAD;
  let row = 0;
  for (const cells of rows) {
    row += 1;
    xml += `<row r="${row}">`;
    cells.forEach((cell, column) => {
      if (cell !== null && cell !== '') xml += cellXml(`${columnName(column)}${row}`, cell, texts);
    });
    xml += '</row>';
    if (xml.length > 1 << 16) {
      yield xml;
      xml = '';
    }
  }
  yield `${xml}</sheetData></worksheet>`;
}

function cellXml(at: string, cell: string | number, texts: Map<string, number>): string {
  if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
  const index = texts.get(cell) ?? texts.size;
  texts.set(cell, index);
  return `<c r="${at}" t="s"><v>${index}</v></c>`;
}

function* sharedStrings(texts: ReadonlyMap<string, number>): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">';
  let xml = '';
  for (const text of texts.keys()) {
    xml += `<si><t xml:space="preserve">${escapeXml(text)}</t></si>`;
    if (xml.length > 1 << 16) {
      yield xml;
      xml = '';
    }
  }
  yield `${xml}</sst>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function columnName(column: number): string {
  return column < 26
    ? String.fromCharCode(65 + column)
    : `${columnName(Math.floor(column / 26) - 1)}${String.fromCharCode(65 + (column % 26))}`;
}
