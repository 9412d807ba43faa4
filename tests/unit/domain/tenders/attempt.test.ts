import { describe, expect, it } from 'vitest';
import { getShortestPaths, getSimplePaths } from 'xstate/graph';
import {
  type AttemptEvent,
  type AttemptState,
  attemptMachine,
  isResolved,
  maySettle,
  nextAttemptState,
} from '../../../../domain/tenders/attempt.ts';
import { readTable } from '../table.ts';

const rows = readTable('tenders/attempt');
const states = rows.map((row) => row.state as AttemptState);
const events = Object.keys(rows[0] ?? {}).filter((name): name is AttemptEvent =>
  name.startsWith('attempt-'),
);
const options = { events: events.map((type) => ({ type })) };

describe('the attempt machine', () => {
  const cellOf = (state: AttemptState, event: AttemptEvent): string | undefined =>
    rows.find((row) => row.state === state)?.[event];
  const cells = rows.flatMap((row) =>
    events.map((event) => ({ state: row.state as AttemptState, event, next: row[event] ?? '' })),
  );
  it.each(cells.filter((cell) => cell.next !== '·'))(
    'goes from $state by $event to $next',
    (cell) => {
      expect(nextAttemptState(cell.state, cell.event)).toBe(cell.next);
    },
  );
  it.each(cells.filter((cell) => cell.next === '·'))('refuses $event in $state', (cell) => {
    expect(() => nextAttemptState(cell.state, cell.event)).toThrow(
      `attempt cannot go from ${cell.state} by ${cell.event}`,
    );
  });

  it('reaches every state, and has no state the table does not know', () => {
    const reached = getShortestPaths(attemptMachine, options).map((path) => path.state.value);
    expect([...reached].sort()).toEqual([...states].sort());
    expect(Object.keys(attemptMachine.states).sort()).toEqual([...states].sort());
  });

  it('ends only where it is resolved, and is resolved only where it ends', () => {
    for (const row of rows) {
      const state = row.state as AttemptState;
      const isFinal = attemptMachine.resolveState({ value: state }).status === 'done';
      expect([state, isResolved(state)]).toEqual([state, row.resolved === 'yes']);
      // What counts for a sale may still be given back while that is not even.
      expect([state, isFinal]).toEqual([state, isResolved(state) && state !== 'captured']);
    }
  });

  it('is for a manager to settle once the other side may have been asked, and before it has ended', () => {
    const settled = states.filter(maySettle);
    expect(settled).toEqual(states.filter((state) => cellOf(state, 'attempt-settled') !== '·'));
  });

  it('can be brought to an end from every state', () => {
    for (const state of states) {
      const paths = getShortestPaths(attemptMachine, {
        ...options,
        fromState: attemptMachine.resolveState({ value: state }),
      });
      expect(paths.some((path) => isResolved(path.state.value))).toBe(true);
    }
  });

  it('says the same as its fold on all of its paths, and charges nobody but by approval', () => {
    const paths = getSimplePaths(attemptMachine, options);
    expect(paths.length).toBeGreaterThan(8);
    for (const path of paths) {
      const taken = path.steps
        .map((step) => step.event.type as string)
        .filter((type): type is AttemptEvent => (events as string[]).includes(type));
      const end = taken.reduce<AttemptState>(nextAttemptState, 'prepared');
      expect(end).toBe(path.state.value);
      if (end === 'captured') expect(taken).toContain('attempt-approved');
      // Whatever the host may have charged ends captured or reversed, never just declined.
      if (taken.includes('attempt-approved')) expect(end).not.toBe('declined');
    }
  });
});
