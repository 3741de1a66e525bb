import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { SettlementFileError } from './settlement-file.error.js';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'windows-1252';

/** What one pass over a file told. */
export interface FileScan {
  readonly sha256: Buffer;
  readonly bytes: number;
  /** The first bytes, at most 4096. */
  readonly head: Buffer;
  /** What its bytes are when they are text. */
  readonly encoding: TextEncoding;
  /** UTF-8 to the last byte, which begins a character that is not there. */
  readonly cutInCharacter: boolean;
}

const HEAD_BYTES = 4096;

/**
 * Reads a file once, for its digest and its encoding: a byte order mark says it, else whatever is valid UTF-8 is
 * UTF-8, and the rest is Windows-1252, which Excel writes in Peru.
 */
export async function scanFile(path: string): Promise<FileScan> {
  const hash = createHash('sha256');
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  let head = Buffer.alloc(0);
  let bytes = 0;
  let isUtf8 = true;
  for await (const part of createReadStream(path)) {
    const chunk = part as Buffer;
    hash.update(chunk);
    bytes += chunk.length;
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk]).subarray(0, HEAD_BYTES);
    isUtf8 &&= decodes(() => utf8.decode(chunk, { stream: true }));
  }
  const complete = isUtf8 && decodes(() => utf8.decode());
  const isUtf16 = head[0] === 0xff && head[1] === 0xfe;
  // A lone byte of the upper half in Windows-1252 text looks like a character cut short only at the very end.
  const cutInCharacter = isUtf8 && !complete && hasWideCharacters(head);
  return {
    sha256: hash.digest(),
    bytes,
    head,
    encoding: isUtf16 ? 'utf-16le' : complete || cutInCharacter ? 'utf-8' : 'windows-1252',
    cutInCharacter: !isUtf16 && cutInCharacter,
  };
}

/** The file's text in pieces, without its byte order mark. Throws SettlementFileError on a NUL, which no text holds. */
export async function* decodedText(path: string, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const part of createReadStream(path)) {
    const text = decoder.decode(part as Buffer, { stream: true });
    if (text.includes('\0')) {
      throw new SettlementFileError(['The file is neither a CSV nor an XLSX file: it holds bytes that no text has.']);
    }
    yield text;
  }
  yield decoder.decode();
}

function decodes(decode: () => unknown): boolean {
  try {
    decode();
    return true;
  } catch {
    return false;
  }
}

function hasWideCharacters(head: Buffer): boolean {
  return head.some((byte) => byte >= 0x80);
}
