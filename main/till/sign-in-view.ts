/** The sign-in as the page sees it while no steps run: nobody yet, or somebody who must show one way more. */
import type { SignInView, StepView } from '../../domain/contract/ipc.ts';
import { type StepName, stepNames } from '../../domain/sign-in/steps.ts';
import { type OpenTill, settingsOf } from './session.ts';

export function idleView(till: OpenTill): SignInView {
  const { proof } = till.session;
  if (proof?.purpose !== 'entry') return blankView(till);
  const { number, name, role } = proof.operator;
  return {
    ...blankView(till),
    operator: { number, name, role },
    waitsFor: 'more-proof',
    moreWays: [...proof.moreWays],
  };
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
