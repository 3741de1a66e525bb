/** Two columns, in the order of the names, so that two runs can be laid side by side. */
export function figuresAsTable(figures: ReadonlyMap<string, number | string>): string {
  const rows = [...figures].sort(([one], [other]) => (one < other ? -1 : 1));
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}
