/** What a person writes on a line or on the sale: it stands on the receipt and in the entry of the sale. Channel: `basket.note`. */

import type { ChannelInput, ToldUpTo } from '../../../domain/contract/ipc.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { checkNoCard } from '../../till/typed.ts';
import { change, lineOf } from './basket.ts';
import { basketBegun } from './counter.ts';

/** Throws `Problem`: `card-number-typed`, `line-gone`, `basket-empty`, and as `change`. */
export function writeNote(till: OpenTill, { line, note }: ChannelInput<'basket.note'>): ToldUpTo {
  checkNoCard(note);
  if (line !== null) lineOf(till, line);
  else if (!basketBegun(till)) throw new Problem('basket-empty');
  return change(till, { kind: 'note', line, note });
}
