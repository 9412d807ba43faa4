/** A drawer as the page sees it: its counts, and what should be there once whoever counts may know. */
import {
  type CashCount,
  type Drawer,
  differenceIn,
  expectedIn,
  linesIn,
} from '../../../domain/cash/drawer.ts';
import type { DrawerView } from '../../../domain/day/channels.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { isHidden } from '../reports/blind.ts';

export function viewDrawer(till: OpenTill, drawer: Drawer): DrawerView {
  return {
    counts: drawer.counts.map((count) => viewCount(till, count)),
    stands: drawer.standing !== null,
    // Under a blind count main does not say what it may not know; the page has nothing to hide.
    due: isHidden(till, drawer)
      ? null
      : {
          lines: [...linesIn(drawer)],
          expectedMinor: expectedIn(drawer),
          differenceMinor: differenceIn(drawer),
        },
  };
}

function viewCount(till: OpenTill, count: CashCount): DrawerView['counts'][number] {
  const { at, by, amountMinor, denominations, blind } = count;
  const byName = by === null ? '' : (till.db.operators.find(by)?.name ?? by);
  return { at, byName, amountMinor, denominations: { ...denominations }, blind };
}
