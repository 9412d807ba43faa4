/** A till joins its store with a one-time code. Route: `POST /v1/enrol`, the only one without a signature. */
import type { Clock } from '../../domain/basics/clock.ts';
import type { Enrolled, SyncInput } from '../../domain/contract/sync.ts';
import { storeSettingsSchema } from '../../domain/office/store-settings.ts';
import { Problem } from '../../domain/words/problem.ts';
import { badRequest } from '../basics/refusal.ts';
import { hashCode } from '../basics/spoken-code.ts';
import { readPublicKey } from '../door/signature.ts';
import type { Database, Work } from '../store/tables.ts';
import { succeed } from './successor.ts';

type Joined = Readonly<{ store: string; till: string; publicKey: string }>;

/** The journal that the same machine kept last under another till id: from here on this one follows it. */
async function continuedBy(
  work: Work,
  now: number,
  { store, till, publicKey }: Joined,
): Promise<Enrolled['continues']> {
  const before = await work
    .selectFrom('tills')
    .select(['till_id', 'head_seq', 'head_hash'])
    .where('store_id', '=', store)
    .where('till_id', '<>', till)
    .where('public_key', '=', publicKey)
    .where((is) => is.or([is('succeeded_by', 'is', null), is('succeeded_by', '=', till)]))
    .orderBy('enrolled_at', 'desc')
    .executeTakeFirst();
  if (!before) return null;
  await succeed(work, now, { store, from: before.till_id, to: till });
  return { till: before.till_id, seq: before.head_seq, hash: before.head_hash };
}

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
      .select(['tills.name', 'tills.public_key', 'head_seq', 'head_hash', 'stores.settings'])
      .where('tills.store_id', '=', store)
      .where('tills.till_id', '=', till)
      .executeTakeFirstOrThrow();
    if (row.public_key !== publicKey) throw new Problem('enrolment-code-wrong');
    const settings = storeSettingsSchema.parse(JSON.parse(row.settings));
    const head = { seq: row.head_seq, hash: row.head_hash };
    const continues = await continuedBy(work, clock.now(), { store, till, publicKey });
    return { store, till, tillName: row.name, settings, head, continues };
  });
}
