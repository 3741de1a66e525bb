import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { SaxesParser } from 'saxes';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { SettlementFileError } from './settlement-file.error.js';

/** A sheet of a million rows and twenty columns takes about one gigabyte of XML. */
const MOST_BYTES = 4 * 1024 ** 3;
/** Sheets of the panel's kind shrink to a tenth or a thirtieth; a bomb shrinks to a thousandth. */
const MOST_RATIO = 200;
/** Below this size no ratio does harm. */
const HARMLESS_BYTES = 16 * 1024 ** 2;
const MOST_ENTRIES = 1000;
/** Of the parts that are read whole. */
const MOST_BYTES_WHOLE = 1024 ** 2;

export type OpenTag = (name: string, attributes: Readonly<Record<string, string>>) => void;

/** The parts of an XLSX file, looked at before they are unpacked. Close it. */
export class XlsxPackage {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** Throws SettlementFileError for a half-written file and for one that would unpack to more than it may. */
  static async open(path: string): Promise<XlsxPackage> {
    let zip: ZipFile;
    try {
      zip = await openPromise(path, { autoClose: false, lazyEntries: true });
    } catch (error) {
      throw damaged(error);
    }
    try {
      return new XlsxPackage(zip, await readEntries(zip));
    } catch (error) {
      zip.close();
      throw error instanceof SettlementFileError ? error : damaged(error);
    }
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  close(): void {
    this.zip.close();
  }

  /** The XML of a part, in pieces. Throws SettlementFileError when it is missing or damaged. */
  async *text(name: string): AsyncGenerator<string> {
    const entry = this.entries.get(name);
    if (!entry) throw new SettlementFileError([`The XLSX file has no part ${name}: export it again.`]);
    let stream: Readable | undefined;
    try {
      stream = await this.zip.openReadStreamPromise(entry);
      const decoder = new TextDecoder('utf-8', { fatal: true });
      let checksum = 0;
      for await (const part of stream) {
        checksum = crc32(part as Buffer, checksum);
        yield decoder.decode(part as Buffer, { stream: true });
      }
      yield decoder.decode();
      // Where a turned bit still unpacks, only the checksum knows that an amount is another.
      if (checksum !== entry.crc32) throw new Error('a checksum does not agree');
    } catch (error) {
      throw damaged(error);
    } finally {
      stream?.destroy();
    }
  }

  /** Calls back for every opening tag of a small part; names without their prefix. */
  async tags(name: string, onOpen: OpenTag): Promise<void> {
    const entry = this.entries.get(name);
    if (entry && entry.uncompressedSize > MOST_BYTES_WHOLE) throw tooLarge(name, entry);
    const parser = xmlParser({ onOpen });
    for await (const text of this.text(name)) parser.write(text);
    parser.close();
  }
}

/** A parser that refuses document types, so that no entity can grow, and tells names without their prefix. */
export function xmlParser(handlers: {
  onOpen: OpenTag;
  onClose?: (name: string) => void;
  onText?: (text: string) => void;
}): SaxesParser<{ position: false; xmlns: false }> {
  const parser = new SaxesParser({ position: false, xmlns: false });
  parser.on('opentag', ({ name, attributes }) => handlers.onOpen(localName(name), attributes));
  if (handlers.onClose) {
    const { onClose } = handlers;
    parser.on('closetag', ({ name }) => onClose(localName(name)));
  }
  if (handlers.onText) {
    parser.on('text', handlers.onText);
    parser.on('cdata', handlers.onText);
  }
  parser.on('doctype', () => {
    throw new SettlementFileError([
      'The XLSX file declares an XML document type, which no spreadsheet program writes.',
    ]);
  });
  parser.on('error', (error) => {
    throw damaged(error);
  });
  return parser;
}

/** Resolves a target of `xl/_rels/workbook.xml.rels`, which may be absolute. */
export function partName(target: string): string {
  return target.startsWith('/') ? target.slice(1) : posix.join('xl', target);
}

async function readEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > MOST_ENTRIES) {
    throw new SettlementFileError([
      `The XLSX file has ${zip.entryCount} parts, more than the ${MOST_ENTRIES} that any export has.`,
    ]);
  }
  const entries = new Map<string, Entry>();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    total += entry.uncompressedSize;
    const ratio = entry.uncompressedSize / Math.max(entry.compressedSize, 1);
    if (total > MOST_BYTES || (entry.uncompressedSize > HARMLESS_BYTES && ratio > MOST_RATIO)) {
      throw tooLarge(entry.fileName, entry);
    }
    if (entry.isEncrypted()) {
      throw new SettlementFileError(['The XLSX file is protected by a password: save it without one.']);
    }
    entries.set(entry.fileName, entry);
  }
  return entries;
}

function tooLarge(name: string, entry: Entry): SettlementFileError {
  return new SettlementFileError([
    `The XLSX file's part ${name} would unpack from ${entry.compressedSize} to ${entry.uncompressedSize} bytes, which no export does. Export the file again, for fewer days or as CSV.`,
  ]);
}

function damaged(error: unknown): SettlementFileError {
  if (error instanceof SettlementFileError) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new SettlementFileError([
    `The XLSX file is half-written or damaged (${why}). Wait until the panel has finished it, and download it again.`,
  ]);
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
