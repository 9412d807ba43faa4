/**
 * VISA-style PIN pad: the dialogues. One at a time; every one ends with the pad idle, or with a `Problem`.
 */
import type { DeviceHealth, HealthLevel } from '../../../domain/contract/devices.ts';
import { Problem, type ProblemData, toProblem } from '../../../domain/problems.ts';
import type { Driven, DriverPorts } from '../../driver.ts';
import { oneAtATime } from '../../one-at-a-time.ts';
import type { PinEntry, PinPad } from '../port.ts';
import type { PadMessage, TillMessage } from './codec.ts';
import { Link } from './link.ts';
import { askForMac } from './mac.ts';
import { keyTimeout, limits, selfTestPassed, timing } from './spec.ts';

type Dialogue = Readonly<{ device: string; link: Link; slot: string; signal: AbortSignal }>;

/** `slot` is the place of the terminal master key, 0–9. */
export function createVisaPad(ports: DriverPorts, slot: string): Driven<PinPad> {
  const { device, clock, transport } = ports;
  const link = new Link(ports);
  const turn = oneAtATime(device);
  const dialogue = <T>(signal: AbortSignal, run: (dialogue: Dialogue) => Promise<T>): Promise<T> =>
    turn(() => run({ device, link, slot, signal }));

  return {
    identify: (signal) => dialogue(signal, identify),
    health: async (level, signal) => {
      const startedAt = clock.monotonic();
      const result = await dialogue(signal, (each) => checkHealth(each, level));
      return { ...result, device, level, tookMs: clock.monotonic() - startedAt };
    },
    rest: (signal) => dialogue(signal, ({ link: idle }) => cancelAtPad(idle)),
    showText: (lines, signal) => dialogue(signal, (each) => showText(each, lines)),
    enterPin: (request, signal) => dialogue(signal, (each) => enterPin(each, request, clock)),
    mac: (request, signal) => dialogue(signal, (each) => askForMac(each, request)),
    close: () => transport.close(),
    gone: link.gone,
  };
}

async function identify({ link, signal }: Dialogue): ReturnType<PinPad['identify']> {
  await link.send({ kind: 'readSerial' }, signal);
  const serial = await link.mustAnswer(
    (message) => (message.kind === 'serial' ? message.text : null),
    timing.answerWaitMs,
    signal,
  );
  await link.end(signal);
  const permanent = await permanentSerial(link, signal);
  // Mx800: vvv dddddd p bb nnnn, sixteen characters that begin with the firmware's version.
  const firmware = /^\d{9}.{7}$/.test(serial) ? serial.slice(0, 3) : null;
  return { model: null, serialNumber: permanent ?? serial, firmware };
}

/** The number burnt in at the factory, where the pad knows M04. */
const permanentSerial = (link: Link, signal: AbortSignal): Promise<string | null> =>
  probe(
    link,
    { kind: 'readPermanentSerial' },
    (message) => (message.kind === 'permanentSerial' ? message.text : null),
    signal,
  );

