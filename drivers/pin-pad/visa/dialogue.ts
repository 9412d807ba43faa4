/** What every dialogue with the pad is given, and the small ones that others are made of. */
import { Problem } from '../../../domain/words/problem.ts';
import type { Link } from './link.ts';
import type { PadMessage, TillMessage } from './messages.ts';
import { limits, type Options, timing } from './spec.ts';

export type Dialogue = Readonly<{
  device: string;
  link: Link;
  slot: string;
  options: Options;
  signal: AbortSignal;
}>;

/** Asks, and brings the one answer there has to be. Throws as `Link.send` and `Link.mustAnswer`. */
export async function ask<T>(
  { link, signal }: Dialogue,
  message: TillMessage,
  pick: (message: PadMessage) => T | null,
  waitMs: number = timing.answerWaitMs,
): Promise<T> {
  await link.send(message, signal);
  const answer = await link.mustAnswer(pick, waitMs, signal);
  await link.end(signal);
  return answer;
}

/** Asks once and briefly; null from a pad that does not know the message and so drops it in silence. */
export async function probe<T>(
  { link, signal }: Dialogue,
  message: TillMessage,
  pick: (message: PadMessage) => T | null,
): Promise<T | null> {
  try {
    await link.send(message, signal, { ackWaitMs: timing.probeWaitMs, retransmissionsMax: 0 });
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.kind === 'device-silent') return null;
    throw thrown;
  }
  const answer = await link.answer(pick, timing.answerWaitMs, signal);
  if (answer.kind !== 'answer') return null;
  await link.end(signal);
  return answer.value;
}

/** Up to four lines of up to 20 characters of 7-bit ASCII. Throws `Problem` `bad-request` for others. */
export async function showText(
  { device, link, signal }: Dialogue,
  lines: readonly string[],
): Promise<void> {
  const fits =
    lines.length >= 1 &&
    lines.length <= limits.linesMax &&
    lines.every((line) => /^[\x20-\x7e]*$/.test(line) && line.length <= limits.lineCharactersMax);
  if (!fits) throw new Problem('bad-request', { device, field: 'lines' });
  await link.send({ kind: 'show', lines }, signal);
}

/** 72, answered with EOT alone or after an ACK. Runs to its end although the caller has gone. */
export async function cancelAtPad(link: Link): Promise<void> {
  const untilDone = new AbortController().signal;
  try {
    await link.send({ kind: 'cancel' }, untilDone, {
      ackWaitMs: timing.probeWaitMs,
      retransmissionsMax: 1,
    });
    await link.end(untilDone);
  } catch (thrown) {
    // A pad that is gone or mute has nothing left to cancel; the EOT that `send` ended with said so too.
    if (!(thrown instanceof Problem)) throw thrown;
  }
}

/** Given up in the middle, the pad is told so: it may wait for a person although its ACK never came. */
export async function orCancelled<T>(each: Dialogue, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (thrown) {
    if (each.signal.aborted && thrown instanceof Problem) await cancelAtPad(each.link);
    throw thrown;
  }
}
