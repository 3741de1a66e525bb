/** An address as it may be shown: password gone, also from the query. Text that is no address is not shown at all. */
export function hidePassword(url: string): string {
  try {
    const shown = new URL(url);
    if (shown.password !== '') shown.password = '***';
    for (const name of shown.searchParams.keys()) {
      if (/pass/i.test(name)) shown.searchParams.set(name, '***');
    }
    return shown.toString();
  } catch {
    return '(an address that cannot be read)';
  }
}
