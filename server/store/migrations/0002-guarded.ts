/** What guards the way in: tills that were withdrawn, and the audit of what was refused and who changed what. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('tills').addColumn('revoked_at', 'bigint').execute();
  await db.schema
    .createTable('audit')
    .addColumn('store_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('who', 'text', (column) => column.notNull())
    .addColumn('what', 'text', (column) => column.notNull())
    .addColumn('params', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_pk', ['store_id', 'id'])
    .execute();
}
