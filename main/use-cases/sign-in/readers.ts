/**
 * What scanner and card reader say by themselves. A badge or staff card is handled here and never told to the page: on a
 * till that is closed or locked it says who is there, where an approval is asked for it answers that, and beside a sale
 * it is nobody's business.
 */

import { looksLikeBadge } from '../../../domain/people/badge.ts';
import { Problem, toProblem } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { presence } from '../../till/presence.ts';
import { logFailure } from '../../till/record.ts';
import { isApprovalAsked, showToApproval } from '../people/approvals.ts';
import type { GivenProof } from '../people/proofs.ts';
import { ownerOf } from '../people/tokens.ts';
import { beginSignIn } from './begin.ts';
import { signInOf } from './under-way.ts';

export function onScanned(till: OpenTill, text: string, symbology: string | null): void {
  if (!looksLikeBadge(text)) till.emit({ kind: 'scanned', text, symbology });
  else if (isApprovalAsked(till)) showToApproval(till, { badge: text });
  else if (till.db.day().state === 'open') tellBadge(till);
  else show(till, { badge: text });
}

export function onStoreCard(till: OpenTill, number: string): void {
  if (isApprovalAsked(till)) showToApproval(till, { card: number });
  else if (till.db.day().state === 'open') sortCard(till, number);
  else show(till, { card: number });
}

/** A card of the shop beside a sale is a member's, unless it is one of ours. */
function sortCard(till: OpenTill, number: string): void {
  till.inBackground('card', false, async () => {
    if (await ownerOf(till, 'card', number)) tellBadge(till);
    else till.emit({ kind: 'scanned', text: number, symbology: null });
  });
}

function tellBadge(till: OpenTill): void {
  till.emit({ kind: 'notice', problem: new Problem('badge-scanned').toData() });
}

function show(till: OpenTill, proof: GivenProof): void {
  // A badge that comes by while somebody signs in must not throw away what they have counted.
  if (presence(till).leaving || signInOf(till)?.verdict === 'running') return;
  till.inBackground('badge', false, async () => {
    try {
      await beginSignIn(till, proof);
    } catch (thrown) {
      const problem = toProblem(thrown);
      if (problem.kind === 'unexpected') logFailure(till, 'badge', thrown);
      till.emit({ kind: 'proof-refused', problem: problem.toData() });
    }
  });
}
