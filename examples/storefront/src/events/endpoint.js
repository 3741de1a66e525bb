// @ts-check
import { ChasquiError } from '@chasqui/client';
import { readPrivateFile, writePrivateFile } from '../storage/private-file.js';
/** @import { Chasqui } from '@chasqui/client' */

/** @typedef {{ id: string, secret: string }} KnownEndpoint */

/**
 * Tells Chasqui where the shop receives events: the endpoint of an earlier start, moved to where the shop listens now,
 * or a new one. The secret is shown once, when the endpoint is made, so it is written down at once.
 *
 * @param {{ chasqui: Chasqui, file: string, url: string }} where
 * @returns {Promise<{ secret: string, livemode: boolean }>}
 */
export async function registerEndpoint({ chasqui, file, url }) {
  const known = parseEndpoint(await readPrivateFile(file));
  if (known !== null) {
    const moved = await moveEndpoint(chasqui, known.id, url);
    if (moved !== null) return { secret: known.secret, livemode: moved.livemode };
  }
  const made = await chasqui.webhookEndpoints.create({ url, description: 'Storefront' });
  await writePrivateFile(file, JSON.stringify({ id: made.id, secret: made.secret }));
  return { secret: made.secret, livemode: made.livemode };
}

/**
 * Null when Chasqui does not know it any more: it was deleted, or the database is another one.
 *
 * @param {Chasqui} chasqui
 * @param {string} id
 * @param {string} url
 */
async function moveEndpoint(chasqui, id, url) {
  try {
    return await chasqui.webhookEndpoints.update(id, { url });
  } catch (error) {
    if (error instanceof ChasquiError && error.status === 404) return null;
    throw error;
  }
}

/**
 * @param {string | null} text
 * @returns {KnownEndpoint | null}
 */
function parseEndpoint(text) {
  try {
    const value = JSON.parse(text ?? 'null');
    return typeof value?.id === 'string' && typeof value?.secret === 'string' ? value : null;
  } catch {
    return null;
  }
}
