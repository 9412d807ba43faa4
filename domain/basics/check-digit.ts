/** Check digits of codes: GS1 (General Specifications, section 7.9) and Luhn (ISO/IEC 7812-1 annex B). */

/** GS1 check digit over the digits before it: weights 3, 1, 3 … from the right. Zeros before them change nothing. */
export function gtinCheckDigit(digitsBefore: string): number {
  let sum = 0;
  for (let index = 0; index < digitsBefore.length; index += 1) {
    const weight = (digitsBefore.length - index) % 2 === 1 ? 3 : 1;
    sum += Number(digitsBefore[index]) * weight;
  }
  return (10 - (sum % 10)) % 10;
}

/** Whether `digits` end in their right GS1 check digit, whatever their number. */
export function endsRight(digits: string): boolean {
  return /^\d{2,}$/.test(digits) && gtinCheckDigit(digits.slice(0, -1)) === Number(digits.at(-1));
}

/** Luhn check. */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return /^\d+$/.test(digits) && sum % 10 === 0;
}

/** GS1 General Specifications, 7.9.3: a digit times 2, its tens taken off; times 5, its tens put on or taken off. */
const weighted = {
  '2-': [0, 2, 4, 6, 8, 9, 1, 3, 5, 7],
  '3': [0, 3, 6, 9, 2, 5, 8, 1, 4, 7],
  '5+': [0, 5, 1, 6, 2, 7, 3, 8, 4, 9],
  '5-': [0, 5, 9, 4, 8, 3, 7, 2, 6, 1],
} as const;
const fieldWeights = {
  4: ['2-', '2-', '3', '5-'],
  5: ['5+', '2-', '5-', '5+', '2-'],
} as const;

/** The digit that guards a price or weight of four or five digits within a label: `2875` → 9, `14685` → 6. */
export function fieldCheckDigit(field: string): number {
  const weights: readonly (keyof typeof weighted)[] = fieldWeights[field.length === 4 ? 4 : 5];
  const sum = weights.reduce(
    (all, weight, at) => all + (weighted[weight][Number(field[at])] ?? 0),
    0,
  );
  if (field.length === 4) return (sum * 3) % 10;
  return weighted['5-'].findIndex((value) => value === (10 - (sum % 10)) % 10);
}
