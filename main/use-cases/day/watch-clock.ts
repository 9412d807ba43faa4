/**
 * A hand on the clock, noticed while the till runs.
 *
 * The clock on the wall is held against the time since the machine started, which nobody can set and which goes on while
 * it sleeps: so a till that slept over the cut-over is no clock set forward. Held against where both stood at the last
 * move, not at the last look, so that many small moves are found too.
 */
import { judgeMove } from '../../../domain/basics/business-date.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';

/** Answers what writes down a move of the clock since it was called last. */
export function watchClock(till: OpenTill): () => void {
  const { clock, system } = till.ports;
  let wallMs = clock.now();
  let bootMs = system.sinceBootMs();
  return () => {
    const verdict = judgeMove(clock.now() - wallMs, system.sinceBootMs() - bootMs);
    if (verdict.kind === 'steady') return;
    const body = { direction: verdict.kind, byMs: Math.round(verdict.byMs) };
    record(till, [{ kind: 'clock-moved', body }]);
    wallMs = clock.now();
    bootMs = system.sinceBootMs();
  };
}
