/**
 * Cash moves without a sale: written down, then the drawer opens and a slip is printed to be signed. What the printer says
 * undoes nothing: the cash has moved by then. Channel: `cash.move`.
 */

import { type MovementFact, movements } from '../../../domain/cash/movements.ts';
import { movementSlip } from '../../../domain/cash/slip.ts';
import type { ChannelInput, OperatorView } from '../../../domain/contract/ipc.ts';
import { mainDrawer } from '../../../domain/journal/fields.ts';
import { deviceOf } from '../../till/attached.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { checkHolds, checkPresent, presence, whoIsHere } from '../../till/presence.ts';
import { chosenReason } from '../../till/reasons.ts';
import { record } from '../../till/record.ts';
import { letterhead } from '../paper/letterhead.ts';
import { print } from '../paper/print.ts';
import { approverOf } from '../people/approvals.ts';

type Move = ChannelInput<'cash.move'>;

/** Throws `Problem`: `not-permitted`, `reason-gone`, `disk-full` …, and what `verifyApproval` throws. */
export async function moveCash(till: OpenTill, move: Move): Promise<Record<string, never>> {
  const operator = whoIsHere(till);
  const allowed = await lender(till, operator, move);
  // While the proof was looked at, the day may have moved on.
  const present = checkPresent(till);
  checkHolds(till, present, 'sell');
  const fact = factOf(till, move, allowed === null ? {} : { approvedBy: allowed });
  const [entry] = record(till, [fact]);
  if (deviceOf(till, 'receipt-printer') !== null) {
    const at = entry?.at ?? till.ports.clock.now();
    const people = { by: present.name, allowed: allowed && nameOf(till, allowed) };
    const slip = movementSlip(letterhead(till, presence(till).locale, at), move.way, fact, people);
    till.inBackground('cash slip', false, async () => {
      await print(till, slip, true);
    });
  }
  till.wantSync();
  return {};
}

/** Who lends the right; null where whoever asks has it, and so far. */
async function lender(
  till: OpenTill,
  asker: OperatorView | null,
  { way, amountMinor, approval }: Move,
): Promise<string | null> {
  const by = await approverOf(till, asker, movements[way].right, approval, amountMinor);
  return by === asker?.number ? null : by;
}

function factOf(till: OpenTill, move: Move, lent: { approvedBy?: string }): MovementFact {
  const { amountMinor } = move;
  const body = { drawer: mainDrawer, amountMinor, ...lent };
  if (move.way === 'safe-drop') return { kind: 'cash-dropped', body: { ...body, bag: move.bag } };
  const why = chosenReason(till, move.way, move.reasonId);
  return { kind: movements[move.way].fact, body: { ...body, ...why } };
}

function nameOf(till: OpenTill, number: string): string {
  return till.db.operators.find(number)?.name ?? number;
}
