/**
 * Roles are the store's: a named set of rights with limits. What follows here is what a store begins with; whatever it
 * decides otherwise stands over it, by id.
 */
import { z } from 'zod';
import { namesSchema } from '../basics/names.ts';
import { type Holds, holdsSchema, type Right } from './right.ts';

/** Any word is one at rest: whoever has a role that is not there may nothing. */
export const roleIdSchema = z.string().min(1).max(64);

export const roleSchema = holdsSchema.extend({
  id: roleIdSchema,
  names: namesSchema,
  withdrawn: z.boolean(),
});
export type Role = Readonly<z.infer<typeof roleSchema>>;

/** As a store decided it, in a version of its own; each change has a higher one. */
export const decidedRoleSchema = roleSchema.extend({ version: z.int().positive() });
export type DecidedRole = Readonly<z.infer<typeof decidedRoleSchema>>;

/** What no role is without: whoever came in can go again. */
export const anybody = [
  'devices.view',
  'till.lock',
  'till.sign-out',
  'own.secrets',
] as const satisfies readonly Right[];
const trainee = [...anybody, 'sell'] as const satisfies readonly Right[];
const cashier = [
  ...trainee,
  'receipt.reprint',
  'sale.discount',
  'cash.pay-in',
  'cash.pay-out',
  'cash.safe-drop',
  'cash.difference',
] as const satisfies readonly Right[];
const supervisor = [
  ...cashier,
  'price.override',
  'sale.discount.basket',
  'sale.refund',
  'goods.take-back',
  'drawer.open',
  'report.x',
] as const satisfies readonly Right[];
const manager = [
  ...supervisor,
  'day.close',
  'attempt.resolve',
  'operator.unlock',
  'offline.lift',
  'stop.lift',
  'report.sign-ins',
  'devices.test',
  'devices.confirm',
] as const satisfies readonly Right[];
const technician = [
  ...anybody,
  'devices.test',
  'devices.raw',
  'devices.register',
] as const satisfies readonly Right[];

const shipped = (id: string, zh: string, en: string, holds: Holds): Role => ({
  id,
  names: { zh, en },
  ...holds,
  withdrawn: false,
});

export const shippedRoles: readonly Role[] = [
  shipped('trainee', '实习收银员', 'Trainee', { rights: trainee, limits: {} }),
  shipped('cashier', '收银员', 'Cashier', {
    rights: cashier,
    limits: { discountBasisPoints: 1_000, payOutMinor: 5_000, cashDifferenceMinor: 1_000 },
  }),
  shipped('supervisor', '值班主管', 'Supervisor', {
    rights: supervisor,
    limits: {
      discountBasisPoints: 2_000,
      priceChangeBasisPoints: 2_000,
      refundMinor: 50_000,
      payOutMinor: 20_000,
      cashDifferenceMinor: 5_000,
    },
  }),
  shipped('manager', '店长', 'Manager', { rights: manager, limits: {} }),
  shipped('technician', '技术员', 'Technician', { rights: technician, limits: {} }),
];

/** Every role of a store that has decided `decided`, the withdrawn too. */
export function rolesOf(decided: readonly Role[]): readonly Role[] {
  const kept = new Map(decided.map((role) => [role.id, role]));
  const begun = shippedRoles.map((role) => kept.get(role.id) ?? role);
  const begunWith = new Set(begun.map(({ id }) => id));
  return [...begun, ...decided.filter(({ id }) => !begunWith.has(id))];
}

/** Which version of a store's roles `decided` is; 0 where it has decided nothing. */
export function rolesVersionOf(decided: readonly DecidedRole[]): number {
  return Math.max(0, ...decided.map(({ version }) => version));
}

/** Null for a role that is not there, or not any more. */
export function roleOf(roles: readonly Role[], id: string): Role | null {
  return roles.find((role) => role.id === id && !role.withdrawn) ?? null;
}

const nothing: Holds = { rights: [], limits: {} };

/** What a role gives; nothing where it is not there. */
export function holdsOf(roles: readonly Role[], id: string): Holds {
  const role = roleOf(roles, id);
  return role === null ? nothing : { rights: role.rights, limits: role.limits };
}
