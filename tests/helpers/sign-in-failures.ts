/**
 * Everything that can go wrong in a step of the sign-in. Each row is brought about on a running till by
 * tests/integration/main/sign-in/failures.test.ts under the same name, and stands in docs/sign-in.md.
 */
import { z } from 'zod';
import { bodySchemas, type EntryKind } from '../../domain/contract/entry.ts';
import { stepNameSchema } from '../../domain/sign-in/steps.ts';
import { type ProblemKind, problemKinds, type SentenceParams } from '../../domain/words/problem.ts';
import { readTable } from '../unit/domain/table.ts';

const entryKindSchema = z.enum(Object.keys(bodySchemas) as [EntryKind, ...EntryKind[]]);
const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');

const failureSchema = z.object({
  case: z.string().min(1),
  step: stepNameSchema,
  kind: z.enum(problemKinds),
  checked: z.string().min(1),
  weight: z.enum(['stops', 'policy', 'asks', 'warns', 'refused']),
  params: z.string().transform(paramsOf),
  kept: z.string().transform(words).pipe(z.array(entryKindSchema)),
});
export type Failure = z.infer<typeof failureSchema>;

export const failures: readonly Failure[] = readTable('sign-in/sign-in-failures').map((row) =>
  failureSchema.parse(row),
);

/** `device=pin-pad; days=3` */
function paramsOf(text: string): SentenceParams {
  const pairs = text.split('; ').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      return [
        name,
        /^\d+$/.test(value) && name !== 'code' && name !== 'number' ? Number(value) : value,
      ];
    }),
  );
}

/** Kinds that no step of the sign-in can find: where each is told instead. */
export const toldElsewhere: Readonly<Record<string, readonly ProblemKind[]>> = {
  'before the first step, where the till starts': [
    'database-locked',
    'database-corrupt',
    'database-newer',
    'config-unreadable',
    'key-missing',
    'till-not-enrolled',
    'enrolment-code-wrong',
    'day-already-closed',
    'already-signed-in',
  ],
  'where something is written down: no step can be without it': [
    'disk-failing',
    'commit-unknown',
    'commit-undone',
    'database-readonly',
  ],
  'by the panels of the sign-in itself': [
    'not-permitted',
    'approval-needed',
    'approval-refused',
    'more-proof',
    'secret-due',
    'sign-in-blocked',
    'sign-in-not-running',
    'till-not-locked',
    'passkeys-too-many',
    'code-wrong',
    'code-not-ready',
    'bad-request',
    'unexpected',
  ],
  'where something comes of a later version, or is told to an older one (office/later.test.ts, server/program)':
    [
      'data-of-later',
      'journal-of-later',
      'books-of-later',
      'role-of-later',
      'problem-of-later',
      'books-of-other-version',
      'till-too-old',
    ],
  'by the close': [
    'date-not-open',
    'day-closes-early',
    'baskets-given-up',
    'tender-stray',
    'count-missing',
    'reason-missing',
    'reason-gone',
  ],
  'by step 1 after a Z: nothing is wrong then': ['date-reopened', 'next-date-begun'],
  'by the gate': ['not-signed-in', 'till-locked', 'basket-open', 'badge-scanned'],
  'while selling': [
    'nothing-owed',
    'barcode-unknown',
    'barcode-unreadable',
    'payment-card-scanned',
    'card-number-typed',
    'payment-code-scanned',
    'item-withdrawn',
    'check-digit-wrong',
    'scan-not-used',
    'label-not-set',
    'item-past-date',
    'quantity-not-sellable',
    'basket-full',
    'basket-empty',
    'basket-unread',
    'sale-changed',
    'line-gone',
    'tender-too-small',
    'tender-over-owed',
    'cash-not-in-coins',
    'sale-half-paid',
    'hold-gone',
    'nothing-to-undo',
    'receipt-scanned',
    'return-too-many',
    'return-changed',
    'return-fixed',
    'void-refused',
    'sale-unknown',
    'sale-sums-wrong',
    'attempt-open',
    'attempt-taken-back',
    'card-declined',
    'card-cancelled',
    'card-unreadable',
    'pin-timeout',
    'card-not-ready',
    'wallet-refused',
    'wallet-stopped',
    'wallet-unsure',
    'wallet-seal-wrong',
    'wallet-unreachable',
    'wallet-off',
    'wallet-not-taken',
    'payment-code-wrong',
    'sale-in-payment',
    'printer-unconfirmed',
    'take-back-limit',
    'weight-lowered',
    'scale-not-steady',
    'scale-over-limit',
    'scale-fault',
    'card-encrypted',
    'terminal-declined',
    'terminal-unknown',
    'terminal-locked',
    'terminal-not-registered',
    'host-mac-wrong',
    'host-mac-missing',
    'host-sign-on-needed',
  ],
  'at the bench': ['test-not-possible', 'bench-closed'],
};
