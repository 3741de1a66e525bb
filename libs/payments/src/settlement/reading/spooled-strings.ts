import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BLOCK = 64;
const CACHED_BLOCKS = 1024;
const WRITE_BYTES = 256 * 1024;

/**
 * A list of texts that may be larger than memory: written to a temporary file in blocks of 64, read back block by block.
 * A spreadsheet numbers its texts as they first occur, so that neighbouring cells find theirs in the same blocks.
 */
export class SpooledStrings {
  private readonly folder = mkdtempSync(join(tmpdir(), 'chasqui-strings-'));
  private readonly file = openSync(join(this.folder, 'blocks'), 'w+', 0o600);
  /** Where each block ends. */
  private readonly ends: number[] = [];
  private readonly cache = new Map<number, readonly string[]>();
  private open: string[] = [];
  private waiting: Buffer[] = [];
  private waitingBytes = 0;
  private written = 0;

  constructor() {
    // The texts name customers: where the system allows it, the file has no name any more and ends with the process.
    if (process.platform !== 'win32') rmSync(this.folder, { recursive: true, force: true });
  }

  get size(): number {
    return this.ends.length * BLOCK + this.open.length;
  }

  add(text: string): void {
    this.open.push(text);
    if (this.open.length === BLOCK) this.seal();
  }

  /** Undefined beyond the end. */
  get(index: number): string | undefined {
    const block = Math.floor(index / BLOCK);
    return block === this.ends.length ? this.open[index % BLOCK] : this.block(block)[index % BLOCK];
  }

  close(): void {
    closeSync(this.file);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private seal(): void {
    const bytes = Buffer.from(JSON.stringify(this.open));
    this.open = [];
    this.waiting.push(bytes);
    this.waitingBytes += bytes.length;
    this.ends.push((this.ends.at(-1) ?? 0) + bytes.length);
    if (this.waitingBytes >= WRITE_BYTES) this.flush();
  }

  private flush(): void {
    for (const bytes of this.waiting) this.written += writeSync(this.file, bytes, 0, bytes.length, this.written);
    this.waiting = [];
    this.waitingBytes = 0;
  }

  private block(index: number): readonly string[] {
    const cached = this.cache.get(index);
    if (cached) return cached;
    const end = this.ends[index];
    if (end === undefined) return [];
    if (this.waiting.length > 0) this.flush();
    const start = index === 0 ? 0 : (this.ends[index - 1] ?? 0);
    const bytes = Buffer.alloc(end - start);
    readSync(this.file, bytes, 0, bytes.length, start);
    const texts = JSON.parse(bytes.toString()) as string[];
    // The oldest one goes: cells ask for what is near.
    if (this.cache.size >= CACHED_BLOCKS) {
      const [oldest] = this.cache.keys();
      if (oldest !== undefined) this.cache.delete(oldest);
    }
    this.cache.set(index, texts);
    return texts;
  }
}
