/** What each role may do. Every IPC channel names one of these; a manager can approve what a cashier may not. */
import type { Role } from './operator.ts';

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

export function may(role: Role, permission: Permission): boolean {
  return (permissionsOf[role] as readonly Permission[]).includes(permission);
}

/** Whether `role` may do anything that `other` may not. */
export function exceeds(role: Role, other: Role): boolean {
  return permissionsOf[role].some((permission) => !may(other, permission));
}
