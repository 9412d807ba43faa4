/** A close as the page sees it: each step with what was found, the counts, and what they should come to once they stand. */
import { dateAfter } from '../../../../domain/basics/business-date.ts';
import { drawerIn } from '../../../../domain/cash/drawer.ts';
import type { CloseStepView, CloseView } from '../../../../domain/day/channels.ts';
import {
  type CloseStepName,
  closePolicy,
  closeStepNames,
} from '../../../../domain/day/close-steps.ts';
import { zPreview } from '../../../../domain/reports/day-report.ts';
import { judgeStep } from '../../../../domain/sign-in/steps.ts';
import { settingsOf } from '../../../till/business-day.ts';
import { problemsOf } from '../../../till/finding.ts';
import { presence } from '../../../till/presence.ts';
import { letterhead } from '../../paper/letterhead.ts';
import { viewDrawer } from '../drawer-view.ts';
import type { Closing } from './step.ts';
import { closeSteps } from './steps.ts';

export function viewClose(closing: Closing): CloseView {
  const { till, businessDate } = closing;
  const books = closing.books();
  const drawer = drawerIn(books.drawers);
  const entries = till.db.journal.head().seq;
  const { lastClose } = till.db.day();
  const { day } = settingsOf(till);
  const head = letterhead(till, presence(till).locale, till.ports.clock.now());
  return {
    businessDate,
    session: lastClose?.date === businessDate ? lastClose.session + 1 : 1,
    zNumber: till.db.numbers.nextZ(),
    steps: viewSteps(closing),
    ...viewDrawer(till, drawer),
    preview: drawer.standing === null ? null : zPreview(head, books),
    afterClose: day.afterClose,
    nextDate: dateAfter(businessDate),
    openAttempts: till.db.attempts.open().length,
    unsynced: entries - till.db.sync.acknowledgedSeq(),
    entries,
  };
}

/** In order; what stands behind a step that fails waits for it. */
function viewSteps(closing: Closing): CloseStepView[] {
  const views: CloseStepView[] = [];
  for (const step of closeStepNames) {
    const isHeld = views.some(({ state }) => state === 'failed');
    views.push(isHeld ? waiting(step) : viewStep(closing, step));
  }
  return views;
}

function waiting(step: CloseStepName): CloseStepView {
  return { step, state: 'waiting', details: [], problems: [] };
}

function viewStep(closing: Closing, step: CloseStepName): CloseStepView {
  const found = closeSteps[step].look?.(closing);
  if (!found) return waiting(step);
  const { blockers, failures, warnings, details } = found;
  const policy = blockers.length > 0 ? 'block' : closePolicy[step];
  return {
    step,
    state: judgeStep(policy, blockers.length + failures.length > 0, warnings.length > 0),
    details: [...details],
    problems: problemsOf(found).map((problem) => problem.toData()),
  };
}