/** Asks once and briefly; null from a pad that does not know the message and so drops it in silence. */
async function probe<T>(
  link: Link,
  message: TillMessage,
  pick: (message: PadMessage) => T | null,
  signal: AbortSignal,
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

async function showText(
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

type PinRequest = Parameters<PinPad['enterPin']>[0];

/** Given up at any byte, the pad is told so: it may wait for the PIN although its ACK never came. */
async function enterPin(
  each: Dialogue,
  request: PinRequest,
  clock: DriverPorts['clock'],
): Promise<PinEntry> {
  try {
    return await askForPin(each, request, clock);
  } catch (thrown) {
    if (!each.signal.aborted || !(thrown instanceof Problem)) throw thrown;
    await cancelAtPad(each.link);
    return { kind: 'cancelled' };
  }
}

async function askForPin(
  each: Dialogue,
  { pan, wrappedPik, amountMinor, timeoutMs }: PinRequest,
  clock: DriverPorts['clock'],
): Promise<PinEntry> {
  const { device, link, signal } = each;
  await selectKey(each);
  const steps = Math.ceil(timeoutMs / limits.pinTimeoutStepMs);
  const timeoutSteps = Math.min(limits.pinTimeoutStepsMax, Math.max(1, steps));
  const endsAt = clock.monotonic() + timeoutMs;
  await link.send(
    { kind: 'askPin', pan, wrappedKey: wrappedPik, amountMinor, timeoutSteps },
    signal,
  );
  const answer = await link.answer(pinOutcome, Math.max(0, endsAt - clock.monotonic()), signal);
  switch (answer.kind) {
    case 'answer':
      await link.end(signal);
      if ('code' in answer.value) {
        throw new Problem('device-refused', { device, code: `71/${answer.value.code}` });
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

function pinOutcome(message: PadMessage): PinEntry | Readonly<{ code: string }> | null {
  if (message.kind === 'pinRefused') return { code: message.code };
  if (message.kind !== 'pin') return null;
  return message.length === 0 ? { kind: 'no-pin' } : { kind: 'entered', pinBlock: message.block };
}

/** 72, answered with EOT alone or after an ACK. Runs to its end although the caller has gone. */
async function cancelAtPad(link: Link): Promise<void> {
  const untilDone = new AbortController().signal;
  try {
    await link.send({ kind: 'cancel' }, untilDone, {
      ackWaitMs: timing.probeWaitMs,
      retransmissionsMax: 1,
    });
    await link.end(untilDone);
  } catch (thrown) {
    // A pad that is gone or mute has no PIN entry left to cancel; the EOT that `send` ended with said so too.
    if (!(thrown instanceof Problem)) throw thrown;
  }
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

type Findings = Pick<DeviceHealth, 'state' | 'problems' | 'facts'>;

async function checkHealth(each: Dialogue, level: HealthLevel): Promise<Findings> {
  const facts: Record<string, string> = {};
  try {
    await checkInside(each, facts);
    if (level !== 'internal') await showText(each, ['ROLLCALL', 'PIN PAD TEST']);
    if (level === 'interactive') await checkKeyPress(each, facts);
    return { state: 'healthy', problems: [], facts };
  } catch (thrown) {
    if (each.signal.aborted) throw thrown;
    const problem: ProblemData = toProblem(thrown).toData();
    return { state: 'failed', problems: [problem], facts };
  }
}

/** 11 connected, 06 and M04 who, 04 master key present; nothing on the pad changes. */
async function checkInside(each: Dialogue, facts: Record<string, string>): Promise<void> {
  const { link, slot, signal } = each;
  await link.send({ kind: 'connectionTest' }, signal);
  await link.end(signal);
  const identity = await identify(each);
  facts.serial = identity.serialNumber ?? '?';
  if (identity.firmware) facts.firmware = identity.firmware;
  await link.send({ kind: 'checkKey', slot }, signal);
  const loaded = await link.mustAnswer(
    (message) => (message.kind === 'keyState' ? message.loaded : null),
    timing.answerWaitMs,
    signal,
  );
  await link.end(signal);
  facts[`master key ${slot}`] = loaded ? 'present' : 'absent';
  if (!loaded) throw await whyKeyIsAbsent(each, facts);
}

/** A pad that was opened erases its keys and fails its self-test; a new one is only empty. */
async function whyKeyIsAbsent(
  { device, link, slot, signal }: Dialogue,
  facts: Record<string, string>,
): Promise<Problem> {
  const tested = await probe(
    link,
    { kind: 'selfTest' },
    (message) => (message.kind === 'selfTested' ? message.code : null),
    signal,
  );
  if (tested !== null) facts['self-test'] = tested;
  return tested === null || tested === selfTestPassed
    ? new Problem('device-key-missing', { device, slot })
    : new Problem('device-tampered', { device });
}

async function checkKeyPress(each: Dialogue, facts: Record<string, string>): Promise<void> {
  const { device, link, signal } = each;
  await showText(each, ['PRESS ANY KEY']);
  await link.send({ kind: 'askKey', timeoutS: timing.keyPressWaitMs / 1_000 }, signal);
  const pressed = await link.mustAnswer(
    (message) => (message.kind === 'keyPressed' ? message.key : null),
    timing.keyPressWaitMs + timing.answerWaitMs,
    signal,
  );
  await link.end(signal);
  await showText(each, ['']);
  if (pressed === keyTimeout) throw new Problem('device-silent', { device });
  facts['key press'] = 'arrived';
}
