/** What a role is called; one that is not there is called by its id. */
import { nameIn } from '../../../domain/basics/names.ts';
import type { Role } from '../../../domain/people/role.ts';
import type { View } from '../frame/visit.ts';

export function roleName(
  { locale }: Pick<View, 'locale'>,
  roles: readonly Role[],
  id: string,
): string {
  const names = roles.find((role) => role.id === id)?.names;
  return names === undefined ? id : nameIn(names, locale);
}
