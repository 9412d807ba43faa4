/** Who may do what on the web page. */
export const accountRoles = ['head-office', 'manager', 'auditor'] as const;
export type AccountRole = (typeof accountRoles)[number];

/** `change`: everything day-to-day. `head-office`: what concerns all stores, and who may come in. */
export type Right = 'read' | 'change' | 'head-office';

const rights: Record<AccountRole, readonly Right[]> = {
  'head-office': ['read', 'change', 'head-office'],
  manager: ['read', 'change'],
  auditor: ['read'],
};

export function holdsRight(role: AccountRole, right: Right): boolean {
  return rights[role].includes(right);
}
