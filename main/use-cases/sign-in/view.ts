/** The sign-in as the page sees it while no steps run: nobody yet, or somebody who must show one way more. */
import type { SignInView, StepView } from '../../../domain/contract/ipc.ts';
import { type StepName, stepNames } from '../../../domain/sign-in/steps.ts';
import { type OpenTill, settingsOf } from '../../till/session.ts';
import { proofInProgress } from '../people/proof-in-progress.ts';

export function idleView(till: OpenTill): SignInView {
  const proof = proofInProgress(till);
  if (proof?.purpose !== 'entry') return blankView(till);
  const { number, name, role } = proof.operator;
  return {
    ...blankView(till),
    operator: { number, name, role },
    waitsFor: 'more-proof',
    moreWays: [...proof.moreWays],
  };
}

/** Nobody is signing in, or somebody waits with half a proof: the page is told. */
export function tellIdle(till: OpenTill): void {
  till.emit({ kind: 'sign-in', view: idleView(till) });
}

export function blankView(till: OpenTill): SignInView {
  return {
    operator: null,
    steps: stepNames.map(blankStep),
    waitsFor: 'operator',
    moreWays: [],
    challenge: null,
    seals: [],
    verdict: 'running',
    usualFloatMinor: settingsOf(till).usualFloatMinor,
  };
}

export function blankStep(step: StepName): StepView {
  return { step, state: 'waiting', details: [], problems: [], tookMs: null, progress: null };
}
