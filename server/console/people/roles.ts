/** `/roles`: what each role of a store may do, and up to how much. */

import { html } from 'hono/html';
import { nameIn } from '../../../domain/basics/names.ts';
import { type Role, roleSchema, shippedRoles } from '../../../domain/people/role.ts';
import { makeCode } from '../../basics/spoken-code.ts';
import { rightsApart, roleFault, type SeenRole } from '../../people/roles.ts';
import {
  type Answer,
  changePage,
  type GoTo,
  type Page,
  type PageAnswer,
  readPage,
} from '../entry/pages.ts';
import { changeForm, errorNote, type FieldErrors, fieldsOf, submitButton } from '../frame/forms.ts';
import { heading, inShop } from '../frame/page.ts';
import { seenBy, seenField, staleNote } from '../frame/stale.ts';
import { table } from '../frame/table.ts';
import type { ShopVisit } from '../frame/visit.ts';
import { limitTexts, type RoleTexts, readRole, roleFields, textsOfRole } from './role-form.ts';

const path = '/roles';
const route = { section: 'roles', right: 'read', scope: 'one' } as const;
const change = { ...route, right: 'head-office' } as const;

export const rolesPages: readonly Page[] = [
  readPage({ path, ...route, nav: 'people' }, listPage),
  readPage({ path: `${path}/new`, ...change }, async (visit) => editPage(visit, null, nothing)),
  changePage({ path: `${path}/new`, ...change }, (visit, form) => save(visit, null, form)),
  readPage({ path: `${path}/:id`, ...route }, async (visit) => {
    const found = await find(visit);
    return found && editPage(visit, found, textsOfRole(visit, found.value));
  }),
  changePage({ path: `${path}/:id`, ...change }, async (visit, form) => {
    const found = await find(visit);
    return found && save(visit, found, form);
  }),
  changePage({ path: `${path}/:id/restore`, ...change }, async (visit, form) => {
    const found = await find(visit);
    const shipped = shippedOf(visit.param('id'));
    return found && shipped && keep(visit, found, shipped, form, 'role-restored');
  }),
];

const nothing: RoleTexts = { rights: ['sell'], fields: {} };

const shippedOf = (id: string): Role | null => shippedRoles.find((role) => role.id === id) ?? null;

function find({ desk, shop, param }: ShopVisit): Promise<SeenRole | null> {
  return desk.admin.findRole(shop.store, param('id'));
}

async function save(
  visit: ShopVisit,
  found: SeenRole | null,
  form: FormData,
): Promise<Answer | GoTo> {
  const texts = { rights: form.getAll('rights').map(String), fields: fieldsOf(form) };
  const { role, errors } = readRole(visit, found?.value ?? null, texts);
  if (!role) return editPage(visit, found, texts, errors, seenBy(form));
  const id = found?.value.id ?? makeCode(visit.desk.random).toLowerCase();
  return keep(visit, found, { id, ...role }, form, found ? 'role-changed' : 'role-added', texts);
}

async function keep(
  visit: ShopVisit,
  found: SeenRole | null,
  role: Role,
  form: FormData,
  what: string,
  texts: RoleTexts = textsOfRole(visit, role),
): Promise<Answer | GoTo> {
  const { desk, shop, say } = visit;
  const operators = await desk.admin.operators(shop.store);
  const fault = roleFault(await desk.admin.roles(shop.store), operators, role);
  if (fault) {
    const wrong =
      fault.kind === 'in-use'
        ? { withdrawn: say('roles.wrong.in-use', { who: fault.who.join(say('roles.comma')) }) }
        : { rights: say('roles.wrong.last', { right: say(`right.${fault.right}`) }) };
    return editPage(visit, found, texts, wrong, seenBy(form));
  }
  const before = found?.value ?? null;
  const limitsOf = (of: Role | null) =>
    (of && limitTexts(visit, of).join(say('roles.comma'))) || '-';
  const limits = { limitsBefore: limitsOf(before), limitsAfter: limitsOf(role) };
  const params = { id: role.id, ...rightsApart(before, role), ...limits };
  const isKept = await visit.change(what, params, ({ admin }) =>
    admin.changeRole(shop.store, role, seenBy(form)),
  );
  if (isKept) return { goTo: path, said: { word: 'said.saved' } };
  const now = await desk.admin.findRole(shop.store, role.id);
  return editPage(visit, now, now ? textsOfRole(visit, now.value) : texts, null);
}

