/**
 * Names as the word index holds them, and what is typed as the index is asked.
 *
 * Chinese is indexed character by character, since no tokenizer of SQLite knows where its words end: `山泉` is then a
 * phrase of two.
 */
import { allNames } from '../../domain/basics/names.ts';
import type { Item } from '../../domain/goods/item.ts';

/** What the word index holds of an item. */
export function indexedWords(item: Pick<Item, 'name'>): string {
  return apart(allNames(item.name).join(' '));
}

/**
 * `农夫 spri` → `"农 夫" AND "spri"*`: all words, the ones in letters and digits as beginnings. Null where there is no
 * word. Nothing that means something to FTS5 gets through: a word is letters and digits only.
 */
export function matchQuery(text: string): string | null {
  const words = plainLetters(text).match(/\p{Script=Han}+|(?:[^\P{L}\p{Script=Han}]|\p{N})+/gu);
  if (!words) return null;
  return words
    .map((word) => (/\p{Script=Han}/u.test(word) ? `"${apart(word)}"` : `"${word}"*`))
    .join(' AND ');
}

/** Full-width letters and capitals are typed without thinking. */
export function plainLetters(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function apart(text: string): string {
  return plainLetters(text)
    .replace(/\p{Script=Han}/gu, ' $& ')
    .replace(/ +/g, ' ')
    .trim();
}
