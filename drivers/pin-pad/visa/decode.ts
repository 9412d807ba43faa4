/**
 * `devices -- decode visa-pinpad`: a packet of either side in words. Accounts masked but of test cards; ciphertext (wrapped
 * keys, PIN blocks) in full, because the technician has just typed it in, keys that are injected not at all. The trace
 * hides all of it: describe.ts.
 */
import { shownPan } from '../../codecs/shown-card.ts';
import type { Wrapper } from '../../codecs/stx-etx-lrc.ts';
import { reportFrame } from '../../codecs/stx-etx-lrc-report.ts';
import type { Decoder } from '../../decode/decoded.ts';
import { decodePad } from './codec-pad.ts';
import { decodeTill } from './codec-till.ts';
import { injectionIn } from './describe.ts';
import { refusalWords } from './refusals.ts';
import { ids, lineModes, lineRates, type MessageId, wrapperOf } from './spec.ts';

type Fields = Record<string, unknown>;

/** Never throws. */
export const decodeVisaPinPad: Decoder = (bytes) => {
  const report = reportFrame(bytes);
  const errors = [...report.errors];
  const fields: Fields = {};
  if (report.controls.length > 0) fields.controls = report.controls;
  if (report.frame) {
    const { wrapper, body } = report.frame;
    fields.wrapper = wrapper;
    fields.lrc = report.lrc;
    Object.assign(fields, messageFields(wrapper, body, errors));
  }
  return { ok: errors.length === 0, fields, errors };
};

function messageFields(wrapper: Wrapper, body: string, errors: string[]): Fields {
  const injection = injectionIn(wrapper, body);
  if (injection) {
    return { id: body.slice(0, 2), name: injection, hiddenCharacters: body.length - 2 };
  }
  const known = (Object.keys(ids) as MessageId[])
    .filter((each) => wrapperOf(each) === wrapper && body.startsWith(ids[each]))
    .sort((a, b) => ids[b].length - ids[a].length)[0];
  if (!known) {
    errors.push('no message of this protocol has this id');
    return { id: body.slice(0, 2), hiddenCharacters: Math.max(0, body.length - 2) };
  }
  const head = { id: ids[known], name: names[known] };
  const asked = decodeTill(body);
  const told = decodePad(body);
  const short = shortPin(body);
  if (short) return { ...head, ...short };
  if (!asked && !told) {
    errors.push(`message ${ids[known]} does not keep to its layout`);
    return { ...head, hiddenCharacters: body.length - ids[known].length };
  }
  // Some packets look alike from both sides, 040 among them: slot 0 asked for, or the key absent.
  const from = asked && told ? 'till or pad' : asked ? 'till' : 'pad';
  return { ...head, from, ...(asked ? shown(asked) : {}), ...(told ? shown(told) : {}) };
}

/**
 * QUIRK(pinpad.md): P022 prints a 71 answer whose PIN block has 14 of its 16 characters. It is told and remarked on here;
 * the driver refuses it.
 */
function shortPin(body: string): Fields | null {
  const [, length, pinBlock] = /^71\.0(\d\d)01([0-9A-F]{14})$/.exec(body) ?? [];
  if (!pinBlock) return null;
  const remarks = ['the PIN block has 14 characters, 16 by its layout: a driver refuses it'];
  return { from: 'pad', length: Number(length), pinBlock, remarks };
}

/** The fields of a message, fit to be seen. */
function shown(message: Readonly<Record<string, unknown>>): Fields {
  const fields: Fields = {};
  for (const [name, value] of Object.entries(message)) {
    if (name !== 'kind' && name !== 'id') fields[labels[name] ?? name] = visible(name, value);
  }
  const { kind, rate, mode, code } = message;
  if (typeof rate === 'string') fields.baudRate = lineRates[rate];
  if (typeof mode === 'string') fields.frame = lineModes[mode];
  if (kind === 'pinRefused' && typeof code === 'string') {
    fields.words = { pp791: refusalWords('pp791', code), mx800: refusalWords('mx800', code) };
  }
  return fields;
}

function visible(name: string, value: unknown): unknown {
  if (name === 'pan' && typeof value === 'string') return shownPan(value);
  if (name === 'wrappedKey') return value ?? 'DUKPT';
  // Digits that a person typed may be a card number.
  if (name === 'digits' && typeof value === 'string' && value.length > 11) return shownPan(value);
  return value;
}

const labels: Readonly<Record<string, string>> = { block: 'pinBlock' };

const names: Readonly<Record<MessageId, string>> = {
  diagnose: 'run a diagnostic',
  checkKey: 'is a master key present',
  readSerial: 'serial number',
  selectKey: 'select a master key',
  connectionTest: 'connection test',
  setLine: 'line settings',
  diagnosis: 'answer to a diagnostic',
  selfTest: 'self-test',
  readKeyMode: 'key management mode',
  readHardware: 'hardware capabilities',
  readEngine: 'DUKPT engine',
  readPermanentSerial: 'permanent serial number',
  askPin: 'ask for a PIN, with amount',
  pin: 'answer to a PIN request',
  cancel: 'cancel',
  dukptPin: 'DUKPT PIN block',
  initialKeyLoaded: 'status of a DUKPT key load',
  reset: 'reset state',
  showLine: 'show a line',
  showLines: 'show lines',
  askKey: 'ask for a key press',
  key: 'key pressed',
  askDigits: 'ask for digits',
  digits: 'digits typed',
  askPinOnly: 'ask for a PIN',
  askPinPrompted: 'ask for a PIN with own prompts',
  askPinEchoed: 'ask for a PIN with own limits',
  askMac: 'ask for a MAC',
  mac: 'MAC',
};
