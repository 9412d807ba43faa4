/** What people and machines have looked at today: a later sign-in of the same business date need not ask again. */

import { z } from 'zod';
import { registeredDeviceSchema } from '../devices/register.ts';
import { type AnyFact, factOf, type Place } from '../journal/fact.ts';
import { signInFacts } from './facts.ts';

const sealedDeviceSchema = registeredDeviceSchema.pick({ device: true, seals: true });
export type SealedDevice = Readonly<z.infer<typeof sealedDeviceSchema>>;

/** It is kept beside the journal, and read back by this. */
export const checksOfDaySchema = z.object({
  /** Null on a new till. */
  businessDate: z.string().nullable(),
  /** Seals a cashier has looked at and found whole. */
  seals: z.array(sealedDeviceSchema).readonly(),
  /** How the test picture looked and the test sound was heard last; null where nobody has tried. */
  screen: z.boolean().nullable(),
  sound: z.boolean().nullable(),
  /** A sign-in has compared the books with the back office and found them equal. */
  reconciled: z.boolean(),
});
export type ChecksOfDay = Readonly<z.infer<typeof checksOfDaySchema>>;

export function noChecks(businessDate: string | null): ChecksOfDay {
  return { businessDate, seals: [], screen: null, sound: null, reconciled: false };
}

/** One journal entry further. */
export function foldChecks(before: ChecksOfDay, any: AnyFact & Place): ChecksOfDay {
  const entry = factOf(signInFacts, any);
  if (!entry) return before;
  const checks = before.businessDate === entry.businessDate ? before : noChecks(entry.businessDate);
  switch (entry.kind) {
    case 'seals-checked':
      // Broken once, they are looked at again, whoever comes next.
      return { ...checks, seals: entry.body.intact ? entry.body.devices : [] };
    case 'self-checked':
      return { ...checks, [entry.body.check]: entry.body.well };
    case 'signed-in': {
      const outcome = entry.body.steps.find(({ step }) => step === 'reconcile');
      return { ...checks, reconciled: outcome?.state === 'passed' };
    }
    case 'books-differed':
      return { ...checks, reconciled: false };
    default:
      return before;
  }
}

/** Whose seals nobody has looked at today: a device that came new, or got other seals, is asked about. */
export function sealsToCheck(
  sealed: readonly SealedDevice[],
  { seals: checked }: Pick<ChecksOfDay, 'seals'>,
): SealedDevice[] {
  return sealed.filter(
    ({ device, seals }) =>
      !checked.some((known) => known.device === device && sameSeals(known.seals, seals)),
  );
}

function sameSeals(before: readonly string[], now: readonly string[]): boolean {
  return before.length === now.length && now.every((seal) => before.includes(seal));
}
