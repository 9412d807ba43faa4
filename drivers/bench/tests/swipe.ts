/** One card through a reader: what was read and how well. Nothing of the card in clear. */

import { Problem } from '../../../domain/words/problem.ts';
import { deadlineIn } from '../../deadline.ts';
import { type BenchFacts, type BenchPorts, type Found, needs } from '../bench-test.ts';

const swipeWaitMs = 60_000;

export async function testSwipe(ports: BenchPorts): Promise<Found> {
  const { clock, config, signal } = ports;
  const deadline = deadlineIn(clock, swipeWaitMs, signal);
  try {
    const { tracks, encrypted, card } = await ports.use((driver) =>
      needs(driver.reader, ports).waitForSwipe(deadline.signal),
    );
    const facts: BenchFacts = {};
    for (const { track, state, masked } of tracks) {
      facts[`track ${track}`] = masked === null ? state : `${state} ${masked}`;
    }
    facts.card = card.kind;
    facts.encrypted = encrypted?.format ?? 'no';
    if (encrypted) facts.ksn = encrypted.ksn;
    const read = tracks.filter(({ state }) => state === 'read').length;
    const bad = tracks.filter(({ state }) => state === 'error').length;
    facts.quality = `${read} of ${read + bad} tracks`;
    if (read === 0) return { outcome: 'failed', facts };
    return { outcome: bad === 0 ? 'passed' : 'needs-look', facts };
  } catch (thrown) {
    if (!deadline.expired()) throw thrown;
    throw new Problem('device-silent', { device: config.device }, thrown);
  } finally {
    deadline.done();
  }
}
