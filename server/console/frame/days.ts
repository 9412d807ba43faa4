/** Business dates and currencies, counted. */

/** `2026-11-22` and -7 gives `2026-11-15`. */
export function addDays(date: string, days: number): string {
  const at = Date.parse(`${date}T00:00:00Z`) + days * 24 * 3_600_000;
  return new Date(at).toISOString().slice(0, 10);
}

/** How many digits the currency has behind the point. */
export function currencyDigits(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}
