/** `/accounts`: head office says who may come in. */
import { html } from 'hono/html';
import { z } from 'zod';
import { Problem } from '../../../domain/words/problem.ts';
import {
  type Account,
  accountNameSchema,
  changeAccount,
  findAccount,
  type Invitation,
  inviteAccount,
  inviteAgain,
  listAccounts,
  withdrawAccount,
} from '../../accounts/accounts.ts';
import { accountRoles } from '../../accounts/role.ts';
import { originOf } from '../entry/guard.ts';
import { changePage, type GoTo, type Page, type PageAnswer, readPage } from '../entry/pages.ts';
import {
  boxesField,
  changeForm,
  checkForm,
  errorNote,
  type FieldErrors,
  fieldsOf,
  selectField,
  submitButton,
  textField,
} from '../frame/forms.ts';
import { heading, type Markup, momentText } from '../frame/page.ts';
import { chip, table } from '../frame/table.ts';
import { shopName, type Visit } from '../frame/visit.ts';

const route = { section: 'accounts', right: 'head-office', scope: 'all' } as const;

const detailSchema = z.object({
  fullName: z.string().trim().min(1, 'form.required').max(80),
  role: z.enum(accountRoles),
  stores: z.array(z.string()),
});
const inviteSchema = detailSchema.extend({
  name: accountNameSchema.or(z.never({ error: 'accounts.name.rule' })),
});

export const accountsPages: readonly Page[] = [
  readPage({ path: '/accounts', ...route, nav: 'office' }, (visit) => listPage(visit)),
  changePage({ path: '/accounts', ...route }, async (visit, form) => {
    const given = givenBy(form);
    const { value, errors } = checkForm(visit, inviteSchema, given);
    if (errors) return listPage(visit, given, errors);
    const { name, role } = value;
    const account = withReach(visit, value);
    const params = { name, role, stores: storesText(visit, account) };
    const invitation = await visit.change('account-invited', params, (desk) =>
      inviteAccount(desk, account),
    );
    if (!invitation) {
      return listPage(visit, given, { name: visit.say('accounts.name.taken') });
    }
    return codePage(visit, invitation);
  }),
  readPage({ path: '/accounts/:account', ...route }, async (visit) => {
    const account = await accountOf(visit);
    return account && editPage(visit, account);
  }),
  changePage({ path: '/accounts/:account', ...route }, async (visit, form) => {
    const account = await accountOf(visit);
    if (!account) return null;
    const given = givenBy(form);
    const { value, errors } = checkForm(visit, detailSchema, given);
    if (errors) return editPage(visit, account, given, errors);
    return keepingHeadOffice(async () => {
      const after = withReach(visit, value);
      const params = {
        name: account.name,
        fullName: changeOf(account.fullName, after.fullName),
        role: changeOf(account.role, after.role),
        stores: changeOf(storesText(visit, account), storesText(visit, { ...account, ...after })),
      };
      await visit.change('account-changed', params, (desk) => changeAccount(desk, account, after));
      return { goTo: '/accounts', said: { word: 'said.saved' } };
    });
  }),
  changePage({ path: '/accounts/:account/invitation', ...route }, async (visit) => {
    const account = await accountOf(visit);
    if (!account) return null;
    const { name } = account;
    const invitation = await visit.change('account-invited-again', { name }, (desk) =>
      inviteAgain(desk, account),
    );
    return codePage(visit, invitation);
  }),
  changePage({ path: '/accounts/:account/withdrawal', ...route }, async (visit) => {
    const account = await accountOf(visit);
    if (!account) return null;
    return keepingHeadOffice(async () => {
      const { name } = account;
      await visit.change('account-withdrawn', { name }, (desk) => withdrawAccount(desk, account));
      return { goTo: '/accounts', said: { word: 'accounts.withdrawn' } };
    });
  }),
];

/** `manager → auditor`, or what it was and is. */
function changeOf(before: string, after: string): string {
  return before === after ? after : `${before} → ${after}`;
}

/** Somebody must always be left who can let others in. */
async function keepingHeadOffice(change: () => Promise<GoTo>): Promise<GoTo> {
  try {
    return await change();
  } catch (cause) {
    if (!(cause instanceof Problem && cause.params.why === 'last-of-head-office')) throw cause;
    return { goTo: '/accounts', said: { word: 'accounts.last', tone: 'bad' } };
  }
}

/** Null for one that was withdrawn: there is nothing left to change. */
async function accountOf({ desk, param }: Visit): Promise<Account | null> {
  const account = await findAccount(desk, param('account'));
  return account?.withdrawnAt === null ? account : null;
}

type Given = Readonly<{ stores: readonly string[] }> & Readonly<Record<string, unknown>>;

function givenBy(form: FormData): Given {
  return { ...fieldsOf(form), stores: form.getAll('stores').map(String) };
}

/** Head office always sees everything; of the others only stores that there are. */
function withReach<Value extends z.output<typeof detailSchema>>({ shops }: Visit, value: Value) {
  const known = value.stores.filter((id) => shops.some(({ store }) => store === id));
  return { ...value, stores: value.role === 'head-office' ? null : known };
}

