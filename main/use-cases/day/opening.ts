/** What a sign-in of this moment opens, where its date has a Z already or the store has gone on to the next. */
import { businessDateOf } from '../../../domain/basics/business-date.ts';
import { judgeOpening, type OpensVerdict } from '../../../domain/day/after-close.ts';
import type { AfterCloseView } from '../../../domain/day/channels.ts';
import { businessDateNow, settingsOf } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';

export function openingOf(till: OpenTill, businessDate: string): OpensVerdict {
  const { afterClose } = settingsOf(till).day;
  return judgeOpening(businessDate, till.db.isClosed(businessDate), till.db.day(), afterClose);
}

/** The Z that a sign-in of this moment comes after; null where nothing was closed, or somebody has gone on already. */
export function viewAfterClose(till: OpenTill): AfterCloseView | null {
  const { lastClose, unclosedDates, state } = till.db.day();
  const opens = businessDateNow(till);
  if (lastClose === null || state !== 'closed' || unclosedDates.includes(opens)) return null;
  const byClock = businessDateOf(till.ports.clock.now(), settingsOf(till));
  if (lastClose.date !== byClock && lastClose.date !== opens) return null;
  const { date: closedDate, zNumber, at, by } = lastClose;
  const byName = by === null ? '' : (till.db.operators.find(by)?.name ?? by);
  const way = opens === closedDate ? openingOf(till, opens) : 'next-date';
  if (way === 'first-session') return null;
  return { closedDate, zNumber, at, byName, way, opens, session: lastClose.session + 1 };
}
