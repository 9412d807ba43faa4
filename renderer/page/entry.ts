/** What keys on a keypad or keyboard make of a number being entered. Pure: text in, text or value out. */
import { amountMinorMax } from '../../domain/basics/money.ts';
import { isSellable, quantityStep } from '../../domain/basics/quantity.ts';
import { type Unit, unitDecimals } from '../../domain/basics/unit.ts';

/** Seven digits before the point: no shop sells for ten millions over the counter. */
const wholeDigitsMax = 7;

export type EntryKey = string;

/** `text` after one more key: a digit, `00`, `.`, `back` or `clear`. Keys that make no number change nothing. */
export function pressNumberKey(text: string, key: EntryKey, fractionDigits: number): string {
  if (key === 'clear') return '';
  if (key === 'back') return text.slice(0, -1);
  if (key === '.') {
    if (fractionDigits === 0 || text.includes('.')) return text;
    return text === '' ? '0.' : `${text}.`;
  }
  let next = text;
  for (const digit of key) next = pressDigit(next, digit, fractionDigits);
  return next;
}

function pressDigit(text: string, digit: string, fractionDigits: number): string {
  if (!/^\d$/.test(digit)) return text;
  const [whole = '', fraction] = text.split('.');
  if (fraction !== undefined) return fraction.length < fractionDigits ? text + digit : text;
  if (whole === '0') return digit;
  return whole.length < wholeDigitsMax ? text + digit : text;
}

/** `12.5` → `1250` minor units; null where `text` is no amount. */
export function parseAmount(text: string, fractionDigits: number): number | null {
  const scaled = parseScaled(text, fractionDigits);
  return scaled === null || scaled > amountMinorMax ? null : scaled;
}

/** `1250` minor units → `12.50`, as somebody types it. */
export function plainAmount(minor: number, fractionDigits: number): string {
  const digits = String(minor).padStart(fractionDigits + 1, '0');
  if (fractionDigits === 0) return digits;
  return `${digits.slice(0, -fractionDigits)}.${digits.slice(-fractionDigits)}`;
}

/** `0.865` kg → `865`, `2` pieces → `2000`; null where nothing sellable was entered. */
export function parseQuantity(text: string, unit: Unit): number | null {
  const steps = parseScaled(text, unitDecimals(unit));
  if (steps === null) return null;
  const quantity = steps * quantityStep(unit);
  return isSellable(quantity, unit) ? quantity : null;
}

/** Digits put together as text, so that no binary fraction gets near the money. */
function parseScaled(text: string, fractionDigits: number): number | null {
  const match = /^(\d{1,10})(?:\.(\d*))?$/.exec(text);
  if (!match) return null;
  const [, whole = '', fraction = ''] = match;
  if (fraction.length > fractionDigits) return null;
  return Number(whole + fraction.padEnd(fractionDigits, '0'));
}
