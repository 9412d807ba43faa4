/** Goods that come back, once more before money goes out: the same may have come back with another basket meanwhile. */

import { nameIn } from '../../../domain/basics/names.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { presence } from '../../till/presence.ts';
import { counter } from './counter.ts';

/** Throws `Problem` `return-changed` where what was worked out of what had come back is so no longer. */
export function checkStillThere(till: OpenTill): void {
  for (const { undoes, paid, name } of counter(till).basket.lines) {
    if (!undoes || !paid) continue;
    const before = till.db.returned(undoes.saleId).get(undoes.line) ?? 0;
    if (before !== paid.before) {
      throw new Problem('return-changed', { name: nameIn(name, presence(till).locale) });
    }
  }
}
