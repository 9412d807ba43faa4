/** What a list of past sign-ins tells at a glance. Pure. */
import { isKnown } from '../../../domain/basics/growing.ts';
import type { PastSignIn } from '../../../domain/sign-in/channels.ts';
import type { StepName } from '../../../domain/sign-in/steps.ts';
import { stepNames } from '../../sign-in/steps/step-names.ts';

export type SignInDay = Readonly<{ businessDate: string; signIns: readonly PastSignIn[] }>;

/** Days in the order of the list: newest first. */
export function byDay(signIns: readonly PastSignIn[]): SignInDay[] {
  const days = new Map<string, PastSignIn[]>();
  for (const signIn of signIns) {
    const day = days.get(signIn.businessDate) ?? [];
    day.push(signIn);
    days.set(signIn.businessDate, day);
  }
  return [...days].map(([businessDate, list]) => ({ businessDate, signIns: list }));
}

/** `person`: the time in which the till waited for an answer, of all steps together. */
export type Share = StepName | 'person';

/** Where the time of one sign-in went, in ms; only what took any. */
export function sharesOf({ steps }: PastSignIn): { share: Share; ms: number }[] {
  const waitedMs = steps.reduce((sum, step) => sum + (step.waitedMs ?? 0), 0);
  return [
    // A step that this version does not know has no bar.
    ...steps.flatMap((step) =>
      isKnown(stepNames, step.step) ? [{ share: step.step, ms: ownMs(step) }] : [],
    ),
    { share: 'person' as const, ms: waitedMs },
  ].filter(({ ms }) => ms > 0);
}

export type StepTime = Readonly<{
  step: StepName;
  /** The till's own time, without waiting for people, of the sign-ins in which the step ran; null where it never did. */
  medianMs: number | null;
  failed: number;
}>;

export function stepTimes(signIns: readonly PastSignIn[]): StepTime[] {
  return stepNames.map((step) => {
    const runs = signIns.flatMap((signIn) => signIn.steps.filter((one) => one.step === step));
    return {
      step,
      medianMs: median(runs.filter((run) => run.state !== 'skipped').map(ownMs)),
      failed: runs.filter((run) => run.state === 'failed').length,
    };
  });
}

type StepRun = PastSignIn['steps'][number];

const ownMs = ({ tookMs, waitedMs = 0 }: StepRun): number => Math.max(0, tookMs - waitedMs);

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  if (upper === undefined) return null;
  if (sorted.length % 2 === 1) return upper;
  return ((sorted[sorted.length / 2 - 1] ?? upper) + upper) / 2;
}
