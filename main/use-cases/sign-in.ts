/**
 * The daily sign-in: eight steps in order, and the gate at their end.
 *
 * Channels: `signIn.view`, `signIn.begin`, `signIn.confirmSeals`, `signIn.countFloat`, `signIn.retry`,
 * `signIn.cancel`. The steps run beside the call that starts them and are shown by `sign-in` events. A sign-in that is
 * under way lives in memory only: a crash leaves the till closed.
 */
import type { ChannelInput, SignInView, StepView } from '../../domain/contract/ipc.ts';
import type { Fact, StepOutcome } from '../../domain/journal-entry.ts';
import { Problem, toProblem } from '../../domain/problems.ts';
import { judgeSignIn, judgeStep, type StepName, stepNames } from '../../domain/sign-in.ts';
import {
  businessDateNow,
  logFailure,
  type OpenTill,
  type PersonAnswer,
  record,
  type SignInRun,
  settingsOf,
} from '../session.ts';
import { countCash } from './close-day.ts';
import { operatorView, verifyOperator } from './operators.ts';
import { checkDevices } from './sign-in/devices.ts';
import { countFloat as floatStep } from './sign-in/float.ts';
import { hostSignOn } from './sign-in/host-sign-on.ts';
import { checkOperator } from './sign-in/operator.ts';
import { reconcileBooks } from './sign-in/reconcile.ts';
import { selfTest } from './sign-in/self-test.ts';
import { type Finding, finding, type Step } from './sign-in/step.ts';
import { syncBooks } from './sign-in/sync.ts';
import { checkUpdate } from './sign-in/update.ts';
import { leaveAtCutOver } from './upkeep.ts';

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
  return till.session.signIn?.view ?? blankView(till);
}

/**
 * Starts the steps when the PIN is right; a sign-in that was under way or had failed is given up for this one.
 * Throws `Problem`: `pin-…`, `operator-…`, `day-already-closed`, `till-locked`, `bad-request` when already signed in.
 */
export async function beginSignIn(
  till: OpenTill,
  input: ChannelInput<'signIn.begin'>,
): Promise<SignInView> {
  checkMayBegin(till);
  if (!('pin' in input)) throw new Problem('way-not-allowed');
  const operator = await verifyOperator(till, input.number, input.pin);
  checkMayBegin(till);
  giveUp(till);
  const run: SignInRun = {
    operator,
    businessDate: businessDateNow(till),
    view: { ...blankView(till), operator: operatorView(operator), waitsFor: 'nothing' },
    cancelled: false,
    answer: null,
  };
  till.session.signIn = run;
  till.session.locale = operator.locale;
  till.changed();
  start(till, run, 0);
  return run.view;
}

/** Throws `Problem` `sign-in-not-running` when nobody asked. */
export function confirmSeals(
  till: OpenTill,
  input: ChannelInput<'signIn.confirmSeals'>,
): SignInView {
  return answer(till, 'seals', { kind: 'seals', intact: input.intact });
}

/** Throws `Problem` `sign-in-not-running` when nobody asked. */
export function countFloat(till: OpenTill, input: ChannelInput<'signIn.countFloat'>): SignInView {
  // A slip of the keyboard is told at once, not as a failed step.
  countCash(input.denominations);
  return answer(till, 'float', { kind: 'float', denominations: input.denominations });
}

/** Runs the step that failed, and those behind it, once more. */
export function retrySignIn(till: OpenTill): SignInView {
  const run = till.session.signIn;
  if (run?.view.verdict !== 'blocked') throw new Problem('sign-in-not-running');
  checkMayBegin(till);
  const failed = run.view.steps.findIndex((step) => step.state === 'failed');
  const again = run.view.steps.map((step, index) => (index < failed ? step : blankStep(step.step)));
  show(till, run, { steps: again, verdict: 'running' });
  start(till, run, failed);
  return run.view;
}

export function cancelSignIn(till: OpenTill): Record<string, never> {
  giveUp(till);
  till.emit({ kind: 'sign-in', view: blankView(till) });
  till.changed();
  return {};
}

function checkMayBegin(till: OpenTill): void {
  leaveAtCutOver(till);
  const day = till.db.day();
  if (day.state === 'locked') throw new Problem('till-locked');
  if (day.state === 'open') throw new Problem('bad-request');
  // A date before the last one closed is a clock that was wrong then or is wrong now: the self-test judges that.
  const businessDate = businessDateNow(till);
  if (businessDate === day.lastClosedDate)
    throw new Problem('day-already-closed', { businessDate });
}

