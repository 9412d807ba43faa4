/** `devices -- decode transbank`: a frame of either side in words. Account numbers by their length. */
import { reportFrame } from '../../codecs/stx-etx-lrc-report.ts';
import type { Decoder } from '../../decode/decoded.ts';
import { decodeAnswer, decodeMessage, field, type Message, nameOf, wordsOf } from './codec.ts';
import { answers, commands } from './spec.ts';

type Fields = Record<string, unknown>;

/** Never throws. */
export const decodeTransbank: Decoder = (bytes) => {
  const report = reportFrame(bytes);
  const errors = [...report.errors];
  const fields: Fields = {};
  if (report.controls.length > 0) fields.controls = report.controls;
  if (report.frame) {
    const { wrapper, body } = report.frame;
    fields.wrapper = wrapper;
    fields.lrc = report.lrc;
    if (wrapper === 'administration') errors.push('this protocol has no administration frames');
    Object.assign(fields, messageFields(body, errors));
  }
  return { ok: errors.length === 0, fields, errors };
};

function messageFields(body: string, errors: string[]): Fields {
  const message = decodeMessage(body);
  const name = message && nameOf(message.id);
  if (!message || !name) {
    errors.push('no message of this protocol has this command');
    return { hiddenCharacters: body.length };
  }
  const head = { id: message.id, name: commandWords[name] ?? name };
  if (message.id in answers && !decodeAnswer(body)) {
    errors.push(`message ${message.id} does not keep to its layout`);
    return { ...head, hiddenCharacters: body.length - message.id.length };
  }
  return { ...head, ...(message.id in answers ? answerFields(message) : commandFields(message)) };
}

function answerFields(message: Message): Fields {
  const fields: Fields = { from: 'terminal' };
  for (const name of answers[message.id]?.fields ?? []) {
    const value = field(message, name);
    if (value === '') continue;
    const hidden = name === 'accountNumber' || name === 'voucher';
    fields[name] = hidden ? `hidden, ${value.length} characters` : value;
  }
  const money = field(message, 'amount') || field(message, 'total');
  if (money !== '') fields.pesos = Number(money);
  return { ...fields, words: wordsOf(field(message, 'responseCode')) };
}

const commandWords: Readonly<Record<string, string>> = {
  lastSale: 'last sale',
  multicodeSale: 'multicode sale',
  multicodeLastSale: 'multicode last sale',
  normalMode: 'back to normal mode',
  loadKeys: 'load keys',
};

const commandNames: Readonly<Record<string, readonly string[]>> = {
  [commands.sale]: ['amount', 'ticket', '', 'voucher', 'status'],
  [commands.multicodeSale]: ['amount', 'ticket', '', 'voucher', 'status', 'providerCode'],
  [commands.details]: ['toTill'],
  [commands.multicodeLastSale]: ['voucher'],
  [commands.refund]: ['operationNumber'],
};

function commandFields({ id, values }: Message): Fields {
  const fields: Fields = { from: 'till' };
  (commandNames[id] ?? []).forEach((name, index) => {
    const value = values[index] ?? '';
    if (name !== '' && value !== '') fields[name] = value;
  });
  if (typeof fields.amount === 'string') fields.pesos = Number(fields.amount);
  return fields;
}
