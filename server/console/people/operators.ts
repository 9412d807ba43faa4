/** `/operators`: who works the tills of a store, and taking somebody on. */

import { html } from 'hono/html';
import { z } from 'zod';
import { languages } from '../../../domain/basics/languages.ts';
import { newcomer, type Operator, operatorNumberSchema } from '../../../domain/people/operator.ts';
import type { Role } from '../../../domain/people/role.ts';
import { hashPin } from '../../people/pin-hash.ts';
import { readLocked } from '../../people/read.ts';
import { makeTemporaryPin } from '../../people/temporary-pin.ts';
import { type Answer, changePage, type Page, type PageAnswer, readPage } from '../entry/pages.ts';
import { secretPage } from '../entry/secret-page.ts';
import {
  changeForm,
  checkForm,
  errorNote,
  type FieldErrors,
  fieldsOf,
  submitButton,
  textField,
} from '../frame/forms.ts';
import { heading, inShop, type Markup } from '../frame/page.ts';
import { chip, type Row, table } from '../frame/table.ts';
import type { ShopVisit } from '../frame/visit.ts';
import { detailFields, detailSchema } from './operator-fields.ts';
import { operatorPages } from './operator-page.ts';
import { tokensPages } from './operator-tokens.ts';
import { roleName } from './role-name.ts';

const route = { section: 'operators', right: 'read', scope: 'one' } as const;
const change = { ...route, right: 'change' } as const;

export const operatorsPages: readonly Page[] = [
  readPage({ path: '/operators', ...route, nav: 'people' }, (visit) => listPage(visit)),
  changePage({ path: '/operators', ...change }, add),
  ...operatorPages,
  ...tokensPages,
];

const number = operatorNumberSchema.or(z.never({ error: 'operators.number.wrong' }));

async function add(visit: ShopVisit, form: FormData): Promise<Answer> {
  const { desk, shop, say, now } = visit;
  const given = fieldsOf(form);
  const schema = detailSchema(await desk.admin.roles(shop.store)).extend({ number });
  const { value, errors } = checkForm(visit, schema, given);
  if (errors) return listPage(visit, given, errors);
  const pin = makeTemporaryPin(shop.settings.secrets, value.number, desk.random);
  const operator: Operator = {
    ...newcomer,
    ...value,
    pinHash: await hashPin(pin, desk.random),
    secretSetAt: now,
    mustChangeSecret: true,
    withdrawn: false,
  };
  const params = { number: value.number, role: value.role };
  const isAdded = await visit.change('operator-added', params, ({ admin }) =>
    admin.changeOperator(shop.store, operator, null),
  );
  if (!isAdded) return listPage(visit, given, { number: say('operators.number.taken') });
  return secretPage(visit, value.number, pin);
}

async function listPage(
  visit: ShopVisit,
  given: Readonly<Record<string, string>> = { role: 'cashier', locale: languages[0].tag },
  errors: FieldErrors = {},
): Promise<PageAnswer> {
  const { say, desk, shop } = visit;
  const operators = await desk.admin.operators(shop.store);
  const roles = await desk.admin.roles(shop.store);
  const locked = await readLocked(desk.db, shop.store);
  const columns = ['number', 'name', 'role', 'ways', 'state'] as const;
  const count = operators.filter(({ withdrawn }) => !withdrawn).length;
  return {
    title: say('operators.title'),
    status: Object.keys(errors).length > 0 ? 422 : 200,
    content: html`${heading(say('operators.title'), say('operators.lead', { count }))}
${table(
  say('operators.table'),
  columns.map((column) => ({ title: say(`operators.${column}`) })),
  operators.map((operator) =>
    operatorRow(visit, operator, roles, locked.get(operator.number) ?? []),
  ),
)}
${
  visit.may('change')
    ? html`<section class="panel narrow"><h2>${say('operators.add')}</h2>${errorNote(visit, errors)}${changeForm(
        visit,
        { action: inShop(visit, '/operators'), testId: 'add-operator' },
        html`${textField({ name: 'number', label: say('operators.number'), value: given.number ?? '', hint: say('operators.number.hint'), error: errors.number, required: true, maxLength: 8, inputmode: 'numeric' })}
${await detailFields(visit, given, errors)}${submitButton(say('operators.add.done'), { testId: 'add' })}`,
      )}</section>`
    : ''
}`,
  };
}

function operatorRow(
  visit: ShopVisit,
  operator: Operator,
  roles: readonly Role[],
  lockedAt: readonly string[],
): Row {
  const { say } = visit;
  const { number, name, role, tokens, passkeys, withdrawn } = operator;
  const cards = tokens.filter(({ kind }) => kind === 'card').length;
  return {
    testId: `operator-${number}`,
    faded: withdrawn,
    cells: [
      html`<a href="${inShop(visit, `/operators/${number}`)}">${number}</a>`,
      name,
      roleName(visit, roles, role),
      say('operators.tokens', {
        badges: tokens.length - cards,
        cards,
        passkeys: passkeys.length,
      }),
      stateChip(visit, operator, lockedAt),
    ],
  };
}

/** `lockedAt`: the tills where too many wrong tries were made. */
function stateChip(
  { say }: ShopVisit,
  { withdrawn, mustChangeSecret }: Operator,
  lockedAt: readonly string[],
): Markup {
  if (withdrawn) return chip('none', say('operators.state.withdrawn'));
  if (lockedAt.length > 0) {
    return chip('bad', say('operators.state.locked', { tills: lockedAt.join(', ') }));
  }
  return mustChangeSecret
    ? chip('warn', say('operators.state.temporary'))
    : chip('good', say('operators.state.active'));
}
