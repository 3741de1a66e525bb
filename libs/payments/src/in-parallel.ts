/** Runs `work` for every item, at most `limit` at once; one that waits for the gateway must not hold up all others. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const ahead = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of ahead) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
