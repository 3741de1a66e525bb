/** Where the relay says in its commit which shops got events: one notification per shop, its id as the payload. */
export const FEED_CHANNEL = 'chasqui_feed';
