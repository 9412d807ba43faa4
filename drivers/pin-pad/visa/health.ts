/** Who the pad is and how it is: 06, M04, 11, 04, 16, and what newer ones tell of themselves. */
import type { DeviceHealth, HealthLevel } from '../../../domain/devices/verbs.ts';
import { Problem, toProblem } from '../../../domain/words/problem.ts';
import type { PinPad } from '../port.ts';
import { ask, type Dialogue, probe, showText } from './dialogue.ts';
import { askKey } from './inputs.ts';
import type { PadMessage, TillMessage } from './messages.ts';
import { selfTestPassed, timing } from './spec.ts';

export async function identify(each: Dialogue): ReturnType<PinPad['identify']> {
  const serial = await ask(each, { kind: 'readSerial' }, textOf('serial'));
  // The number burnt in at the factory, where the pad knows M04.
  const permanent = await probe(each, { kind: 'readPermanentSerial' }, textOf('permanentSerial'));
  // Mx800: vvv dddddd p bb nnnn, sixteen characters that begin with the firmware's version.
  const firmware = /^\d{9}.{7}$/.test(serial) ? serial.slice(0, 3) : null;
  return { model: null, serialNumber: permanent ?? serial, firmware };
}

const textOf =
  (kind: Extract<PadMessage, { text: string }>['kind']) =>
  (message: PadMessage): string | null =>
    message.kind === kind ? message.text : null;

type Findings = Pick<DeviceHealth, 'state' | 'problems' | 'facts'>;

/** A failure is a finding; throws only when the caller gave up. */
export async function checkHealth(each: Dialogue, level: HealthLevel): Promise<Findings> {
  const facts: Record<string, string> = {};
  try {
    await checkInside(each, facts);
    if (level !== 'internal') {
      await readMore(each, facts);
      await showText(each, ['ROLLCALL', 'PIN PAD TEST']);
    }
    if (level === 'interactive') await checkKeyPress(each, facts);
    return { state: 'healthy', problems: [], facts };
  } catch (thrown) {
    if (each.signal.aborted) throw thrown;
    return { state: 'failed', problems: [toProblem(thrown).toData()], facts };
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
  const loaded = await keyPresent(each, slot);
  facts[`master key ${slot}`] = loaded ? 'present' : 'absent';
  if (!loaded) throw await whyKeyIsAbsent(each, facts);
}

const keyPresent = (each: Dialogue, slot: string): Promise<boolean> =>
  ask(each, { kind: 'checkKey', slot }, (message) =>
    message.kind === 'keyState' ? message.loaded : null,
  );

/** The ten slots a till can select. */
export async function keySlots(each: Dialogue): ReturnType<PinPad['keySlots']> {
  const slots: { slot: string; present: boolean }[] = [];
  for (const slot of '0123456789') slots.push({ slot, present: await keyPresent(each, slot) });
  return slots;
}

/** A pad that was opened erases its keys and fails its self-test; a new one is only empty. */
async function whyKeyIsAbsent(each: Dialogue, facts: Record<string, string>): Promise<Problem> {
  const { device, slot } = each;
  const tested = await probe(each, { kind: 'selfTest' }, (message) =>
    message.kind === 'selfTested' ? message.code : null,
  );
  if (tested !== null) facts['self-test'] = tested;
  return tested === null || tested === selfTestPassed
    ? new Problem('device-key-missing', { device, slot })
    : new Problem('device-tampered', { device });
}

/** Not every pad knows these: one second each is the price of asking. */
const more: readonly (readonly [fact: string, TillMessage, ReturnType<typeof textOf>])[] = [
  ['key management', { kind: 'readKeyMode' }, textOf('keyMode')],
  ['hardware', { kind: 'readHardware' }, textOf('hardware')],
  ['DUKPT engine', { kind: 'readEngine' }, textOf('engine')],
  ['program', { kind: 'diagnose', test: '08' }, textOf('diagnosis')],
];

async function readMore(each: Dialogue, facts: Record<string, string>): Promise<void> {
  for (const [fact, message, pick] of more) {
    const text = await probe(each, message, pick);
    if (text !== null) facts[fact] = text;
  }
}

async function checkKeyPress(each: Dialogue, facts: Record<string, string>): Promise<void> {
  await showText(each, ['PRESS ANY KEY']);
  const pressed = await askKey(each, { timeoutMs: timing.keyPressWaitMs });
  await showText(each, ['']);
  if (pressed === null) throw new Problem('device-silent', { device: each.device });
  facts['key press'] = 'arrived';
}
