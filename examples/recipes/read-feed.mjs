// @ts-check

/**
 * Acts on everything that happened since the last call. Call it on a timer, or after a restart.
 *
 * @param {import('@chasqui/client').Chasqui} chasqui
 * @param {{
 *   load: () => Promise<string | undefined>,
 *   save: (cursor: string) => Promise<void>,
 *   handle: (event: import('@chasqui/client').OrderEvent) => Promise<void>,
 * }} parts `handle` acts once per `event.id`: after a crash the last page comes again
 */
export async function readFeed(chasqui, { load, save, handle }) {
  for (let more = true; more;) {
    const after = await load();
    const page = await chasqui.events.list(after === undefined ? {} : { after });
    for (const event of page.data) await handle(event);
    // Only now: what was not acted on is read again.
    await save(page.nextCursor);
    more = page.hasMore;
  }
}
