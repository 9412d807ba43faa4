/** What each role may do. Every IPC channel names one of these; a manager can approve what a cashier may not. */
import { isKnown } from '../basics/growing.ts';
import { type AnyRole, type Role, roles } from './operator.ts';

const cashier = [
  'sell',
  'receipt.reprint',
  'devices.view',
  'till.lock',
  'till.sign-out',
  'own.secrets',
] as const;
const manager = [
  ...cashier,
  'price.override',
  'goods.take-back',
  'drawer.open',
  'report.x',
  'day.close',
  'attempt.resolve',
  'operator.unlock',
  'offline.lift',
  'stop.lift',
  'report.sign-ins',
  'devices.test',
  'devices.confirm',
] as const;
const technician = [
  'devices.view',
  'devices.test',
  'devices.raw',
  'devices.register',
  'till.lock',
  'till.sign-out',
  'own.secrets',
] as const;

const permissionsOf = { cashier, manager, technician } as const satisfies Record<
  Role,
  readonly string[]
>;

export type Permission = (typeof permissionsOf)[Role][number];

/** A role that this version does not know may nothing. */
export function may(role: AnyRole, permission: Permission): boolean {
  return (
    isKnown(roles, role) && (permissionsOf[role] as readonly Permission[]).includes(permission)
  );
}

/** Whether `role` may do anything that `other` may not, as far as this version knows them. */
export function exceeds(role: AnyRole, other: AnyRole): boolean {
  if (!isKnown(roles, role)) return role !== other;
  return permissionsOf[role].some((permission) => !may(other, permission));
}
