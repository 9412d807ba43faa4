/** One till in one word: what a manager should know of it this morning. */
import type { Unknown } from '../../domain/basics/growing.ts';
import type { DayFold } from '../../domain/day/day.ts';
import type { StepOutcome } from '../../domain/sign-in/facts.ts';
import { type StepName, stepNames } from '../../domain/sign-in/steps.ts';

/** Worst first, as the chip is coloured: red, amber, green, grey. */
export type Tone = 'bad' | 'warn' | 'good' | 'none';

export type TillState = Readonly<{
  tone: Tone;
  word:
    | 'not-enrolled'
    | 'refused'
    | 'blocked'
    | 'open'
    | 'open-warned'
    | 'offline'
    | 'late'
    | 'locked'
    | 'closed'
    | 'left'
    | 'absent';
  step: StepName | Unknown | null;
  seq: number | null;
}>;

/** The last time somebody signed in, or tried to and was stopped by a step. */
export type SignIn = Readonly<{
  at: number;
  businessDate: string;
  operator: string | null;
  opened: boolean;
  offline: boolean;
  steps: readonly StepOutcome[];
}>;

export type Refusal = Readonly<{ at: number; seq: number; why: string; acknowledged: number }>;

export type Seen = Readonly<{
  joined: boolean;
  day: DayFold;
  signIn: SignIn | null;
  refusal: Refusal | null;
}>;

/** `today` is the business date of the till's store. */
export function stateOf({ joined, day, signIn, refusal }: Seen, today: string): TillState {
  const state = (
    tone: Tone,
    word: TillState['word'],
    step: StepName | Unknown | null = null,
  ): TillState => ({
    tone,
    word,
    step,
    seq: refusal?.seq ?? null,
  });
  if (!joined) return state('none', 'not-enrolled');
  if (refusal) return state('bad', 'refused');
  const triedToday = signIn?.businessDate === today;
  if (triedToday && !signIn.opened && day.state === 'closed') {
    return state('bad', 'blocked', firstStep(signIn, 'failed'));
  }
  if (day.state === 'locked') return state('none', 'locked');
  if (day.state === 'open' && day.businessDate !== today) return state('warn', 'late');
  if (day.state === 'open') {
    if (signIn?.offline) return state('warn', 'offline');
    const warned = signIn && firstStep(signIn, 'warned');
    return warned ? state('warn', 'open-warned', warned) : state('good', 'open');
  }
  if (day.lastClosedDate === today) return state('none', 'closed');
  return triedToday ? state('none', 'left') : state('none', 'absent');
}

/** The eight bars: what became of each step of today's sign-in. */
export function barsOf(
  signIn: SignIn | null,
  today: string,
): { step: StepName; state: 'passed' | 'warned' | 'failed' | 'skipped' | 'waiting' }[] {
  const steps = signIn?.businessDate === today ? signIn.steps : [];
  return stepNames.map((step) => ({
    step,
    state: steps.find((outcome) => outcome.step === step)?.state ?? 'waiting',
  }));
}

function firstStep({ steps }: SignIn, state: 'failed' | 'warned'): StepName | Unknown | null {
  return steps.find((outcome) => outcome.state === state)?.step ?? null;
}
