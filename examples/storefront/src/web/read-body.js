// @ts-check
import { Refusal } from './refusal.js';

/** More than any form or event has, and little enough to hold in memory. */
const MAX_BODY_BYTES = 256 * 1024;

/**
 * The bytes as they came: a signature covers bytes, and parsing them first would change them.
 * Throws `Refusal` when there are too many.
 *
 * @param {import('node:http').IncomingMessage} request
 */
export async function readBody(request) {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw new Refusal('tooLarge');
  /** @type {Buffer[]} */
  const chunks = [];
  let size = 0;
  // The header may be missing or wrong, so the bytes are counted too.
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Refusal('tooLarge');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
