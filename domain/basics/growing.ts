/**
 * Lists that grow from version to version: roles, categories, steps, problem kinds. Whoever reads what another version
 * wrote takes any word and finds out whether it is one of its own; the word itself stays as it came, so that what is
 * written on is what was read.
 */
import { z } from 'zod';

declare const ofAnotherVersion: unique symbol;
/** A word of a list that this version does not have. */
export type Unknown = string & { readonly [ofAnotherVersion]: true };

/** Longer words are none. */
const wordLengthMax = 64;

/** Takes any word; of type it is one of `known`, or unknown. */
export function growing<const Known extends readonly string[]>(
  _known: Known,
): z.ZodType<Known[number] | Unknown, string> {
  return z.string().min(1).max(wordLengthMax) as unknown as z.ZodType<
    Known[number] | Unknown,
    string
  >;
}

/** Whether this version has the word. */
export function isKnown<Word extends string>(
  known: readonly Word[],
  word: Word | Unknown,
): word is Word {
  return (known as readonly string[]).includes(word);
}