/** Ends a sign-in that is under way, if there is one; the day stays closed. */
export function giveUp(till: OpenTill): void {
  const run = till.session.signIn;
  if (!run) return;
  run.cancelled = true;
  run.answer?.({ kind: 'cancelled' });
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
  if (policy === 'skip') {
    showStep(till, run, step, { state: 'skipped', tookMs: 0 });
    return;
  }
  showStep(till, run, step, { state: 'running' });
  const begun = till.ports.clock.monotonic();
  const found = await look(till, run, step);
  if (run.cancelled) return;
  const blocked = found.blockers.length > 0;
  const failed = blocked || found.failures.length > 0;
  showStep(till, run, step, {
    state: judgeStep(blocked ? 'block' : policy, failed, found.warnings.length > 0),
    details: [...found.details],
    problems: [...found.blockers, ...found.failures, ...found.warnings].map((problem) =>
      problem.toData(),
    ),
    tookMs: Math.round(till.ports.clock.monotonic() - begun),
    progress: null,
  });
}

/** Whatever a step throws is a finding: a sign-in ends with sentences. */
async function look(till: OpenTill, run: SignInRun, step: StepName): Promise<Finding> {
  try {
    return await steps[step]({
      till,
      operator: run.operator,
      businessDate: run.businessDate,
      progress: (done, total) => showStep(till, run, step, { progress: { done, total } }),
      ask: (what, seals) => ask(till, run, what, seals),
    });
  } catch (thrown) {
    logFailure(till, `sign-in step ${step}`, thrown);
    return finding({ failures: [toProblem(thrown)] });
  }
}

function ask(
  till: OpenTill,
  run: SignInRun,
  what: 'seals' | 'float',
  seals: SignInView['seals'],
): Promise<PersonAnswer> {
  return new Promise((resolve) => {
    if (run.cancelled) resolve({ kind: 'cancelled' });
    run.answer = resolve;
    show(till, run, { waitsFor: what, seals });
  });
}

function answer(till: OpenTill, what: 'seals' | 'float', given: PersonAnswer): SignInView {
  const run = till.session.signIn;
  if (!run?.answer || run.view.waitsFor !== what) throw new Problem('sign-in-not-running');
  const { answer: resolve } = run;
  run.answer = null;
  show(till, run, { waitsFor: 'nothing', seals: [] });
  resolve(given);
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
    ? { kind: 'signed-in', body: { role: operator.role, offline, ...body } }
    : { kind: 'sign-in-failed', body };
  try {
    record(till, [fact], operator.number);
  } catch (thrown) {
    failStep(till, run, 'self-test', toProblem(thrown));
    show(till, run, { verdict: 'blocked' });
    return;
  }
  if (mayOpen) {
    till.session.operator = operatorView(operator);
    till.session.signIn = null;
  }
  show(till, run, { verdict: mayOpen ? 'may-open' : 'blocked' });
  till.changed();
  till.wantSync();
}

/** So that a retry begins there. */
function failStep(till: OpenTill, run: SignInRun, step: StepName, problem: Problem): void {
  showStep(till, run, step, { state: 'failed', problems: [problem.toData()] });
}

function outcomes(views: readonly StepView[]): StepOutcome[] {
  return views.flatMap(({ step, state, problems, tookMs }) =>
    state === 'waiting' || state === 'running'
      ? []
      : [{ step, state, problems, tookMs: tookMs ?? 0 }],
  );
}

function showStep(till: OpenTill, run: SignInRun, step: StepName, change: Partial<StepView>): void {
  const views = run.view.steps.map((view) => (view.step === step ? { ...view, ...change } : view));
  show(till, run, { steps: views });
}

function show(till: OpenTill, run: SignInRun, change: Partial<SignInView>): void {
  run.view = { ...run.view, ...change };
  if (!run.cancelled) till.emit({ kind: 'sign-in', view: run.view });
}

function blankView(till: OpenTill): SignInView {
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

function blankStep(step: StepName): StepView {
  return { step, state: 'waiting', details: [], problems: [], tookMs: null, progress: null };
}
