/**
 * The daily sign-in: eight steps in order, and the gate at their end.
 *
 * Channels: `signIn.view`, `signIn.confirmSeals`, `signIn.countFloat`, `signIn.retry`; begin.ts has the others. The steps run beside the call that starts them and are shown by `sign-in` events. A sign-in that is
 * under way lives in memory only: a crash leaves the till closed.
 */

import type { Fact } from '../../../domain/contract/entry.ts';
import type {
  ChannelInput,
  ChannelOutput,
  StepView,
  ToldUpTo,
} from '../../../domain/contract/ipc.ts';
import type { StepOutcome } from '../../../domain/sign-in/facts.ts';
import { judgeSignIn, judgeStep, type StepName, stepNames } from '../../../domain/sign-in/steps.ts';
import { Problem, toProblem } from '../../../domain/words/problem.ts';
import { businessDateNow, settingsOf } from '../../till/business-day.ts';
import { type Finding, finding } from '../../till/finding.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { logFailure, record } from '../../till/record.ts';
import { stopOf } from '../../till/stop.ts';
import { countCash } from '../cash/count.ts';
import { leaveAtCutOver } from '../day/cut-over.ts';
import { openingOf } from '../day/opening.ts';
import { link } from '../office/link.ts';
import { bringBackParked } from '../sale/holds.ts';
import { checkDevices } from './steps/devices.ts';
import { countFloat as floatStep } from './steps/float.ts';
import { hostSignOn } from './steps/host-sign-on.ts';
import { checkOperator } from './steps/operator.ts';
import { reconcileBooks } from './steps/reconcile.ts';
import { selfTest } from './steps/self-test.ts';
import type { Step, StepContext } from './steps/step.ts';
import { syncBooks } from './steps/sync.ts';
import { checkUpdate } from './steps/update.ts';
import {
  type PersonAnswer,
  type PersonQuestion,
  type SignInRun,
  setSignIn,
  signInLane,
  signInOf,
} from './under-way.ts';
import { blankStep, idleView, toldSignIn, viewRun } from './view.ts';

const steps: Readonly<Record<StepName, Step>> = {
  operator: checkOperator,
  'self-test': selfTest,
  devices: checkDevices,
  'host-sign-on': hostSignOn,
  sync: syncBooks,
  reconcile: reconcileBooks,
  update: checkUpdate,
  float: floatStep,
};

export function viewSignIn(till: OpenTill): ChannelOutput<'signIn.view'> {
  const run = signInOf(till);
  return { ...(run ? viewRun(till, run) : idleView(till)), ...toldSignIn(till) };
}

/** The steps from the first on. */
export function startRun(till: OpenTill, run: SignInRun): void {
  start(till, run, 0);
}

/** Throws `Problem` `sign-in-not-running` when nobody asked. */
export function confirmSeals(till: OpenTill, input: ChannelInput<'signIn.confirmSeals'>): ToldUpTo {
  return answerPerson(till, 'seals', { kind: 'seals', intact: input.intact });
}

/** Throws `Problem` `sign-in-not-running` when nobody asked. */
export function countFloat(till: OpenTill, input: ChannelInput<'signIn.countFloat'>): ToldUpTo {
  // A slip of the keyboard is told at once, not as a failed step.
  countCash(input.denominations);
  return answerPerson(till, 'float', { kind: 'float', denominations: input.denominations });
}

/** Runs the step that failed, and those behind it, once more. */
export function retrySignIn(till: OpenTill): ToldUpTo {
  const run = signInOf(till);
  if (run?.verdict !== 'blocked') throw new Problem('sign-in-not-running');
  checkMayBegin(till);
  const failed = run.steps.findIndex((step) => step.state === 'failed');
  const again = run.steps.map((step, index) => (index < failed ? step : blankStep(step.step)));
  showRun(till, run, { steps: again, verdict: 'running' });
  start(till, run, failed);
  return toldSignIn(till);
}

/** Throws `Problem`: `day-already-closed`, `already-signed-in`. A locked till may be taken over. */
export function checkMayBegin(till: OpenTill): void {
  leaveAtCutOver(till);
  const day = till.db.day();
  if (day.state === 'open') throw new Problem('already-signed-in');
  // A date before the last one closed is a clock that was wrong then or is wrong now: the self-test judges that.
  const businessDate = businessDateNow(till);
  if (openingOf(till, businessDate) === 'closed') {
    throw new Problem('day-already-closed', { businessDate });
  }
}

function start(till: OpenTill, run: SignInRun, first: number): void {
  // One run at a time: what a cancelled one was still asking a device for must have ended.
  till.inBackground('sign-in', true, () =>
    signInLane(till, async () => {
      for (const step of stepNames.slice(first)) {
        if (run.cancelled) return;
        await runStep(till, run, step);
        if (run.steps.some(({ state }) => state === 'failed')) break;
      }
      if (!run.cancelled) conclude(till, run);
    }),
  );
}

