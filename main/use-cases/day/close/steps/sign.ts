/** The Z is written, with the signed head of the journal. From here on the date is closed. */
import { assert } from '../../../../../domain/basics/assert.ts';
import { drawerIn, expectedIn } from '../../../../../domain/cash/drawer.ts';
import type { DayClosedBody } from '../../../../../domain/day/facts.ts';
import { mainDrawer } from '../../../../../domain/journal/fields.ts';
import { countIn, zReport } from '../../../../../domain/reports/day-report.ts';
import { figureOf } from '../../../../../domain/reports/figures.ts';
import { signHead } from '../../../../machine/till-key.ts';
import { presence } from '../../../../till/presence.ts';
import { record } from '../../../../till/record.ts';
import { letterhead } from '../../../paper/letterhead.ts';
import type { CloseStep, Closing } from '../step.ts';

export const sign: CloseStep = {
  act: (closing) => {
    const { till } = closing;
    const books = closing.books();
    const body = bodyOf(closing);
    record(till, [{ kind: 'day-closed', body }]);
    const head = letterhead(till, presence(till).locale, till.ports.clock.now());
    closing.z = { closing: body, paper: zReport(head, books, body) };
  },
};

function bodyOf({ till, businessDate, reason, approval, books }: Closing): DayClosedBody {
  const { totals, drawers } = books();
  const drawer = drawerIn(drawers);
  const counted = countIn(drawer);
  assert(counted, 'what is closed was counted');
  const { lastClose } = till.db.day();
  const sales = figureOf(totals, 'sales');
  return {
    zNumber: till.db.numbers.nextZ(),
    drawer: mainDrawer,
    closedDate: businessDate,
    ...counted,
    expectedMinor: expectedIn(drawer),
    ...(counted.differenceMinor === 0 || reason === null ? { reason: null } : reason),
    ...approval,
    ...(lastClose?.date === businessDate
      ? { session: lastClose.session + 1, afterZ: lastClose.zNumber }
      : {}),
    sales: sales.count,
    salesMinor: sales.minor,
    firstSeq: totals.firstSeq,
    lastSeq: totals.lastSeq,
    head: signHead(till.key, till.db.journal.head()),
  };
}
