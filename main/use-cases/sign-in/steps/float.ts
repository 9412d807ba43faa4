/** Step 8, the float: opening cash, counted once a business date. */
import { drawerIn } from '../../../../domain/cash/drawer.ts';
import { mainDrawer } from '../../../../domain/journal/fields.ts';
import { mayDo } from '../../../../domain/people/right.ts';
import { figureOf } from '../../../../domain/reports/figures.ts';
import { Problem } from '../../../../domain/words/problem.ts';
import { finding } from '../../../till/finding.ts';
import { holdsOf } from '../../../till/presence.ts';
import { record } from '../../../till/record.ts';
import { countCash } from '../../cash/count.ts';
import { detail, type Step } from './step.ts';

export const countFloat: Step = async ({ till, operator, businessDate, ask }) => {
  // Who may not sell has no drawer to answer for; the next who may is asked.
  if (!mayDo(holdsOf(till, operator.role), 'sell')) return finding({});
  if (till.db.day().unclosedDates.includes(businessDate)) {
    const { takenOver } = drawerIn(till.db.books.of(businessDate).session.drawers);
    if (takenOver !== null) {
      const { by, amountMinor } = takenOver;
      const from = by === null ? '' : (till.db.operators.find(by)?.name ?? by);
      return finding({ details: [detail('float', 'takenOver', { amountMinor, from })] });
    }
    const { minor: amountMinor } = figureOf(till.db.totals(businessDate), 'float');
    return finding({ details: [detail('float', 'already', { amountMinor })] });
  }
  const answer = await ask({ waitsFor: 'float' });
  if (answer.kind !== 'float') throw new Problem('sign-in-not-running');
  const amountMinor = countCash(answer.denominations);
  const denominations = { ...answer.denominations };
  const body = { amountMinor, denominations, drawer: mainDrawer };
  record(till, [{ kind: 'float-counted', body }], operator.number);
  return finding({ details: [detail('float', 'passed', { amountMinor })] });
};
