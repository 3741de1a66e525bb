/** Problems, one text each; none means ok. */
export function checkLicences(
  root: string,
  policy?: {
    readonly allowed?: readonly string[];
    readonly exceptions?: Readonly<Record<string, { readonly licence: string; readonly reason: string }>>;
  },
): string[];
