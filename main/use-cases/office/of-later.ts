/** What the back office has sent that this version does not understand, and how that is told. */
import { isKnown } from '../../../domain/basics/growing.ts';
import { type PulledList, pulledLists } from '../../../domain/office/left-out.ts';
import { rights } from '../../../domain/people/right.ts';
import { stepNames } from '../../../domain/sign-in/steps.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { settingsOf } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { rolesHere } from '../../till/presence.ts';

/** How many rows of each list are left out, and how many words of a growing list are not known here. */
type OfLater = Readonly<Record<PulledList | 'rights' | 'steps', number>>;

/** The same as a sentence with what to do next; null where everything is understood. */
export function problemOfLater(till: OpenTill): Problem<'data-of-later'> | null {
  const counts = countOfLater(till);
  return Object.values(counts).some((count) => count > 0)
    ? new Problem('data-of-later', counts)
    : null;
}

function countOfLater(till: OpenTill): OfLater {
  const { db } = till;
  const leftOut = db.leftOut.list();
  const rows = pulledLists.map((list) => [list, leftOut.filter((row) => row.list === list).length]);
  const present = db.operators.list().filter(({ withdrawn }) => !withdrawn);
  const roles = rolesHere(till);
  const lists = Object.fromEntries(rows) as Record<PulledList, number>;
  const unknownRoles = unknownIn(
    roles.map(({ id }) => id),
    present.map(({ role }) => role),
  );
  return {
    ...lists,
    roles: Math.max(lists.roles, unknownRoles),
    rights: unknownIn(
      rights,
      roles.flatMap((role) => (role.withdrawn ? [] : role.rights)),
    ),
    steps: unknownIn(stepNames, Object.keys(settingsOf(till).signInPolicy)),
  };
}

function unknownIn(known: readonly string[], words: readonly string[]): number {
  return new Set(words.filter((word) => !isKnown(known, word))).size;
}
