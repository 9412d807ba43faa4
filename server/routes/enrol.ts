/** A till joins its store with a one-time code. Route: `POST /v1/enrol`, the only one without a signature. */
import type { Clock } from '../../domain/clock.ts';
import type { Enrolled, SyncInput } from '../../domain/contract/sync.ts';
import { Problem } from '../../domain/problems.ts';
import { storeSettingsSchema } from '../../domain/store-settings.ts';
import { hashCode } from '../enrolment-code.ts';
import { badRequest } from '../refusal.ts';
import { readPublicKey } from '../signature.ts';
import type { Database } from '../store/tables.ts';

/**
 * Gives the till its id and its public key a home. The same key may ask again with the same code: its first answer may
 * have been lost on the way. Throws `Problem`: `enrolment-code-wrong`, `bad-request`.
 */
export async function enrol(
  db: Database,
  clock: Clock,
  { code, publicKey }: SyncInput<'enrol'>,
): Promise<Enrolled> {
  if (!readPublicKey(publicKey)) throw badRequest('public-key');
  return db.transaction().execute(async (work) => {
    const found = await work
      .selectFrom('enrolment_codes')
      .selectAll()
      .where('code_hash', '=', hashCode(code))
      .executeTakeFirst();
    if (!found) throw new Problem('enrolment-code-wrong');
    const { store_id: store, till_id: till } = found;

    // The condition is in the update itself, so that of two tills with one code a single one gets in.
    const taken = await work
      .updateTable('enrolment_codes')
      .set({ used_by: publicKey })
      .where('store_id', '=', store)
      .where('code_hash', '=', found.code_hash)
      .where((is) =>
        is.or([
          is('used_by', '=', publicKey),
          is.and([is('used_by', 'is', null), is('expires_at', '>', clock.now())]),
        ]),
      )
      .executeTakeFirst();
    if (taken.numUpdatedRows !== 1n) throw new Problem('enrolment-code-wrong');

    await work
      .updateTable('tills')
      .set({ public_key: publicKey, enrolled_at: clock.now() })
      .where('store_id', '=', store)
      .where('till_id', '=', till)
      .where('public_key', 'is', null)
      .execute();
    const row = await work
      .selectFrom('tills')
      .innerJoin('stores', 'stores.store_id', 'tills.store_id')
      .select(['tills.name', 'tills.public_key', 'stores.settings'])
      .where('tills.store_id', '=', store)
      .where('tills.till_id', '=', till)
      .executeTakeFirstOrThrow();
    if (row.public_key !== publicKey) throw new Problem('enrolment-code-wrong');
    const settings = storeSettingsSchema.parse(JSON.parse(row.settings));
    return { store, till, tillName: row.name, settings };
  });
}
