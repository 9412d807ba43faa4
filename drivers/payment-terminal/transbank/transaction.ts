/** Answers of the terminal as transactions and outcomes. */
import { Problem } from '../../../domain/words/problem.ts';
import type { TerminalOutcome, TerminalTransaction } from '../port.ts';
import { amountOf, field, type Message, wordsOf } from './codec.ts';
import { codes, currency, limits } from './spec.ts';

const orNull = (text: string): string | null => (text === '' ? null : text);

/** Pesos that the answer does not tell are `amount`. The ticket stands as trace number, the operation as receipt. */
export function transactionOf(answer: Message, amount = 0): TerminalTransaction {
  const last4 = field(answer, 'last4Digits');
  const brand = [field(answer, 'cardBrand'), field(answer, 'cardType')].filter((each) => each);
  // DDMMYYYY.
  const [, day, month] = /^(\d\d)(\d\d)\d{4}$/.exec(field(answer, 'realDate')) ?? [];
  const time = field(answer, 'realTime');
  return {
    amountMinor: amountOf(answer) ?? amount,
    currency,
    traceNumber: orNull(field(answer, 'ticket')),
    receiptNumber: orNull(field(answer, 'operationNumber')),
    terminalId: orNull(field(answer, 'terminalId')),
    authorisationCode: orNull(field(answer, 'authorisationCode')),
    maskedPan: /^\d{4}$/.test(last4) ? `************${last4}` : null,
    cardName: orNull(brand.join(' ')),
    date: day && month ? month + day : null,
    time: /^\d{6}$/.test(time) ? time : null,
    receipts: receiptsOf(field(answer, 'voucher')),
  };
}

function receiptsOf(voucher: string): TerminalTransaction['receipts'] {
  const lines = voucher.match(new RegExp(`.{1,${limits.voucherLineCharacters}}`, 'g')) ?? [];
  return lines.length > 1 ? [{ for: 'customer', lines }] : [];
}

/** Approved only by code 00. */
export function outcomeOf(device: string, answer: Message, amount?: number): TerminalOutcome {
  const code = field(answer, 'responseCode');
  if (code === codes.approved) {
    return { kind: 'approved', transaction: transactionOf(answer, amount) };
  }
  return declined(device, code, wordsOf(code));
}

export function declined(device: string, code: string, words: string): TerminalOutcome {
  const problem = new Problem('terminal-declined', { device, code: `${code} (${words})` });
  const takenBack = code === codes.alreadyTakenBack;
  return {
    kind: 'declined',
    code,
    problem: problem.toData(),
    ...(takenBack ? { takenBack } : {}),
  };
}
