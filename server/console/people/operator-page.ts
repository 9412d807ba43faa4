/** `/operators/…`: what one operator is called and may do, a new PIN, and lifting a lock. */
import { z } from 'zod';
import { hashPin } from '../../people/pin-hash.ts';
import { makeTemporaryPin } from '../../people/temporary-pin.ts';
import { type Answer, changePage, type GoTo, type Page, readPage } from '../entry/pages.ts';
import { secretPage } from '../entry/secret-page.ts';
import { checkForm, fieldsOf } from '../frame/forms.ts';
import type { ShopVisit } from '../frame/visit.ts';
import { changing, findOperator } from './operator-change.ts';
import { detailSchema } from './operator-fields.ts';
import { operatorPage } from './operator-view.ts';

const route = { section: 'operators', right: 'change', scope: 'one' } as const;
const path = '/operators/:number';

export const operatorPages: readonly Page[] = [
  readPage({ path, ...route, right: 'read' }, async (visit) => {
    const found = await findOperator(visit);
    return found && operatorPage(visit, found);
  }),
  changePage({ path, ...route }, edit),
  changePage({ path: `${path}/secret`, ...route }, newSecret),
  changePage({ path: `${path}/unlock`, ...route }, unlock),
];

async function edit(visit: ShopVisit, form: FormData): Promise<Answer | GoTo> {
  const found = await findOperator(visit);
  if (!found) return null;
  const given = fieldsOf(form);
  const roles = await visit.desk.admin.roles(visit.shop.store);
  const schema = detailSchema(roles).extend({ withdrawn: z.literal('yes').optional() });
  const { value, errors } = checkForm(visit, schema, given);
  if (errors) return operatorPage(visit, found, { given, errors });
  const { withdrawn, ...details } = value;
  const { number, role } = found.value;
  const after = withdrawn === 'yes' ? 'withdrawn' : details.role;
  return changing(
    visit,
    form,
    async (operator) => ({ ...operator, ...details, withdrawn: withdrawn === 'yes' }),
    ['operator-changed', { number, before: role, after }],
    () => ({ goTo: '/operators', said: { word: 'said.saved' } }),
  );
}

async function newSecret(visit: ShopVisit, form: FormData): Promise<Answer | GoTo> {
  const { desk, shop, now, param } = visit;
  const number = param('number');
  const pin = makeTemporaryPin(shop.settings.secrets, number, desk.random);
  const pinHash = await hashPin(pin, desk.random);
  return changing(
    visit,
    form,
    async ({ secretDoubt: _, ...operator }) => ({
      ...operator,
      pinHash,
      secretSetAt: now,
      mustChangeSecret: true,
      unlockedAt: now,
    }),
    ['operator-secret', { number }],
    () => secretPage(visit, number, pin),
  );
}

function unlock(visit: ShopVisit, form: FormData): Promise<Answer | GoTo> {
  const { now, param } = visit;
  return changing(
    visit,
    form,
    async (operator) => ({ ...operator, unlockedAt: now }),
    ['operator-unlocked', { number: param('number') }],
    () => ({ goTo: `/operators/${param('number')}`, said: { word: 'operators.unlocked' } }),
  );
}