async function runStep(till: OpenTill, run: SignInRun, step: StepName): Promise<void> {
  const policy = settingsOf(till).signInPolicy[step];
  // A till that is stopped says so, also in a store that syncs at other times.
  if (policy === 'skip' && !(step === 'sync' && stopOf(till))) {
    showStep(till, run, step, { state: 'skipped', tookMs: 0 });
    return;
  }
  showStep(till, run, step, { state: 'running' });
  const { clock } = till.ports;
  const begun = clock.monotonic();
  let waitedMs = 0;
  const found = await look(till, run, step, async (question) => {
    const askedAt = clock.monotonic();
    const given = await ask(till, run, question);
    waitedMs += clock.monotonic() - askedAt;
    return given;
  });
  if (run.cancelled) return;
  const blocked = found.blockers.length > 0;
  const failed = blocked || found.failures.length > 0;
  showStep(till, run, step, {
    state: judgeStep(blocked ? 'block' : policy, failed, found.warnings.length > 0),
    details: [...found.details],
    problems: [...found.blockers, ...found.failures, ...found.warnings].map((problem) =>
      problem.toData(),
    ),
    tookMs: Math.round(clock.monotonic() - begun),
    ...(waitedMs === 0 ? {} : { waitedMs: Math.round(waitedMs) }),
    progress: null,
  });
}

/** Whatever a step throws is a finding: a sign-in ends with sentences. */
async function look(
  till: OpenTill,
  run: SignInRun,
  step: StepName,
  askPerson: StepContext['ask'],
): Promise<Finding> {
  try {
    return await steps[step]({
      till,
      operator: run.operator,
      businessDate: run.businessDate,
      progress: (done, total) => showStep(till, run, step, { progress: { done, total } }),
      ask: askPerson,
    });
  } catch (thrown) {
    logFailure(till, `sign-in step ${step}`, thrown);
    return finding({ failures: [toProblem(thrown)] });
  }
}

function ask(till: OpenTill, run: SignInRun, question: PersonQuestion): Promise<PersonAnswer> {
  return new Promise((resolve) => {
    if (run.cancelled) resolve({ kind: 'cancelled' });
    showRun(till, run, { asked: { question, answer: resolve } });
  });
}

/** The question of this kind that waits for a person. Throws `Problem` `sign-in-not-running` when there is none. */
export function questionOf<What extends PersonQuestion['waitsFor']>(
  till: OpenTill,
  what: What,
): Extract<PersonQuestion, { waitsFor: What }> {
  const question = signInOf(till)?.asked?.question;
  if (question?.waitsFor !== what) throw new Problem('sign-in-not-running');
  return question as Extract<PersonQuestion, { waitsFor: What }>;
}

/** Another challenge may have taken the place of the one that is shown. */
export function askAgain(till: OpenTill): void {
  const run = signInOf(till);
  if (run?.asked) showRun(till, run, {});
}

/** Throws `Problem` `sign-in-not-running` when nobody asked. */
export function answerPerson(
  till: OpenTill,
  what: PersonQuestion['waitsFor'],
  given: PersonAnswer,
): ToldUpTo {
  const run = signInOf(till);
  if (!run?.asked || run.asked.question.waitsFor !== what) {
    throw new Problem('sign-in-not-running');
  }
  const { answer } = run.asked;
  showRun(till, run, { asked: null });
  answer(given);
  return toldSignIn(till);
}

/** The result is written down first; only then does the page hear that it may sell. */
function conclude(till: OpenTill, run: SignInRun): void {
  const { operator } = run;
  if (run.businessDate !== businessDateNow(till)) {
    // The checks and the float were of a day that is over.
    run.businessDate = businessDateNow(till);
    failStep(till, run, 'self-test', new Problem('past-cut-over'));
  }
  const mayOpen = judgeSignIn(run.steps.map(({ state }) => state)) === 'may-open';
  const body = { steps: outcomes(run.steps) };
  const offline = !link(till).online;
  const fact: Fact = mayOpen
    ? { kind: 'signed-in', body: { role: operator.role, offline, ways: [...run.ways], ...body } }
    : { kind: 'sign-in-failed', body };
  try {
    record(till, [fact], operator.number);
  } catch (thrown) {
    failStep(till, run, 'self-test', toProblem(thrown));
    showRun(till, run, { verdict: 'blocked' });
    return;
  }
  if (mayOpen) {
    setSignIn(till, null);
    bringBackParked(till);
  }
  showRun(till, run, { verdict: mayOpen ? 'may-open' : 'blocked' });
  till.changed('shift');
  till.wantSync();
}

/** So that a retry begins there. */
function failStep(till: OpenTill, run: SignInRun, step: StepName, problem: Problem): void {
  showStep(till, run, step, { state: 'failed', problems: [problem.toData()] });
}

function outcomes(views: readonly StepView[]): StepOutcome[] {
  return views.flatMap(({ step, state, problems, tookMs, waitedMs }) => {
    if (state === 'waiting' || state === 'running') return [];
    const waited = waitedMs === undefined ? {} : { waitedMs };
    return [{ step, state, problems, tookMs: tookMs ?? 0, ...waited }];
  });
}

function showStep(till: OpenTill, run: SignInRun, step: StepName, change: Partial<StepView>): void {
  const steps = run.steps.map((each) => (each.step === step ? { ...each, ...change } : each));
  showRun(till, run, { steps });
}

export function showRun(till: OpenTill, run: SignInRun, change: Partial<SignInRun>): void {
  Object.assign(run, change);
  if (!run.cancelled) till.emit({ kind: 'sign-in', view: viewRun(till, run) });
}
