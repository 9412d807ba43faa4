/** The interactive check of a reader: a technician pulls a card through, and hears how well it was read. */
import type { Clock } from '../../domain/basics/clock.ts';
import { Problem } from '../../domain/words/problem.ts';
import { deadlineIn } from '../deadline.ts';
import type { CardReader, Swipe } from './port.ts';

/** How long a technician has to swipe a card. */
const checkWaitMs = 30_000;

export type Checked = Readonly<{ problems: Problem[]; facts: Readonly<Record<string, string>> }>;

/** Nothing of the card in clear is in what comes back. Throws `Problem` when the caller gives up. */
export async function checkSwipe(
  ports: Readonly<{ device: string; clock: Clock }>,
  reader: Pick<CardReader, 'waitForSwipe'>,
  signal: AbortSignal,
): Promise<Checked> {
  const { device, clock } = ports;
  const deadline = deadlineIn(clock, checkWaitMs, signal);
  try {
    const swipe = await reader.waitForSwipe(deadline.signal);
    const read = swipe.tracks.some(({ state }) => state === 'read');
    const problems = read ? [] : [new Problem('card-unreadable', { device })];
    return { problems, facts: swipeFacts(swipe) };
  } catch (thrown) {
    if (!(thrown instanceof Problem) || signal.aborted) throw thrown;
    const problem = deadline.expired() ? new Problem('device-silent', { device }) : thrown;
    return { problems: [problem], facts: {} };
  } finally {
    deadline.done();
  }
}

/** Each track by itself: a reader whose head has moved reads one and misses another. */
function swipeFacts({ tracks, encrypted, card }: Swipe): Record<string, string> {
  const facts: Record<string, string> = {
    swipe: tracks.some(({ state }) => state === 'read') ? 'read' : 'not read',
  };
  for (const { track, state } of tracks) facts[`track ${track}`] = state;
  if (encrypted) facts.ksn = encrypted.ksn;
  if (card.kind === 'bank') facts.card = card.maskedPan;
  return facts;
}
