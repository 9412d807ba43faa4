/** Texts that the page gives out and believes when they come back, without keeping them. */
import { createHmac, timingSafeEqual } from 'node:crypto';

export type Seal = Readonly<{
  /** Lower-case hex of an HMAC-SHA-256; `use` keeps seals of different uses apart. */
  mark(use: string, text: string): string;
  fits(use: string, text: string, mark: string): boolean;
}>;

export function createSeal(key: string): Seal {
  const mark = (use: string, text: string) =>
    createHmac('sha256', key).update(`${use}\n${text}`).digest('hex');
  return { mark, fits: (use, text, given) => sameText(mark(use, text), given) };
}

/** Takes as long for a wrong text as for the right one. */
export function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
