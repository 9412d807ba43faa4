/**
 * Transbank POS Integrado (Chile): the tables.
 *
 * Sources: transbankdevelopers.cl/referencia/posintegrado (messages, response codes) and the BSD-3 SDKs of Transbank
 * (transbank-pos-sdk-nodejs PosBase.js, PosIntegrado.js, responseCodes.js; -python tests), ../shared/protocols/devices.md
 * §2.6, ../shared/vectors/pinpad.md part B.
 */
import { z } from 'zod';

/** What the till says. */
export const commands = {
  poll: '0100',
  sale: '0200',
  lastSale: '0250',
  details: '0260',
  multicodeSale: '0270',
  multicodeLastSale: '0280',
  normalMode: '0300',
  close: '0500',
  totals: '0700',
  loadKeys: '0800',
  refund: '1200',
} as const;

/** What the terminal says, and what its values are called in order. 0900 comes any number of times before an answer. */
const head = ['responseCode', 'commerceCode', 'terminalId'] as const;
const saleFields = [
  ...head,
  'ticket',
  'authorisationCode',
  'amount',
  'sharesNumber',
  'sharesAmount',
  'last4Digits',
  'operationNumber',
  'cardType',
  'accountingDate',
  'accountNumber',
  'cardBrand',
  'realDate',
  'realTime',
  'employeeId',
  'tip',
  'voucher',
] as const;
const multicodeFields = [...saleFields, 'change', 'providerCode'] as const;
const detailFields = [
  ...head,
  'ticket',
  'authorisationCode',
  'amount',
  'last4Digits',
  'operationNumber',
  'cardType',
  'accountingDate',
  'accountNumber',
  'cardBrand',
  'realDate',
  'realTime',
  'employeeId',
  'tip',
  'sharesAmount',
  'sharesNumber',
  'change',
  'providerCode',
] as const;

export const answers: Readonly<
  Record<string, Readonly<{ name: string; fields: readonly string[] }>>
> = {
  '0210': { name: 'sale answer', fields: multicodeFields },
  '0260': { name: 'last sale answer', fields: saleFields },
  '0261': { name: 'detail of a sale', fields: detailFields },
  '0271': { name: 'multicode sale answer', fields: multicodeFields },
  '0281': { name: 'multicode last sale answer', fields: multicodeFields },
  '0510': { name: 'close answer', fields: head },
  '0710': { name: 'totals answer', fields: ['responseCode', 'count', 'total'] },
  '0810': { name: 'keys answer', fields: head },
  '0900': { name: 'intermediate status', fields: ['responseCode'] },
  '1210': { name: 'refund answer', fields: [...head, 'authorisationCode', 'operationNumber'] },
};
export const statusId = '0900';

/** Two digits, in words for a technician (responseCodes.js; the table "Tabla de respuestas"). */
export const responseWords: Readonly<Record<string, string>> = {
  '00': 'approved',
  '01': 'declined',
  '02': 'host does not answer',
  '03': 'connection failed',
  '04': 'already taken back',
  '05': 'no transaction to take back',
  '06': 'card not supported',
  '07': 'cancelled at the terminal',
  '08': 'a debit transaction cannot be taken back',
  '09': 'card could not be read',
  '10': 'amount below the minimum',
  '11': 'no sale',
  '12': 'transaction not supported',
  '13': 'the day must be closed',
  '14': 'no dial tone',
  '15': 'BITMAP.DAT is missing',
  '16': 'answer of the host malformed',
  '17': 'last four digits wrong',
  '18': 'menu not valid',
  '19': 'another card than before',
  '20': 'card not valid',
  '21': 'may not be taken back',
  '22': 'time-out',
  '24': 'printer without paper',
  '25': 'date not valid',
  '26': 'keys must be loaded',
  '27': 'update needed',
  '60': 'number of instalments wrong',
  '61': 'request could not be made up',
  '62': 'internal PIN pad failed',
  '65': 'answer of the host could not be processed',
  '67': 'too many sales, the day must be closed',
  '68': 'amounts could not be entered',
  '70': 'ticket longer than six characters',
  '71': 'print field has a wrong length',
  '72': 'amount must be above zero',
  '73': 'terminal id not configured',
  '74': 'the day must be closed',
  '75': 'no cards configured for the merchant',
  '76': 'too many sales, the day must be closed',
  '77': 'the day must be closed',
  '78': 'waiting for the card',
  '79': 'amount to be confirmed',
  '80': 'instalments to be chosen',
  '81': 'PIN to be entered',
  '82': 'sending to the host',
  '83': 'credit or debit to be chosen',
  '84': 'operate the card',
  '85': 'instalments to be chosen',
  '86': 'instalments to be entered',
  '87': 'instalments to be confirmed',
  '88': 'number of instalments wrong',
  '93': 'declined',
  '94': 'answer could not be processed',
  '95': 'rate could not be printed',
};
export const codes = { approved: '00', alreadyTakenBack: '04', noSale: '11' } as const;

export const limits = {
  /** A last sale with its whole voucher. */
  frameBytesMax: 8_192,
  ticketCharacters: 6,
  /** Nine digits of whole pesos. */
  amountMax: 999_999_999,
  /** More than a terminal keeps; a list that never ends is no list. */
  detailsMax: 1_000,
  voucherLineCharacters: 40,
} as const;

/** Milliseconds (PosBase.js; the terminal's own wait: section "Mensaje de Anulación"). */
export const timing = {
  ackWaitMs: 2_000,
  answerWaitMs: 150_000,
  /** The terminal repeats an answer that was not acknowledged. */
  terminalAckWaitMs: 10_000,
  retransmissionsMax: 2,
  naksMax: 3,
} as const;

export const currency = 'CLP';

export const optionsSchema = z.strictObject({
  /** Multicode: the merchant for whom this terminal sells (0270, 0280); empty where there is one merchant. */
  providerCode: z
    .string()
    .regex(/^(\d{12})?$/)
    .default(''),
  /** The voucher comes to the till to be printed there, instead of at the terminal. */
  voucher: z.boolean().default(false),
});
export type Options = z.infer<typeof optionsSchema>;
