/** A till's id begins with its store's, so that whoever knows the till knows where to look: `s4k2m9q0-01`. */

/** Throws nothing: null where `till` is no id of a till. */
export function storeOf(till: string): string | null {
  return /^([a-z0-9]{1,20})-\d{2,6}$/.exec(till)?.[1] ?? null;
}

/** `count` is how many tills the store had before. */
export function tillId(store: string, count: number): string {
  return `${store}-${String(count + 1).padStart(2, '0')}`;
}