async function listPage(visit: ShopVisit): Promise<PageAnswer> {
  const { say, locale, desk, shop } = visit;
  const roles = await desk.admin.roles(shop.store);
  const present = (await desk.admin.operators(shop.store)).filter(({ withdrawn }) => !withdrawn);
  const rows = roles.map((role) => ({
    testId: `role-${role.id}`,
    faded: role.withdrawn,
    cells: [
      html`<a href="${inShop(visit, `${path}/${role.id}`)}">${nameIn(role.names, locale)}</a>`,
      String(present.filter((operator) => operator.role === role.id).length),
      String(role.rights.length),
      say(`roles.state.${stateOf(role)}`),
      html`${limitTexts(visit, role).map((limit) => html`${limit}<br>`)}`,
    ],
  }));
  const columns = ['name', 'people', 'rights', 'state', 'limits'] as const;
  return {
    title: say('roles.title'),
    content: html`${heading(say('roles.title'), say('roles.lead'))}
${visit.may('head-office') ? html`<p class="acts"><a href="${inShop(visit, `${path}/new`)}" data-testid="new-role">${say('roles.new')}</a></p>` : ''}
${table(
  say('roles.title'),
  columns.map((column) => ({ title: say(`roles.${column}`) })),
  rows,
)}`,
  };
}

function stateOf(role: Role): 'withdrawn' | 'shipped' | 'changed' | 'own' {
  if (role.withdrawn) return 'withdrawn';
  const shipped = shippedOf(role.id);
  if (!shipped) return 'own';
  return isSame(role, shipped) ? 'shipped' : 'changed';
}

/** In whatever order the rights were ticked. */
function isSame(one: Role, other: Role): boolean {
  const [a, b] = [one, other].map((role) => {
    const { rights, ...rest } = roleSchema.parse(role);
    return JSON.stringify([[...rights].sort(), rest]);
  });
  return a === b;
}

/** `errors` null: somebody else was faster, and the fields are what stands now. */
async function editPage(
  visit: ShopVisit,
  found: SeenRole | null,
  texts: RoleTexts,
  errors: FieldErrors | null = {},
  seen: number | null = found?.version ?? null,
): Promise<PageAnswer> {
  const { say, locale } = visit;
  const title = found ? nameIn(found.value.names, locale) : say('roles.new');
  const wrong = errors ?? {};
  const fields = roleFields(visit, texts, wrong);
  const action = (tail: string) =>
    inShop(visit, `${path}/${found ? found.value.id : 'new'}${tail}`);
  const isChanged = found !== null && ['changed', 'withdrawn'].includes(stateOf(found.value));
  const fault = wrong.rights ?? wrong.withdrawn;
  return {
    title,
    status: errors === null ? 409 : Object.keys(wrong).length > 0 ? 422 : 200,
    content: html`${heading(title, say('roles.edit.lead'))}
<section class="panel">${errors === null ? staleNote(visit) : errorNote(visit, wrong)}${
      fault ? html`<p class="error" data-testid="role-fault">${fault}</p>` : ''
    }${
      visit.may('head-office')
        ? changeForm(
            visit,
            { action: action(''), testId: 'role' },
            html`${seenField(seen)}${fields}${submitButton(say('form.save'), { testId: 'save' })}`,
          )
        : html`<fieldset class="form" disabled>${fields}</fieldset>`
    }</section>
${
  visit.may('head-office') && isChanged && shippedOf(found.value.id)
    ? html`<section class="panel narrow"><p>${say('roles.restore.lead')}</p>${changeForm(
        visit,
        { action: action('/restore'), testId: 'restore-role' },
        html`${seenField(seen)}${submitButton(say('roles.restore'), { tone: 'quiet', testId: 'restore' })}`,
      )}</section>`
    : ''
}<p class="foot"><a href="${inShop(visit, path)}">${say('back')}</a></p>`,
  };
}
