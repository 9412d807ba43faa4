/**
 * ZVT: what the statuses of 04 FF mean, in a technician's words (PA00P015, "Intermediate Status Information"; compared with
 * Portalum.Zvt, ecrterm and bezahl-online/zvt).
 */

const texts: Readonly<Record<string, string>> = {
  '00': 'waiting for the amount to be confirmed',
  '01': 'watch the PIN pad',
  '02': 'watch the PIN pad',
  '03': 'not accepted',
  '04': 'waiting for the host',
  '05': 'sending an automatic reversal',
  '06': 'sending later bookings',
  '07': 'card not admitted',
  '08': 'card unknown',
  '09': 'card expired',
  '0A': 'insert card',
  '0B': 'remove card',
  '0C': 'card not readable',
  '0D': 'processing error',
  '0E': 'please wait',
  '0F': 'automatic end of day begins',
  '10': 'card invalid',
  '11': 'balance shown',
  '12': 'system malfunction',
  '13': 'payment not possible',
  '14': 'credit not sufficient',
  '15': 'PIN wrong',
  '16': 'limit not sufficient',
  '17': 'please wait',
  '18': 'PIN wrong too often',
  '19': 'card data incorrect',
  '1A': 'service mode',
  '1B': 'approved, fill up',
  '1C': 'approved, take the goods',
  '1D': 'declined',
  '26': 'waiting for the mobile number',
  '27': 'waiting for the mobile number again',
  '28': 'currency selection',
  '29': 'language selection',
  '2A': 'insert card to load it',
  '2B': 'offline emergency operation',
  '2C': 'selection of debit or credit',
  '68': 'customer card inserted',
  '69': 'selection of the currency to pay in',
  C7: 'waiting for the mileage',
  C8: 'waiting for the cashier',
  C9: 'automatic diagnosis begins',
  CA: 'automatic initialisation begins',
  CB: 'merchant journal full',
  CC: 'debit advice not possible, PIN needed',
  D2: 'dialling',
  D3: 'connected',
  E0: 'selection of the application',
  E1: 'selection of the language',
  E2: 'cleaning card asked for',
  F1: 'offline',
  F2: 'online',
  F3: 'offline transaction',
  FF: 'see the text of the terminal',
};

/** 41 to 67 repeat 01 to 27 while the card still has to be taken out. */
const cardInside = 0x40;

export function statusText(status: string): string {
  const known = texts[status];
  if (known !== undefined) return known;
  const code = Number.parseInt(status, 16);
  const same = (code - cardInside).toString(16).toUpperCase().padStart(2, '0');
  const text = code > 0x40 && code < 0x68 ? texts[same] : undefined;
  if (text === undefined) return `unknown status ${status}`;
  return text === texts['0B'] ? text : `${text}; remove card`;
}
