const PAGE = 200;

/** Every row of a list that is read page by page, latest first. */
export async function allPages<Row extends { readonly id: string }>(
  read: (page: { before: string | null; limit: number }) => Promise<readonly Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const page = await read({ before: rows.at(-1)?.id ?? null, limit: PAGE });
    rows.push(...page);
    if (page.length < PAGE) return rows;
  }
}
