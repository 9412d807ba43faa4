/** ZVT: what single bytes about cards mean, in a technician's words (PA00P015, "List of ZVT-card-type IDs", TLV 1F10–1F12). */

/** BMP 8A, the common ones; the list of the specification has some two hundred loyalty and fuel cards more. */
const cardTypes: Readonly<Record<string, string>> = {
  '02': 'girocard',
  '03': 'Eurocheque card',
  '05': 'girocard',
  '06': 'Mastercard',
  '08': 'American Express',
  '0A': 'VISA',
  '0B': 'VISA electron',
  '0C': 'Diners',
  '0D': 'V PAY',
  '0E': 'JCB',
  '2E': 'Maestro',
};

/** TLV 1F10. */
const verifications: Readonly<Record<string, string>> = {
  '00': 'none',
  '01': 'signature',
  '02': 'PIN online',
  '03': 'PIN offline, enciphered',
  '04': 'PIN offline, in clear',
  '05': 'PIN offline, enciphered, and signature',
  '06': 'PIN offline, in clear, and signature',
  '07': 'PIN online and signature',
  FF: 'unknown',
};

/** TLV 1F12. */
const technologies: Readonly<Record<string, string>> = {
  '00': 'magnetic stripe',
  '01': 'chip',
  '02': 'contactless',
};

/** Null for what is in no table. */
export const cardTypeText = (code: string): string | null => cardTypes[code] ?? null;
export const verificationText = (code: string): string | null => verifications[code] ?? null;
export const technologyText = (code: string): string | null => technologies[code] ?? null;
