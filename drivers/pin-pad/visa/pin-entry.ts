/** PIN entry: under a wrapped session key or under the pad's DUKPT keys, by 70, Z60, Z62 or Z63 as the pad knows it. */
import type { Clock } from '../../../domain/basics/clock.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { DukptPinEntry, PinEntry } from '../port.ts';
import { cancelAtPad, type Dialogue, orCancelled, showText } from './dialogue.ts';
import type { PadMessage, TillMessage } from './messages.ts';
import { refusal } from './refusals.ts';
import { limits, type Options, timing } from './spec.ts';

export type PinRequest = Readonly<{
  pan: string;
  amountMinor: number;
  /** Null for DUKPT. */
  wrappedKey: string | null;
  timeoutMs: number;
}>;

type Block = Readonly<{ kind: 'entered'; ksn: string | null; pinBlock: string }>;
type Entry = Block | Exclude<PinEntry, { kind: 'entered' }>;
type Refused = Readonly<{ kind: 'refused'; code: string }>;

/** Aborted, it is cancelled at the pad and said to be. Throws `Problem`: `device-key-missing`, `device-refused` … */
export async function enterPin(
  each: Dialogue,
  request: PinRequest & Readonly<{ wrappedKey: string }>,
  clock: Clock,
): Promise<PinEntry> {
  const entry = await enter(each, request, clock);
  if (entry.kind !== 'entered') return entry;
  if (entry.ksn !== null) throw new Problem('device-garbage', { device: each.device });
  return { kind: 'entered', pinBlock: entry.pinBlock };
}

/** As `enterPin`; pads leave out leading F of the serial number, here it has its 20 digits. */
export async function enterDukptPin(
  each: Dialogue,
  request: Omit<PinRequest, 'wrappedKey'>,
  clock: Clock,
): Promise<DukptPinEntry> {
  const entry = await enter(each, { ...request, wrappedKey: null }, clock);
  if (entry.kind !== 'entered') return entry;
  if (entry.ksn === null) throw new Problem('device-garbage', { device: each.device });
  return { kind: 'entered', ksn: entry.ksn.padStart(20, 'F'), pinBlock: entry.pinBlock };
}

async function enter(each: Dialogue, request: PinRequest, clock: Clock): Promise<Entry> {
  try {
    return await orCancelled(each, () => askForPin(each, request, clock));
  } catch (thrown) {
    if (each.signal.aborted && thrown instanceof Problem) return { kind: 'cancelled' };
    throw thrown;
  }
}

async function askForPin(each: Dialogue, request: PinRequest, clock: Clock): Promise<Entry> {
  const { device, link, signal, slot, options } = each;
  const style = styleOf(options);
  if (request.wrappedKey !== null) await selectKey(each);
  // These two carry no amount, so that the pad cannot show it by itself.
  if (style === 'Z60' || style === 'Z63') await showText(each, ['AMOUNT', amountText(request)]);
  const endsAt = clock.monotonic() + request.timeoutMs;
  await link.send(requestMessage(style, request, options), signal);
  const answer = await link.answer(pinOutcome, Math.max(0, endsAt - clock.monotonic()), signal);
  switch (answer.kind) {
    case 'answer':
      await link.end(signal);
      if (answer.value.kind === 'refused') {
        throw refusal(device, options.dialect, answer.value.code, slot);
      }
      return answer.value;
    case 'ended':
      // The pad tells a pressed CANCEL and its own time-out alike, with EOT.
      return { kind: clock.monotonic() >= endsAt ? 'timeout' : 'cancelled' };
    default:
      await cancelAtPad(link);
      return { kind: answer.kind === 'aborted' ? 'cancelled' : 'timeout' };
  }
}

type Style = NonNullable<Options['pinMessage']>;

/** The Mx800 guide has no message 70. */
const styleOf = ({ dialect, pinMessage }: Options): Style =>
  pinMessage ?? (dialect === 'mx800' ? 'Z60' : '70');

const amountText = ({ amountMinor }: PinRequest): string => (amountMinor / 100).toFixed(2);

function requestMessage(style: Style, request: PinRequest, options: Options): TillMessage {
  const { pan, wrappedKey, amountMinor, timeoutMs } = request;
  const under = { pan, wrappedKey };
  const steps = Math.ceil(timeoutMs / limits.pinTimeoutStepMs);
  const timeoutSteps = Math.min(limits.pinTimeoutStepsMax, Math.max(1, steps));
  const rules = {
    digitsMin: limits.pinDigitsMin,
    digitsMax: limits.pinDigitsMax,
    emptyAllowed: true,
  };
  const filled = (text: string): string => text.replace('{amount}', amountText(request));
  switch (style) {
    case '70':
      return {
        kind: 'askPin',
        ...under,
        amountMinor,
        timeoutSteps: wrappedKey === null ? null : timeoutSteps,
      };
    case 'Z60':
      return { kind: 'askPinOnly', ...under };
    case 'Z62':
      return {
        kind: 'askPinPrompted',
        ...under,
        ...rules,
        prompts: [filled(options.prompt1), filled(options.prompt2)],
        processing: filled(options.processing),
        timeoutSteps,
      };
    case 'Z63':
      return { kind: 'askPinEchoed', ...under, ...rules, echo: '*' };
  }
}

function pinOutcome(message: PadMessage): Entry | Refused | null {
  if (message.kind === 'pinRefused') return { kind: 'refused', code: message.code };
  if (message.kind === 'dukptPin') {
    return message.ksn === null
      ? { kind: 'no-pin' }
      : { kind: 'entered', ksn: message.ksn, pinBlock: message.block };
  }
  if (message.kind !== 'pin') return null;
  return message.length === 0
    ? { kind: 'no-pin' }
    : { kind: 'entered', ksn: null, pinBlock: message.block };
}

/** 08 makes a master key the current one. PP791 answers 080, Mx800 only ends with EOT. */
async function selectKey({ device, link, slot, signal }: Dialogue): Promise<void> {
  await link.send({ kind: 'selectKey', slot }, signal);
  const answer = await link.answer(
    (message) => (message.kind === 'keySelected' ? message.code : null),
    timing.eotWaitMs,
    signal,
  );
  if (answer.kind === 'answer' && answer.value !== '0') {
    throw new Problem('device-key-missing', { device, slot });
  }
  if (answer.kind === 'answer') await link.end(signal);
}
