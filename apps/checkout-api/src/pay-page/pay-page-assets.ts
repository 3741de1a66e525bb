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

/** By name; undefined for whatever is none, the files of another version included. */
export function findAsset(name: string): PageAsset | undefined {
  return ASSETS.find((asset) => asset.name === name);
}

function load(file: string, type: string): PageAsset {
  const content = readFileSync(join(import.meta.dirname, 'web', file));
  const digest = createHash('sha256').update(content).digest('base64url').slice(0, 16);
  return { name: `${digest}.${file.split('.').at(-1) ?? ''}`, type, content };
}
