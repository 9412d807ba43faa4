/**
 * Cash moves without a sale: written down, then the drawer opens and a slip is printed to be signed. What the printer says
 * undoes nothing: the cash has moved by then. Channel: `cash.move`.
 */

import { assert } from '../../../domain/basics/assert.ts';
import { type MovementFact, movements } from '../../../domain/cash/movements.ts';
import { movementSlip } from '../../../domain/cash/slip.ts';
import type { ChannelInput } from '../../../domain/contract/ipc.ts';
import { mainDrawer } from '../../../domain/journal/fields.ts';
import type { Reason } from '../../../domain/journal/reasons.ts';
import { deviceOf } from '../../till/attached.ts';
import type { Allowed, Call } from '../../till/call.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { checkPresent, presence } from '../../till/presence.ts';
import { chosenReason } from '../../till/reasons.ts';
import { record } from '../../till/record.ts';
import { checkNoCard } from '../../till/typed.ts';
import { letterhead } from '../paper/letterhead.ts';
import { print } from '../paper/print.ts';
import { allowedBefore } from '../people/allowed-before.ts';
import { allowed } from '../people/grants.ts';

type Move = ChannelInput<'cash.move'>;

/** Throws `Problem`: `card-number-typed` for a bag's number that is one, `reason-gone`, `disk-full` …, and what `allowed` throws. */
export function moveCash(till: OpenTill, move: Move, call: Call): Record<string, never> {
  const present = checkPresent(till);
  if (move.way === 'safe-drop') checkNoCard(move.bag);
  const why = move.way === 'safe-drop' ? null : chosenReason(till, move.way, move.reasonId);
  const { approval } = allowed(till, call, present, {
    right: movements[move.way].right,
    amount: move.amountMinor,
    ...(move.way === 'pay-out' ? { before: allowedBefore(till, 'payOutMinor') } : {}),
  });
  const fact = factOf(move, why, approval);
  const [entry] = record(till, [fact]);
  if (deviceOf(till, 'receipt-printer') !== null) {
    const at = entry?.at ?? till.ports.clock.now();
    const lender = approval.approvedBy;
    const people = { by: present.name, allowed: lender ? nameOf(till, lender) : null };
    const slip = movementSlip(letterhead(till, presence(till).locale, at), move.way, fact, people);
    till.inBackground('cash slip', false, async () => {
      await print(till, slip, true);
    });
  }
  till.wantSync();
  return {};
}

function factOf(move: Move, why: Reason | null, approval: Allowed['approval']): MovementFact {
  const { amountMinor } = move;
  const body = { drawer: mainDrawer, amountMinor, ...approval };
  if (move.way === 'safe-drop') return { kind: 'cash-dropped', body: { ...body, bag: move.bag } };
  assert(why !== null, 'what is no safe drop has a reason');
  return { kind: movements[move.way].fact, body: { ...body, ...why } };
}

function nameOf(till: OpenTill, number: string): string {
  return till.db.operators.find(number)?.name ?? number;
}
