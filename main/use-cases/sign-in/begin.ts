/**
 * The beginning of a sign-in: who is there, and whether their secret must be changed first. Channels: `signIn.begin`,
 * `signIn.changeSecret`, `signIn.cancel`.
 */
import { isLocale } from '../../../domain/basics/languages.ts';
import type { ChannelInput, ToldUpTo } from '../../../domain/contract/ipc.ts';
import { roleOf } from '../../../domain/people/role.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { businessDateNow } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { endPresence, presence, rolesHere } from '../../till/presence.ts';
import { record } from '../../till/record.ts';
import { dropProof, type Proven, pinLane } from '../people/proof-in-progress.ts';
import { type GivenProof, prove } from '../people/proofs.ts';
import { isSecretDue, setSecret } from '../people/secrets.ts';
import { handOver } from './leave.ts';
import { checkMayBegin, showRun, startRun } from './run.ts';
import { giveUp, type SignInRun, setSignIn, signInOf } from './under-way.ts';
import { blankSteps, blankView, tellIdle, toldSignIn } from './view.ts';

/** Whoever leaves the till with the question for a new secret open must not have it answered by somebody else. */
const newSecretMsMax = 120_000;

/**
 * Starts the steps once the store's ways are satisfied; a sign-in that was under way or had failed is given up for this
 * one. On a locked till the proof of whose shift it is unlocks, and another operator's takes the till over.
 * Throws `Problem`: what `prove` throws, `day-already-closed`, `role-of-later`, `already-signed-in`.
 */
export async function beginSignIn(till: OpenTill, proof: GivenProof): Promise<ToldUpTo> {
  checkMayBegin(till);
  const proven = await prove(till, proof, 'entry', () => tellIdle(till));
  checkMayBegin(till);
  // May nothing here, not even sign out again.
  const { role } = proven.operator;
  if (!roleOf(rolesHere(till), role)) throw new Problem('role-of-later', { role });
  giveUp(till);
  if (proven.moreWays.length > 0) {
    tellIdle(till);
    till.changed('shift');
    return toldSignIn(till);
  }
  const { state, operator: whose } = till.db.day();
  // A secret that is due unlocks nothing: its owner signs in anew, is asked for another, and the basket comes back.
  const isDue = isSecretDue(till, proven);
  if (state === 'locked' && whose === proven.operator.number && !isDue) {
    record(till, [{ kind: 'till-unlocked', body: {} }], whose);
    tellIdle(till);
    return toldSignIn(till);
  }
  if (state === 'locked') handOver(till);
  return begin(till, proven, isDue);
}

function begin(till: OpenTill, { operator, ways }: Proven, isDue: boolean): ToldUpTo {
  endPresence(till);
  const run: SignInRun = {
    operator,
    ways,
    businessDate: businessDateNow(till),
    steps: blankSteps(),
    verdict: 'running',
    choosesSecret: isDue,
    cancelled: false,
    asked: null,
  };
  setSignIn(till, run);
  if (isLocale(operator.locale)) presence(till).locale = operator.locale;
  till.changed('shift');
  showRun(till, run, {});
  if (isDue) {
    till.ports.clock.after(newSecretMsMax, () => {
      if (waitsForSecret(till, run)) cancelSignIn(till);
    });
  } else startRun(till, run);
  return toldSignIn(till);
}

/** Throws `Problem`: `sign-in-not-running` when nobody asked, `secret-too-weak`. */
export async function chooseSecret(
  till: OpenTill,
  { pin }: ChannelInput<'signIn.changeSecret'>,
): Promise<ToldUpTo> {
  const run = signInOf(till);
  return pinLane(till, async () => {
    if (!run || !waitsForSecret(till, run)) throw new Problem('sign-in-not-running');
    run.operator = await setSecret(till, run.operator.number, pin);
    if (!waitsForSecret(till, run)) throw new Problem('sign-in-not-running');
    showRun(till, run, { choosesSecret: false });
    startRun(till, run);
    return toldSignIn(till);
  });
}

export function cancelSignIn(till: OpenTill): Record<string, never> {
  dropProof(till);
  giveUp(till);
  till.emit({ kind: 'sign-in', view: blankView(till) });
  till.changed('shift');
  return {};
}

function waitsForSecret(till: OpenTill, run: SignInRun): boolean {
  return signInOf(till) === run && run.choosesSecret;
}
