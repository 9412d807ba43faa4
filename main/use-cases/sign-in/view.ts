/** The sign-in as the page sees it: nobody yet, somebody who must show one way more, or the steps. */

import type { SignInView, StepView, ToldUpTo } from '../../../domain/contract/ipc.ts';
import { type StepName, stepNames } from '../../../domain/sign-in/steps.ts';
import { settingsOf } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { challengeIfAny } from '../people/one-time-codes.ts';
import { operatorView } from '../people/operators.ts';
import { proofInProgress } from '../people/proof-in-progress.ts';
import type { SignInRun } from './under-way.ts';

export function idleView(till: OpenTill): SignInView {
  const proof = proofInProgress(till);
  if (proof?.purpose !== 'entry') return blankView(till);
  return {
    ...blankView(till),
    operator: operatorView(proof.operator),
    waitsFor: 'more-proof',
    moreWays: [...proof.moreWays],
  };
}

/** What an act of the sign-in answers: all it has to say has been told. */
export function toldSignIn(till: OpenTill): ToldUpTo {
  return { seq: till.told()['sign-in'] };
}

/** Nobody is signing in, or somebody waits with half a proof: the page is told. */
export function tellIdle(till: OpenTill): void {
  till.emit({ kind: 'sign-in', view: idleView(till) });
}

export function viewRun(till: OpenTill, run: SignInRun): SignInView {
  return {
    ...blankView(till),
    operator: operatorView(run.operator),
    steps: [...run.steps],
    verdict: run.verdict,
    ...waitsFor(till, run),
  };
}

function waitsFor(till: OpenTill, { choosesSecret, asked }: SignInRun): Partial<SignInView> {
  if (choosesSecret) return { waitsFor: 'new-secret' };
  const question = asked?.question;
  switch (question?.waitsFor) {
    case undefined:
      return { waitsFor: 'nothing' };
    case 'float':
      return { waitsFor: 'float' };
    case 'seals':
      return { waitsFor: 'seals', seals: [...question.seals] };
    case 'lift':
      return { waitsFor: 'lift', challenge: challengeIfAny(till, question.request) };
  }
}

export function blankView(till: OpenTill): SignInView {
  return {
    operator: null,
    steps: blankSteps(),
    waitsFor: 'operator',
    moreWays: [],
    challenge: null,
    seals: [],
    verdict: 'running',
    usualFloatMinor: settingsOf(till).usualFloatMinor,
  };
}

export function blankSteps(): StepView[] {
  return stepNames.map(blankStep);
}

export function blankStep(step: StepName): StepView {
  return { step, state: 'waiting', details: [], problems: [], tookMs: null, progress: null };
}
