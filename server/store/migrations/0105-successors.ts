/** A journal that cannot go on is followed by another; until then nobody knew which. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('tills').addColumn('succeeded_by', 'text').execute();
}
