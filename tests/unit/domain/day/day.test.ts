import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getShortestPaths, getSimplePaths } from 'xstate/graph';
import type { EntryKind } from '../../../../domain/contract/entry.ts';
import {
  type DayEvent,
  type DayFold,
  type DayState,
  dayMachine,
  foldDay,
  judgeGate,
  newTillDay,
  nextDayState,
} from '../../../../domain/day/day.ts';
import { readTable } from '../table.ts';

const rows = readTable('day/day');
const states = rows.map((row) => row.state as DayState);
const events = Object.keys(rows[0] ?? {}).filter((name): name is DayEvent => name !== 'state');
const options = { events: events.map((type) => ({ type })) };

describe('the day machine', () => {
  const cells = rows.flatMap((row) =>
    events.map((event) => ({ state: row.state as DayState, event, next: row[event] ?? '' })),
  );
  it.each(cells.filter((cell) => cell.next !== '·'))(
    'goes from $state by $event to $next',
    (cell) => {
      expect(nextDayState(cell.state, cell.event)).toBe(cell.next);
    },
  );
  it.each(cells.filter((cell) => cell.next === '·'))('refuses $event in $state', (cell) => {
    expect(() => nextDayState(cell.state, cell.event)).toThrow(
      `day cannot go from ${cell.state} by ${cell.event}`,
    );
  });
  it('reaches every state, and has no state the table does not know', () => {
    const reached = getShortestPaths(dayMachine, options).map((path) => path.state.value);
    expect([...reached].sort()).toEqual([...states].sort());
    expect(Object.keys(dayMachine.states).sort()).toEqual([...states].sort());
  });
  it('opens on no path without a sign-in', () => {
    for (const path of getSimplePaths(dayMachine, options)) {
      const taken = path.steps.map((step) => step.event.type as string);
      if (path.state.value === 'open') expect(taken).toContain('signed-in');
    }
  });
  it('can be closed again from every state', () => {
    for (const state of states) {
      const paths = getShortestPaths(dayMachine, {
        ...options,
        fromState: dayMachine.resolveState({ value: state }),
      });
      expect(paths.some((path) => path.state.value === 'closed')).toBe(true);
    }
  });
});

type DayEntry = Parameters<typeof foldDay>[1];
function entry(kind: EntryKind, businessDate: string, body: unknown = {}): DayEntry {
  return { kind, at: 1_000, businessDate, operator: '1001', body };
}
const closed = (date: string): DayEntry => entry('day-closed', date, { closedDate: date });

describe('the day folded from the journal', () => {
  it('follows the machine for every history the machine allows', () => {
    const kinds = [
      'signed-in',
      'till-locked',
      'till-unlocked',
      'signed-out',
      'sign-in-failed',
    ] as const;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...kinds), { maxLength: 40 }), (list) => {
        let state: DayState = 'closed';
        let day: DayFold = newTillDay;
        for (const kind of list) {
          const allowed = dayMachine.resolveState({ value: state }).can({ type: kind });
          if (!allowed) continue;
          state = nextDayState(state, kind);
          day = foldDay(day, entry(kind, '2026-11-22'));
          expect(day.state).toBe(state);
          expect(day.operator).toBe(state === 'closed' ? null : '1001');
        }
      }),
    );
  });

  it('keeps dates with a sale or a float open until their Z, oldest first', () => {
    const history = [
      entry('float-counted', '2026-11-22'),
      entry('sale-completed', '2026-11-21'),
      entry('drawer-opened', '2026-11-23'),
    ];
    const day = history.reduce(foldDay, newTillDay);
    expect(day.unclosedDates).toEqual(['2026-11-21', '2026-11-22']);
    const after = foldDay(day, closed('2026-11-21'));
    expect(after).toMatchObject({ unclosedDates: ['2026-11-22'], lastClosedDate: '2026-11-21' });
  });

  it('is the same object after what changes nothing of it, so that nothing is written', () => {
    const day = foldDay(newTillDay, entry('sale-completed', '2026-11-22'));
    expect(foldDay(day, entry('sale-completed', '2026-11-22'))).toBe(day);
    expect(foldDay(day, entry('drawer-opened', '2026-11-23'))).toBe(day);
    expect(foldDay(day, entry('sale-completed', '2026-11-23'))).not.toBe(day);
  });

  it('remembers who signed in, when, and on which date', () => {
    const day = foldDay(newTillDay, entry('signed-in', '2026-11-22'));
    expect(day).toMatchObject({ operator: '1001', businessDate: '2026-11-22', signedInAt: 1_000 });
  });

  it('is not moved by facts about anything else', () => {
    const open = foldDay(newTillDay, entry('signed-in', '2026-11-22'));
    for (const kind of ['receipt-printed', 'journal-pushed', 'attempt-approved'] as const) {
      expect(foldDay(open, entry(kind, '2026-11-22'))).toEqual(open);
    }
  });
});

describe('the gate', () => {
  const open = foldDay(newTillDay, entry('signed-in', '2026-11-22'));
  const locked = foldDay(open, entry('till-locked', '2026-11-22'));
  it.each([
    ['sells on the date of the sign-in', open, '2026-11-22', false, 'may-sell'],
    ['lets a basket begun before the cut-over finish', open, '2026-11-23', true, 'may-sell'],
    ['begins no new basket after the cut-over', open, '2026-11-23', false, 'past-cut-over'],
    ['is shut when nobody is signed in', newTillDay, '2026-11-22', true, 'not-signed-in'],
    ['is shut while the till is locked', locked, '2026-11-22', true, 'till-locked'],
    ['asks for the lock before the date', locked, '2026-11-23', false, 'till-locked'],
    [
      'begins no new basket when the clock was set back',
      open,
      '2026-11-21',
      false,
      'past-cut-over',
    ],
  ] as const)('%s', (_, day, now, begun, verdict) => {
    expect(judgeGate(day, now, begun)).toBe(verdict);
  });
});
