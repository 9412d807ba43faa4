/** Z42 and Z50: a key, or digits that are no PIN. */
import type { PinPad } from '../port.ts';
import { ask, type Dialogue, orCancelled } from './dialogue.ts';
import { keyTimeout, limits, timing } from './spec.ts';

/** Null when nobody pressed one in time. Throws `Problem`: `device-refused`, `card-cancelled` when aborted … */
export async function askKey(
  each: Dialogue,
  { timeoutMs }: Parameters<PinPad['askKey']>[0],
): Promise<string | null> {
  const timeoutS = seconds(timeoutMs);
  const key = await orCancelled(each, () =>
    ask(
      each,
      { kind: 'askKey', timeoutS },
      (message) => (message.kind === 'keyPressed' ? message.key : null),
      timeoutS * 1_000 + timing.answerWaitMs,
    ),
  );
  return key === keyTimeout ? null : key;
}

/** Null when nobody typed in time. A pad that wants an authenticated prompt ends with EOT: `device-refused`. */
export async function askDigits(
  each: Dialogue,
  { echo, digitsMax, timeoutMs }: Parameters<PinPad['askDigits']>[0],
): Promise<string | null> {
  const timeoutS = seconds(timeoutMs);
  const most = Math.min(limits.digitsMax, Math.max(1, digitsMax));
  const answer = await orCancelled(each, () =>
    ask(
      each,
      { kind: 'askDigits', echo, timeoutS, digitsMax: most },
      (message) => (message.kind === 'digits' ? message : null),
      timeoutS * 1_000 + timing.answerWaitMs,
    ),
  );
  return answer.digits;
}

const seconds = (ms: number): number =>
  Math.min(limits.inputSecondsMax, Math.max(1, Math.ceil(ms / 1_000)));
