/** Passkeys that operators registered or removed at a till: from here on the back office brings them to every till. */
import type { Fact } from '../../domain/contract/entry.ts';
import type { Operator } from '../../domain/people/operator.ts';
import type { Work } from '../store/tables.ts';
import { changeOperator } from './operator-rows.ts';

/** Of an operator; `operatorSchema` holds no more. */
const passkeysMax = 16;

/** `operator` is whose act the entry says it was: nobody registers a passkey for another. */
export async function projectPasskeys(
  work: Work,
  store: string,
  facts: readonly Readonly<{ operator: string | null; fact: Fact }>[],
): Promise<void> {
  for (const { operator, fact } of facts) {
    if (fact.kind !== 'passkey-registered' && fact.kind !== 'passkey-removed') continue;
    if (fact.body.number !== operator) continue;
    await changeOperator(work, store, operator, (known) => after(known, fact));
  }
}

type PasskeyFact = Extract<Fact, { kind: 'passkey-registered' | 'passkey-removed' }>;

function after(known: Operator, fact: PasskeyFact): Operator | null {
  const id =
    fact.kind === 'passkey-removed' ? fact.body.credentialId : fact.body.passkey.credentialId;
  const others = known.passkeys.filter(({ credentialId }) => credentialId !== id);
  if (fact.kind === 'passkey-removed') return { ...known, passkeys: others };
  if (known.withdrawn || others.length >= passkeysMax) return null;
  return { ...known, passkeys: [...others, fact.body.passkey] };
}
