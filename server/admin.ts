/** What head office does, and everything the tills pull. Called by the console, the demo, tests and simulations. */
import type { Clock } from '../domain/basics/clock.ts';
import type { Random } from '../domain/basics/random.ts';
import { createDevicesAdmin, type DevicesAdmin } from './devices/register.ts';
import { type CatalogueAdmin, createCatalogueAdmin } from './goods/catalogue.ts';
import { type CategoriesAdmin, createCategoriesAdmin } from './goods/categories.ts';
import { createStoresAdmin, type StoresAdmin } from './office/stores.ts';
import { createTillsAdmin, type TillsAdmin } from './office/tills.ts';
import { createOperatorsAdmin, type OperatorsAdmin } from './people/operators.ts';
import { createRolesAdmin, type RolesAdmin } from './people/roles.ts';
import type { Store } from './store/open.ts';

export type Admin = StoresAdmin &
  TillsAdmin &
  CatalogueAdmin &
  CategoriesAdmin &
  OperatorsAdmin &
  RolesAdmin &
  DevicesAdmin;

/** Inputs that do not fit their schema throw ZodError. */
export function createAdmin(
  options: Readonly<{ store: Pick<Store, 'db'>; clock: Clock; random: Random }>,
): Admin {
  const context = { db: options.store.db, clock: options.clock, random: options.random };
  return {
    ...createStoresAdmin(context),
    ...createTillsAdmin(context),
    ...createCatalogueAdmin(context),
    ...createCategoriesAdmin(context),
    ...createOperatorsAdmin(context),
    ...createRolesAdmin(context),
    ...createDevicesAdmin(context),
  };
}