async function listPage(
  visit: Visit,
  given: Given = { stores: [], role: 'manager' },
  errors: FieldErrors = {},
): Promise<PageAnswer> {
  const { say, desk } = visit;
  const accounts = await listAccounts(desk);
  const columns = ['name', 'full-name', 'role', 'stores', 'state'] as const;
  const rows = accounts.map((account) => ({
    testId: `account-${account.name}`,
    faded: account.withdrawnAt !== null,
    cells: [
      account.withdrawnAt === null
        ? html`<a href="/accounts/${account.id}">${account.name}</a>`
        : account.name,
      account.fullName,
      say(`role.${account.role}`),
      storesText(visit, account),
      stateChip(visit, account),
    ],
  }));
  return {
    title: say('accounts.title'),
    status: Object.keys(errors).length > 0 ? 422 : 200,
    content: html`${heading(say('accounts.title'), say('accounts.lead', { count: accounts.length }))}
${table(
  say('accounts.table'),
  columns.map((column) => ({ title: say(`accounts.${column}`) })),
  rows,
)}
<section class="panel"><h2>${say('accounts.invite')}</h2>${errorNote(visit, errors)}${changeForm(
      visit,
      { action: '/accounts', testId: 'invite' },
      html`${textField({ name: 'name', label: say('accounts.name'), value: textIn(given, 'name'), hint: say('accounts.name.rule'), error: errors.name, required: true, maxLength: 40 })}
${detailFields(visit, given, errors)}${submitButton(say('accounts.invite.done'), { testId: 'invite-done' })}`,
    )}</section>`,
  };
}

function editPage(
  visit: Visit,
  account: Account,
  given: Given = { ...account, stores: account.stores ?? [] },
  errors: FieldErrors = {},
): PageAnswer {
  const { say } = visit;
  const action = `/accounts/${account.id}`;
  return {
    title: say('accounts.edit', { name: account.name }),
    status: Object.keys(errors).length > 0 ? 422 : 200,
    content: html`${heading(say('accounts.edit', { name: account.name }), '')}
<div class="panels even"><section class="panel"><h2>${account.fullName}</h2>${errorNote(visit, errors)}${changeForm(visit, { action }, html`${detailFields(visit, given, errors)}${submitButton(say('form.save'), { testId: 'save' })}`)}</section>
<div><section class="panel"><h2>${say('accounts.invite-again')}</h2><p>${say('accounts.invite-again.lead')}</p>${changeForm(visit, { action: `${action}/invitation` }, submitButton(say('accounts.invite-again'), { tone: 'quiet', testId: 'invite-again' }))}</section>
<section class="panel"><h2>${say('accounts.withdraw')}</h2><p>${say('accounts.withdraw.lead')}</p>${changeForm(visit, { action: `${action}/withdrawal` }, submitButton(say('accounts.withdraw'), { tone: 'danger', testId: 'withdraw' }))}</section></div></div>`,
  };
}

/** Shown once: nowhere else does the code stand. */
function codePage(visit: Visit, { account, code, expiresAt }: Invitation): PageAnswer {
  const { say, now, shops, context, desk } = visit;
  const title = say('accounts.invited', { name: account.name });
  const address = `${originOf(context, desk.publicOrigin)}/join`;
  const time = momentText(expiresAt, now, shops[0]?.settings.zone ?? 'UTC', '');
  return {
    title,
    content: html`${heading(title, say('accounts.invited.lead', { address, time }))}
<p class="panel code" data-testid="invitation-code">${code}</p>
<p class="foot"><a href="/accounts">${say('back')}</a></p>`,
  };
}

function detailFields(visit: Visit, given: Given, errors: FieldErrors): Markup {
  const { say, shops } = visit;
  return html`${textField({ name: 'fullName', label: say('accounts.full-name'), value: textIn(given, 'fullName'), error: errors.fullName, required: true, maxLength: 80 })}
${selectField({ name: 'role', label: say('accounts.role'), value: textIn(given, 'role'), error: errors.role, choices: accountRoles.map((role) => ({ value: role, label: say(`role.${role}`) })) })}
${boxesField({ name: 'stores', label: say('accounts.stores'), hint: say('accounts.stores.rule'), error: errors.stores, values: given.stores, choices: shops.map((shop) => ({ value: shop.store, label: shopName(shop, visit) })) })}`;
}

function textIn(given: Given, name: string): string {
  const value = given[name];
  return typeof value === 'string' ? value : '';
}

function storesText(visit: Visit, { role, stores }: Pick<Account, 'role' | 'stores'>): string {
  const { say, shops } = visit;
  if (role === 'head-office' || stores === null) return say('accounts.stores.all');
  const names = shops.filter(({ store }) => stores.includes(store));
  return names.map((shop) => shopName(shop, visit)).join(', ') || say('none');
}

function stateChip({ say }: Visit, { withdrawnAt, hasPassword }: Account): Markup {
  if (withdrawnAt !== null) return chip('none', say('accounts.state.withdrawn'));
  return hasPassword
    ? chip('good', say('accounts.state.active'))
    : chip('warn', say('accounts.state.invited'));
}
