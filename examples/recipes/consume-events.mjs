// @ts-check
import { fileCursor } from '@chasqui/client';

/**
 * Acts on everything that happens, until it is told to stop: a consumer that needs no public address. It goes on where
 * it stood after a restart of either side.
 *
 * @param {import('@chasqui/client').Chasqui} chasqui
 * @param {{
 *   file: string,
 *   handle: (event: import('@chasqui/client').OrderEvent) => Promise<void>,
 *   signal: AbortSignal,
 * }} parts `handle` acts once per `event.id`, and resolves when that is committed: after a crash its event comes again
 */
export async function consumeEvents(chasqui, { file, handle, signal }) {
  const events = chasqui.events.consume({
    cursor: fileCursor(file),
    signal,
    onTrouble: (error, retryInMs) => console.warn(`${error.message} Asking again in ${Math.ceil(retryInMs / 1000)} s.`),
  });
  for await (const event of events) await handle(event);
}
