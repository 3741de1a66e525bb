import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the page under a name that changes with its content, so that it may be kept for ever. */
export interface PageAsset {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

export const PAY_PAGE_STYLE = load('pay-page.css', 'text/css; charset=utf-8');
export const PAY_PAGE_SCRIPT = load('pay-page.js', 'text/javascript; charset=utf-8');

const ASSETS = [PAY_PAGE_STYLE, PAY_PAGE_SCRIPT];

/**
 * The file of this name; null for what never was one. `current: false` is the file of another version, asked for while
 * processes are replaced one by one: ours stands in for it, and is not to be kept under that name.
 */
export function findAsset(name: string): { readonly asset: PageAsset; readonly current: boolean } | null {
  const [, extension] = /^[\w-]{16}\.(css|js)$/.exec(name) ?? [];
  const asset = ASSETS.find((own) => own.name.endsWith(`.${extension}`));
  return asset === undefined ? null : { asset, current: asset.name === name };
}

function load(file: string, type: string): PageAsset {
  const content = readFileSync(join(import.meta.dirname, 'web', file));
  const digest = createHash('sha256').update(content).digest('base64url').slice(0, 16);
  return { name: `${digest}.${file.split('.').at(-1) ?? ''}`, type, content };
}
