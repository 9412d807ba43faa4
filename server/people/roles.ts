/** The roles of a store, as head office makes them: what it has decided stands over what every store begins with. */
import type { Operator } from '../../domain/people/operator.ts';
import { mayDo, type Right } from '../../domain/people/right.ts';
import {
  type DecidedRole,
  decidedRoleSchema,
  holdsOf,
  type Role,
  roleSchema,
  rolesOf,
  shippedRoles,
} from '../../domain/people/role.ts';
import { type AdminContext, versioned } from '../changes/context.ts';
import { findVersioned, upsert } from '../changes/versioned.ts';
import type { Database, Work } from '../store/tables.ts';
import { operatorsOf } from './read.ts';

/** A role, and the version in which the store decided it last; null where it is as every store begins with it. */
export type SeenRole = Readonly<{ value: Role; version: number | null }>;

export type RolesAdmin = Readonly<{
  /** Every role there is, the withdrawn too. */
  roles(store: string): Promise<readonly Role[]>;
  findRole(store: string, id: string): Promise<SeenRole | null>;
  /** False, and nothing is written, where it is not as it was `seen` any more, or `roleFault` finds one. */
  changeRole(store: string, role: Role, seen: number | null): Promise<boolean>;
}>;

export function createRolesAdmin({ db }: AdminContext): RolesAdmin {
  return {
    roles: async (store) => rolesOf(await readDecided(db, store)),
    findRole: async (store, id) => {
      const decided = await readDecided(db, store);
      const value = rolesOf(decided).find((role) => role.id === id);
      const version = decided.find((role) => role.id === id)?.version ?? null;
      return value ? { value: roleSchema.parse(value), version } : null;
    },
    changeRole: (store, role, seen) =>
      versioned(db, store, async (work, version) => {
        const { id } = role;
        const found = await findVersioned(work, 'roles', store, { id });
        if ((found?.version ?? null) !== seen) return false;
        const roles = rolesOf(await readDecided(work, store));
        if (roleFault(roles, await operatorsOf(work, store), role)) return false;
        const body = JSON.stringify(roleSchema.parse(role));
        if (found && found.body !== body) {
          await work
            .insertInto('past_roles')
            .values({ store_id: store, id, ...found })
            .execute();
        }
        await upsert(work, 'roles', ['id'], store, version, [{ id, body }]);
        return true;
      }),
  };
}

/** Decided in a version after `since`. */
export async function readDecided(
  db: Database | Work,
  store: string,
  since = 0,
): Promise<DecidedRole[]> {
  const rows = await db
    .selectFrom('roles')
    .select(['version', 'body'])
    .where('store_id', '=', store)
    .where('version', '>', since)
    .orderBy('id')
    .execute();
  return rows.map(read);
}

/** What roles give now, and whatever they gave before. */
export type RolesKnown = Readonly<{ now: readonly Role[]; decided: readonly DecidedRole[] }>;

export async function readRolesKnown(work: Work, store: string): Promise<RolesKnown> {
  const now = await readDecided(work, store);
  const past = await work
    .selectFrom('past_roles')
    .select(['version', 'body'])
    .where('store_id', '=', store)
    .orderBy('version')
    .execute();
  return { now: rolesOf(now), decided: [...past.map(read), ...now] };
}

/** Whether the store has it, or had it once. */
export const isRole = ({ decided }: RolesKnown, id: string): boolean =>
  versionsOf(decided, id).length > 0;

/** Whether the role gave the right in that version of the store's roles; without one, in any that there was. */
export function gave(
  { decided }: RolesKnown,
  id: string,
  right: Right,
  rolesVersion?: number,
): boolean {
  const until = versionsOf(decided, id).filter(
    ({ version }) => rolesVersion === undefined || version <= rolesVersion,
  );
  const asked = rolesVersion === undefined ? until : until.slice(-1);
  return asked.some(({ role }) => mayDo(holdsOf([role], id), right));
}

/** The oldest first; every store began with the shipped ones. */
function versionsOf(decided: readonly DecidedRole[], id: string) {
  return [
    ...shippedRoles.map((role) => ({ version: 0, role })),
    ...decided.map((role) => ({ version: role.version, role })),
  ]
    .filter(({ role }) => role.id === id)
    .sort((a, b) => a.version - b.version);
}

const read = ({ version, body }: Readonly<{ version: number; body: string }>): DecidedRole =>
  decidedRoleSchema.parse({ ...JSON.parse(body), version });

/** What somebody of a store must be able to do, or its tills come to a stand that nobody there can end. */
export const managing = [
  'day.close',
  'operator.unlock',
  'attempt.resolve',
  'stop.lift',
] as const satisfies readonly Right[];

export type RoleFault =
  | Readonly<{ kind: 'in-use'; who: readonly string[] }>
  | Readonly<{ kind: 'last'; right: Right }>;

/** Why `role` may not become so: somebody of the store has it, or nobody would manage any more. Null where it may. */
export function roleFault(
  roles: readonly Role[],
  operators: readonly Operator[],
  role: Role,
): RoleFault | null {
  const present = operators.filter(({ withdrawn }) => !withdrawn);
  const holders = present.filter((operator) => operator.role === role.id);
  if (role.withdrawn && holders.length > 0) {
    return { kind: 'in-use', who: holders.map(({ number }) => number) };
  }
  const next = rolesOf([...roles.filter(({ id }) => id !== role.id), role]);
  const somebody = (of: readonly Role[], right: Right) =>
    present.some((operator) => mayDo(holdsOf(of, operator.role), right));
  const right = managing.find((one) => somebody(roles, one) && !somebody(next, one));
  return right === undefined ? null : { kind: 'last', right };
}

export type Change = Readonly<{ added: string; removed: string }>;

/** Which rights one has that the other has not, by id, for the audit. */
export function rightsApart(before: Role | null, after: Role): Change {
  const [old, now] = [before?.rights ?? [], after.rights];
  const apart = (these: Role['rights'], those: Role['rights']) =>
    these.filter((right) => !those.includes(right)).join(', ') || '-';
  return { added: apart(now, old), removed: apart(old, now) };
}
