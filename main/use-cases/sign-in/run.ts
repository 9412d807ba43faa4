/**
 * The daily sign-in: eight steps in order, and the gate at their end.
 *
 * Channels: `signIn.view`, `signIn.confirmSeals`, `signIn.countFloat`, `signIn.retry`; begin.ts has the others. The steps run beside the call that starts them and are shown by `sign-in` events. A sign-in that is
 * under way lives in memory only: a crash leaves the till closed.
 */

import type { Fact } from '../../../domain/contract/entry.ts';
import type { ChannelInput, SignInView, StepView } from '../../../domain/contract/ipc.ts';
import type { StepOutcome } from '../../../domain/sign-in/facts.ts';
import { judgeSignIn, judgeStep, type StepName, stepNames } from '../../../domain/sign-in/steps.ts';
import { Problem, toProblem } from '../../../domain/words/problem.ts';
import {
  businessDateNow,
  logFailure,
  type OpenTill,
  type PersonAnswer,
  type PersonQuestion,
  record,
  type SignInRun,
  settingsOf,
} from '../../till/session.ts';
import { stopOf } from '../../till/stop.ts';
import { countCash } from '../day/close.ts';
import { leaveAtCutOver } from '../day/cut-over.ts';
import { challengeIfAny } from '../people/one-time-codes.ts';
import { bringBackParked } from '../sale/holds.ts';
import { checkDevices } from './steps/devices.ts';
import { countFloat as floatStep } from './steps/float.ts';
import { hostSignOn } from './steps/host-sign-on.ts';
import { checkOperator } from './steps/operator.ts';
import { reconcileBooks } from './steps/reconcile.ts';
import { selfTest } from './steps/self-test.ts';
import { type Finding, finding, type Step, type StepContext } from './steps/step.ts';
import { syncBooks } from './steps/sync.ts';
import { checkUpdate } from './steps/update.ts';
import { blankStep, idleView } from './view.ts';

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

export function viewSignIn(till: OpenTill): SignInView {
  return till.session.signIn?.view ?? idleView(till);
}

/** The steps from the first on. */
export function startRun(till: OpenTill, run: SignInRun): void {
  start(till, run, 0);
}

/** Throws `Problem` `sign-in-not-running` when nobody asked. */
export function confirmSeals(
  till: OpenTill,
  input: ChannelInput<'signIn.confirmSeals'>,
): SignInView {
  return answerPerson(till, 'seals', { kind: 'seals', intact: input.intact });
}

/** Throws `Problem` `sign-in-not-running` when nobody asked. */
export function countFloat(till: OpenTill, input: ChannelInput<'signIn.countFloat'>): SignInView {
  // A slip of the keyboard is told at once, not as a failed step.
  countCash(input.denominations);
  return answerPerson(till, 'float', { kind: 'float', denominations: input.denominations });
}

/** Runs the step that failed, and those behind it, once more. */
export function retrySignIn(till: OpenTill): SignInView {
  const run = till.session.signIn;
  if (run?.view.verdict !== 'blocked') throw new Problem('sign-in-not-running');
  checkMayBegin(till);
  const failed = run.view.steps.findIndex((step) => step.state === 'failed');
  const again = run.view.steps.map((step, index) => (index < failed ? step : blankStep(step.step)));
  showRun(till, run, { steps: again, verdict: 'running' });
  start(till, run, failed);
  return run.view;
}

/** Throws `Problem`: `day-already-closed`, `bad-request` when already signed in. A locked till may be taken over. */
export function checkMayBegin(till: OpenTill): void {
  leaveAtCutOver(till);
  const day = till.db.day();
  if (day.state === 'open') throw new Problem('bad-request');
  // A date before the last one closed is a clock that was wrong then or is wrong now: the self-test judges that.
  const businessDate = businessDateNow(till);
  if (till.db.isClosed(businessDate)) throw new Problem('day-already-closed', { businessDate });
}

/** Ends a sign-in that is under way, if there is one; the day stays closed. */
export function giveUp(till: OpenTill): void {
  const run = till.session.signIn;
  if (!run) return;
  run.cancelled = true;
  run.asked?.answer({ kind: 'cancelled' });
  till.session.signIn = null;
}

function start(till: OpenTill, run: SignInRun, first: number): void {
  // One run at a time: what a cancelled one was still asking a device for must have ended.
  till.inBackground('sign-in', true, () =>
    till.signInLane(async () => {
      for (const step of stepNames.slice(first)) {
        if (run.cancelled) return;
        await runStep(till, run, step);
        if (run.view.steps.some(({ state }) => state === 'failed')) break;
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
    run.asked = { question, answer: resolve };
    showRun(till, run, shownOf(till, question));
  });
}

function shownOf(till: OpenTill, question: PersonQuestion): Partial<SignInView> {
  const { waitsFor } = question;
  if (waitsFor === 'seals') return { waitsFor, seals: [...question.seals] };
  if (waitsFor === 'lift') return { waitsFor, challenge: challengeIfAny(till, question.request) };
  return { waitsFor };
}

/** The question of this kind that waits for a person. Throws `Problem` `sign-in-not-running` when there is none. */
export function questionOf<What extends PersonQuestion['waitsFor']>(
  till: OpenTill,
  what: What,
): Extract<PersonQuestion, { waitsFor: What }> {
  const question = till.session.signIn?.asked?.question;
  if (question?.waitsFor !== what) throw new Problem('sign-in-not-running');
  return question as Extract<PersonQuestion, { waitsFor: What }>;
}

/** Another challenge may have taken the place of the one that is shown. */
export function askAgain(till: OpenTill): void {
  const run = till.session.signIn;
  if (run?.asked) showRun(till, run, shownOf(till, run.asked.question));
}

/** Throws `Problem` `sign-in-not-running` when nobody asked. */
export function answerPerson(
  till: OpenTill,
  what: PersonQuestion['waitsFor'],
  given: PersonAnswer,
): SignInView {
  const run = till.session.signIn;
  if (!run?.asked || run.asked.question.waitsFor !== what) {
    throw new Problem('sign-in-not-running');
  }
  const { answer } = run.asked;
  run.asked = null;
  showRun(till, run, { waitsFor: 'nothing', seals: [], challenge: null });
  answer(given);
  return run.view;
}

/** The result is written down first; only then does the page hear that it may sell. */
function conclude(till: OpenTill, run: SignInRun): void {
  const { operator } = run;
  if (run.businessDate !== businessDateNow(till)) {
    // The checks and the float were of a day that is over.
    run.businessDate = businessDateNow(till);
    failStep(till, run, 'self-test', new Problem('past-cut-over'));
  }
  const mayOpen = judgeSignIn(run.view.steps.map(({ state }) => state)) === 'may-open';
  const body = { steps: outcomes(run.view.steps) };
  const offline = !till.session.serverOnline;
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
    till.session.signIn = null;
    bringBackParked(till);
  }
  showRun(till, run, { verdict: mayOpen ? 'may-open' : 'blocked' });
  till.changed();
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
  const views = run.view.steps.map((view) => (view.step === step ? { ...view, ...change } : view));
  showRun(till, run, { steps: views });
}

export function showRun(till: OpenTill, run: SignInRun, change: Partial<SignInView>): void {
  run.view = { ...run.view, ...change };
  if (!run.cancelled) till.emit({ kind: 'sign-in', view: run.view });
}
