/** What a shop's API key may do. `:write` includes its `:read`; `*` is everything, also what comes to be later. */
export const SCOPES = [
  'payments:read',
  'payments:write',
  'refunds:read',
  'refunds:write',
  'cases:read',
  'cases:write',
  'events:read',
  'webhooks:read',
  'webhooks:write',
  'stock:read',
  '*',
] as const;

export type Scope = (typeof SCOPES)[number];

/** What a route can ask for: everything at once is for keys, not for routes. */
export type RouteScope = Exclude<Scope, '*'>;

export function isScope(text: string): text is Scope {
  return SCOPES.some((scope) => scope === text);
}

/** Whether a key with these scopes may do what a route asks for. Text that is no scope grants nothing. */
export function grants(scopes: readonly string[], needed: RouteScope): boolean {
  return scopes.some((scope) => scope === '*' || scope === needed || scope === needed.replace(/:read$/, ':write'));
}
