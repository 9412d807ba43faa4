/** What a person types goes into the journal, where no card number may stand. */
import { holdsPan } from '../../domain/basics/mask.ts';
import { Problem } from '../../domain/words/problem.ts';

/** Throws `Problem` `card-number-typed` where one stands anywhere in `typed`; before anything is done or written. */
export function checkNoCard(typed: unknown): void {
  if (holdsPan(typed)) throw new Problem('card-number-typed');
}
