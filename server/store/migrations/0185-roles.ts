/** Roles are the store's own: what it has decided otherwise than it began with, and what it had decided before that. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('roles')
    .addColumn('store_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('roles_pk', ['store_id', 'id'])
    .addForeignKeyConstraint('roles_store', ['store_id'], 'stores', ['store_id'])
    .execute();
  await db.schema
    .createTable('past_roles')
    .addColumn('store_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('past_roles_pk', ['store_id', 'id', 'version'])
    .execute();
}
