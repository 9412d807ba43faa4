/** How far one price is from another: in basis points of `from`, up or down, rounded up so that no limit is passed by it. */
export function changeBasisPoints(from: number, to: number): number {
  if (from === to) return 0;
  return from === 0 ? Number.MAX_SAFE_INTEGER : Math.ceil((Math.abs(to - from) * 10_000) / from);
}
