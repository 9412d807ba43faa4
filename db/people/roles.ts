/** What the store's roles give, as the back office says; nothing where it has left them as it began with. */
import { type DecidedRole, decidedRoleSchema } from '../../domain/people/role.ts';
import type { Writable } from '../file/open.ts';
import { sql } from '../file/sql.ts';
import { readStored } from '../file/stored.ts';

export type Roles = Readonly<{
  /** Adds and replaces; one that is gone comes as withdrawn. */
  apply(list: readonly DecidedRole[]): void;
  /** All of them at once. */
  replace(list: readonly DecidedRole[]): void;
  /** The withdrawn too. */
  decided(): readonly DecidedRole[];
}>;

export function openRoles(db: Writable): Roles {
  // Asked before every act.
  let known: readonly DecidedRole[] | null = null;
  const write = (list: readonly DecidedRole[]): void => {
    known = null;
    for (const role of list) {
      db.run(
        sql`INSERT INTO roles (id, body) VALUES (${role.id}, ${JSON.stringify(role)})
            ON CONFLICT (id) DO UPDATE SET body = excluded.body`,
      );
    }
  };
  return {
    apply: (list) => db.transaction(() => write(list)),
    replace: (list) =>
      db.transaction(() => {
        db.run(sql`DELETE FROM roles`);
        write(list);
      }),
    decided: () => {
      known ??= db
        .all<{ body: string }>(sql`SELECT body FROM roles ORDER BY id`)
        .map(({ body }) => readStored(db.file, body, decidedRoleSchema.parse));
      return known;
    },
  };
}
