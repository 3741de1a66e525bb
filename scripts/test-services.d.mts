export function findRedis(env?: Record<string, string | undefined>): string | null;
export function findChromium(env?: Record<string, string | undefined>): string | null;
