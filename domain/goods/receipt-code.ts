/**
 * What stands in the QR code of a receipt: a prefix that no goods and no badge have, and the id of the sale. Only characters
 * of the QR alphanumeric mode (ISO/IEC 18004, 7.3.4), so that the code stays small.
 */
const prefix = 'RCS:';

/** The text on the receipt of the sale with this UUID. */
export function receiptCode(saleId: string): string {
  return `${prefix}${saleId.replaceAll('-', '').toUpperCase()}`;
}

/** Whether a scanned text means to be a receipt: then it is never goods, whole or not. */
export function looksLikeReceipt(text: string): boolean {
  return text.trim().slice(0, prefix.length).toUpperCase() === prefix;
}

/** The id of the sale; null where the code is not whole. */
export function readReceiptCode(text: string): string | null {
  const hex = text.trim().slice(prefix.length).toLowerCase();
  if (!looksLikeReceipt(text) || !/^[0-9a-f]{32}$/.test(hex)) return null;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
