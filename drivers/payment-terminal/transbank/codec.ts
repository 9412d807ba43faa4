/** Transbank POS Integrado: bodies of frames ↔ an id and values between bars; and the line of the trace. No I/O. */
import { encodeFrame, type LinkUnit } from '../../codecs/stx-etx-lrc.ts';
import type { ByteRange } from '../../tap.ts';
import { answers, commands, limits, type Options, responseWords } from './spec.ts';

/** `0200|123|` is id 0200 with the values `123` and an empty one: bars are kept as they came. */
export type Message = Readonly<{ id: string; values: readonly string[] }>;

export const encodeMessage = ({ id, values }: Message): Uint8Array =>
  encodeFrame('transaction', [id, ...values].join('|'));

/** Null for a body that does not begin with four digits. */
export function decodeMessage(body: string): Message | null {
  const [id = '', ...values] = body.split('|');
  return /^\d{4}$/.test(id) ? { id, values } : null;
}

/** An answer of the terminal with the values that it must have; null for what no terminal of this kind says. */
export function decodeAnswer(body: string): Message | null {
  const message = decodeMessage(body);
  if (!message || !(message.id in answers)) return null;
  const money = [field(message, 'amount'), field(message, 'total')];
  const sound =
    /^\d{2}$/.test(field(message, 'responseCode')) &&
    money.every((each) => /^(?:-?\d{1,12})?$/.test(each));
  return sound ? message : null;
}

/** A named value of an answer without the blanks around it; empty where it has none. */
export function field({ id, values }: Message, name: string): string {
  const at = answers[id]?.fields.indexOf(name) ?? -1;
  return (values[at] ?? '').trim();
}

/** Whole pesos; null where the terminal wrote none. */
export function amountOf(message: Message): number | null {
  const text = field(message, 'amount');
  return text === '' ? null : Number(text);
}

const bare = (id: string, ...values: string[]): Message => ({ id, values });

/** What the till says. Amounts are whole pesos: CLP has no minor unit. */
export const say = {
  poll: bare(commands.poll),
  loadKeys: bare(commands.loadKeys),
  normalMode: bare(commands.normalMode),
  totals: bare(commands.totals, '', ''),
  close: bare(commands.close, '', ''),
  /** To the till, not onto the terminal's paper. */
  details: bare(commands.details, '1', ''),
  refund: (operationNumber: string): Message => bare(commands.refund, operationNumber, ''),
  lastSale: ({ providerCode, voucher }: Options): Message =>
    providerCode === ''
      ? bare(commands.lastSale, '')
      : bare(commands.multicodeLastSale, voucher ? '1' : '0'),
  sale: (
    amount: number,
    ticket: string,
    status: boolean,
    { providerCode, voucher }: Options,
  ): Message => {
    const common = [
      String(amount).padStart(9, '0'),
      ticket,
      '',
      voucher ? '1' : '',
      status ? '1' : '0',
    ];
    return providerCode === ''
      ? bare(commands.sale, ...common)
      : bare(commands.multicodeSale, ...common, providerCode, '');
  },
} as const;

/**
 * The till's reference as a ticket of six letters and digits: its last ones, which differ most. Empty where it has
 * none.
 */
export const ticketOf = (reference: string): string =>
  reference
    .replace(/[^0-9A-Za-z]/g, '')
    .slice(-limits.ticketCharacters)
    .toUpperCase();

export const wordsOf = (code: string): string => responseWords[code] ?? 'not in the table';

/** The name of a message of either side; null for one that neither says. */
export function nameOf(id: string): string | null {
  const command = Object.entries(commands).find(([, each]) => each === id)?.[0];
  return command ?? answers[id]?.name ?? null;
}

type Description = Readonly<{ meaning: string; hidden?: readonly ByteRange[] }>;

/** One line for a person about a unit from either side. */
export function describeUnit(unit: LinkUnit): Description {
  if (unit.kind === 'control') return { meaning: unit.control.toUpperCase(), hidden: [] };
  if (unit.kind === 'noise') return { meaning: `noise, ${unit.raw.length} bytes` };
  if (unit.kind === 'bad-frame') return { meaning: `bad frame: ${unit.reason}` };
  const message = decodeMessage(unit.body);
  const name = message && nameOf(message.id);
  if (!message || !name) return { meaning: 'unknown message' };
  const code = field(message, 'responseCode');
  const words = code === '' ? '' : ` ${code}: ${wordsOf(code)}`;
  return { meaning: `${name}${words}`, hidden: hiddenIn(message) };
}

/** A debit card's account number, and vouchers, which may hold one. */
function hiddenIn(message: Message): ByteRange[] {
  const fields = answers[message.id]?.fields ?? [];
  let at = 1 + message.id.length + 1;
  const hidden: ByteRange[] = [];
  message.values.forEach((value, index) => {
    const name = fields[index] ?? '';
    if (name === 'accountNumber' || name === 'voucher') hidden.push([at, at + value.length]);
    at += value.length + 1;
  });
  return hidden.filter(([start, end]) => end > start);
}
