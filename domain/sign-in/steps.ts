/**
 * The eight steps of the daily sign-in and the fold from their outcomes to "may open".
 */
import { z } from 'zod';
import { growing } from '../basics/growing.ts';

export const stepNames = [
  /** Who: number and PIN. */
  'operator',
  /** The till itself: clock, disk, memory, power, journal, native modules, screen and sound, unfinished work. */
  'self-test',
  /** Each configured device opens, is the registered one, untampered, healthy. */
  'devices',
  /** Working keys into the PIN pad, check values compared there. */
  'host-sign-on',
  /** Push what the journal holds, pull what the back office owns. */
  'sync',
  /** Counts, amounts and heads per business date against the back office. */
  'reconcile',
  /** A newer or mandatory version; the app's own integrity. */
  'update',
  /** Opening cash, counted. */
  'float',
] as const;
export const stepNameSchema = z.enum(stepNames);
export type StepName = (typeof stepNames)[number];
/** As it is written down: a later version may have more of them. */
export const anyStepNameSchema = growing(stepNames);

/** What a failure of a step means: nobody sells, or somebody looks at it later, or the step is left out. */
export const stepPolicySchema = z.enum(['block', 'warn', 'skip']);
export type StepPolicy = z.infer<typeof stepPolicySchema>;
export type SignInPolicy = Readonly<Record<StepName, StepPolicy>>;

/** Who you are is never waived, and whether the till is sound never skipped, whatever the store says. */
export const defaultPolicy: SignInPolicy = {
  operator: 'block',
  'self-test': 'block',
  devices: 'block',
  'host-sign-on': 'warn',
  sync: 'warn',
  reconcile: 'warn',
  update: 'warn',
  float: 'block',
};

export type StepState = 'waiting' | 'running' | 'passed' | 'warned' | 'failed' | 'skipped';

/** What a failed check does to its step. What must stop everybody, whatever the store says, is judged under `block`. */
export function judgeStep(policy: StepPolicy, failed: boolean, warned: boolean): StepState {
  if (policy === 'skip') return 'skipped';
  if (failed) return policy === 'block' ? 'failed' : 'warned';
  return warned ? 'warned' : 'passed';
}

export type SignInVerdict = 'running' | 'blocked' | 'may-open';

/** The gate opens only when every step has ended and none has failed. */
export function judgeSignIn(states: readonly StepState[]): SignInVerdict {
  if (states.some((state) => state === 'failed')) return 'blocked';
  const ended = states.every((state) => ['passed', 'warned', 'skipped'].includes(state));
  return ended && states.length === stepNames.length ? 'may-open' : 'running';
}
