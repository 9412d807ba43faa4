/** Cash that moves without a sale: what each way is written down as, and the right that it takes. A way more is a row. */
import type { FactOf } from '../journal/fact.ts';
import type { Right } from '../people/right.ts';
import type { cashFacts } from './facts.ts';

export const movements = {
  'pay-in': { fact: 'cash-paid-in', line: 'paidIn', right: 'cash.pay-in' },
  'pay-out': { fact: 'cash-paid-out', line: 'paidOut', right: 'cash.pay-out' },
  'safe-drop': { fact: 'cash-dropped', line: 'dropped', right: 'cash.safe-drop' },
} as const satisfies Readonly<Record<string, { fact: string; line: string; right: Right }>>;
export type Way = keyof typeof movements;

type MovementKind = (typeof movements)[Way]['fact'];
export type MovementFact = Extract<FactOf<typeof cashFacts>, { kind: MovementKind }>;
