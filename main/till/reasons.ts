/** The reason that somebody at the page has chosen, as an entry keeps it. */
import { nameIn } from '../../domain/basics/names.ts';
import { type Reason, type ReasonFor, reasonsOf } from '../../domain/journal/reasons.ts';
import { Problem } from '../../domain/words/problem.ts';
import { settingsOf } from './business-day.ts';
import type { OpenTill } from './open-till.ts';
import { presence } from './presence.ts';

/** In the language of whoever stands there. Throws `Problem` `reason-gone` where the store has another list by now. */
export function chosenReason(till: OpenTill, what: ReasonFor, reasonId: string): Reason {
  const found = reasonsOf(settingsOf(till).reasons, what).find(({ id }) => id === reasonId);
  if (!found) throw new Problem('reason-gone');
  return { reasonId, reason: nameIn(found.name, presence(till).locale) };
}
