/** Fields that several messages share. acquirer-iso8583-cups.md sections 4 and 5. */
import type { AcquirerConfig } from '../../domain/devices/verbs.ts';

/** DE60 of a management message: type 00, batch, network code; 11 digits. */
export function managementField60(batch: string, networkCode: string): string {
  return `00${batch}${networkCode}`;
}

/** DE60 of a sale and its reversal: type 22, batch, network 000, contact reader, no fall-back. */
export function saleField60(batch: string): string {
  return `22${batch}00050`;
}

/** DE60.2. */
export function batchOf(field60: string): string {
  return field60.slice(2, 8);
}

/** DE60.3. */
export function networkCodeOf(field60: string): string {
  return field60.slice(8, 11);
}

/** DE63.1: three characters, so of a longer operator number the last three. */
export function operatorField63(operator: string): string {
  return operator.slice(-3).padEnd(3, ' ');
}

/** DE41 and DE42. */
export function terminalFields(config: AcquirerConfig): Record<number, string> {
  return { 41: config.terminalId, 42: config.merchantId };
}

/** DE4: minor units, twelve digits. */
export function amountField4(amountMinor: number): string {
  return String(amountMinor).padStart(12, '0');
}

/** 156 is the yuan (ISO 4217). */
export const currencyField49 = '156';
/** DE3 of a sale and of its reversal. */
export const saleField3 = '000000';
/** DE25: an ordinary presentation. */
export const normalField25 = '00';
