/** An unencrypted report of three tracks, heard: noted without its tracks, and given to whoever gets it. */

import { Problem } from '../../domain/words/problem.ts';
import type { DriverPorts } from '../driver.ts';
import type { ReaderOptions } from './options.ts';
import { judgeStripe } from './stripe.ts';
import type { Takers } from './takers.ts';
import { decodeTrackReport, encodeTypes, hiddenTracks } from './track-report.ts';

export function hearTrackReport(
  { device, tap, options }: DriverPorts & Readonly<{ options: ReaderOptions }>,
  takers: Takers,
  report: Uint8Array,
): void {
  const decoded = decodeTrackReport(report);
  const good = decoded !== null && decoded.errors.length === 0;
  tap.count(good ? 'goodFrames' : 'badFrames');
  const judged = decoded && judgeStripe(decoded.tracks, options.storeCards);
  tap.note({
    direction: 'in',
    bytes: report,
    meaning: judged
      ? `swipe, ${encodeTypes[decoded.encodeType] ?? decoded.encodeType}: ${judged.swipe.tracks
          .map(({ track, state }) => `track ${track} ${state}`)
          .join(', ')}`
      : `report of ${report.length} bytes`,
    faulty: !good,
    // A report of another length may hold tracks anywhere.
    hidden: decoded ? hiddenTracks : [[0, report.length]],
  });
  if (judged && good) takers.give(judged);
  else takers.fail(new Problem('card-unreadable', { device }));
}
