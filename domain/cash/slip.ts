/** The slip of cash that moved without a sale: for the drawer or the bag, and to be signed. */
import { formatMinor } from '../basics/money.ts';
import { nameIn } from '../basics/names.ts';
import type { Letterhead } from '../paper/letterhead.ts';
import { type Block, centre, heading, type Paper, row, rule, text } from '../paper/paper.ts';
import { type MovementFact, movements, type Way } from './movements.ts';

/** `people`: who did it, and who allowed it where that is somebody else. */
export function movementSlip(
  { say, storeName, locale, tillName, printedAt }: Letterhead,
  way: Way,
  { body }: MovementFact,
  people: Readonly<{ by: string; allowed: string | null }>,
): Paper {
  const allowed: Block[] =
    people.allowed === null ? [] : [row(say('paper.allowedBy'), people.allowed)];
  return [
    heading(nameIn(storeName, locale)),
    centre(say(`paper.${movements[way].line}`)),
    rule,
    row(say('paper.till'), tillName),
    row(say('paper.time'), printedAt),
    row(say('paper.operator'), people.by),
    ...allowed,
    rule,
    row(say('paper.amount'), formatMinor(body.amountMinor), true),
    'bag' in body ? row(say('paper.bag'), body.bag) : row(say('paper.reason'), body.reason),
    rule,
    text(''),
    text(''),
    row(say('paper.signed'), '______________'),
  ];
}
