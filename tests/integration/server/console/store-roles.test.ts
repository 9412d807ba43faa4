/** The roles of a store on their page, by requests. */
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { newcomer } from '../../../../domain/people/operator.ts';
import { anybody, shippedRoles } from '../../../../domain/people/role.ts';
import { joinTill, type Office, openOffice } from '../../../helpers/back-office.ts';
import { addAccount, newVisitor, type Visitor } from '../../../helpers/console-visitor.ts';
import { tempFolder } from '../../../helpers/till-file.ts';

let office: Office;
let store: string;
let boss: Visitor;
const at = (path: string) => `${path}?store=${store}`;

beforeEach(async () => {
  office = await openOffice({ sqliteFile: `${tempFolder()}/back-office.db` });
  onTestFinished(() => office.close());
  ({ store } = await joinTill(office));
  await office.admin.putOperators(store, [person('1001', 'cashier'), person('9001', 'manager')]);
  await addAccount(office);
  boss = newVisitor(office.app);
  await boss.logIn('boss');
  await boss.get('/roles?lang=en');
});

const person = (number: string, role: string) => ({
  ...{ number, name: number, role, locale: 'en' as const },
  pinHash: '$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g',
  ...{ ...newcomer, withdrawn: false },
});
const cashier = { name_zh: '收银员', name_en: 'Cashier' };
const seenOn = (text: string) => /name="seen" value="([^"]*)"/.exec(text)?.[1] ?? '';

type Fields = Readonly<Record<string, string | readonly string[]>>;
async function save(path: string, fields: Fields, seen?: string): Promise<Response> {
  const shown = await (await boss.get(at(path))).text();
  return boss.post(at(path), { ...fields, seen: seen ?? seenOn(shown) });
}
const roleIs = async (id: string) => (await office.admin.findRole(store, id))?.value;
const audited = async () =>
  (await office.store.db.selectFrom('audit').select(['what', 'params']).execute())
    .filter(({ what }) => what.startsWith('role-'))
    .map(({ what, params }) => [what, JSON.parse(params)]);
const rowOf = async (id: string, tag = 'en') => {
  const text = await (await boss.get(`${at('/roles')}&lang=${tag}`)).text();
  const [, row = ''] = text.split(`data-testid="role-${id}"`);
  return (row.split('</tr>')[0] ?? '').replace(/^>/, '').replace(/<[^>]+>/g, '|');
};

describe('a role', () => {
  it('is changed by ticking rights and typing limits in their units, and stands so in the list and the audit', async () => {
    expect(await rowOf('cashier')).toMatch(/Cashier.*1.*As shipped/s);
    const limits = { discountBasisPoints: '12.5', payOutMinor: '80', cashDifferenceMinor: '' };
    const saved = await save('/roles/cashier', {
      ...{ ...cashier, ...limits },
      rights: ['sell', 'sale.discount', 'drawer.open'],
    });
    expect(saved.status).toBe(303);
    expect(await roleIs('cashier')).toEqual({
      id: 'cashier',
      names: { zh: '收银员', en: 'Cashier' },
      rights: [...anybody, 'sell', 'sale.discount', 'drawer.open'],
      limits: { discountBasisPoints: 1_250, payOutMinor: 8_000 },
      withdrawn: false,
    });
    expect(await rowOf('cashier')).toMatch(
      /Changed here.*Discount up to 12.5 %.*Pay-out up to 80.00 CNY/s,
    );
    expect(await rowOf('cashier', 'zh-CN')).toMatch(
      /本店已改.*折扣不超过 12.5 %.*支出不超过 80.00 CNY/s,
    );
    const [[what, params] = []] = await audited();
    expect(what).toBe('role-changed');
    expect(params).toMatchObject({
      id: 'cashier',
      added: 'drawer.open',
      removed: 'receipt.reprint, cash.pay-in, cash.pay-out, cash.safe-drop, cash.difference',
      limitsAfter: 'Discount up to 12.5 %, Pay-out up to 80.00 CNY',
    });
  });

  it('is as shipped again by one button', async () => {
    await save('/roles/cashier', { ...cashier, rights: ['sell'] });
    const shown = await (await boss.get(at('/roles/cashier'))).text();
    expect(shown).toContain('data-testid="restore"');
    await boss.post(at('/roles/cashier/restore'), { seen: seenOn(shown) });
    expect(await roleIs('cashier')).toEqual(shippedRoles.find(({ id }) => id === 'cashier'));
    expect(await (await boss.get(at('/roles/cashier'))).text()).not.toContain(
      'data-testid="restore"',
    );
    expect((await audited()).map(([what]) => what)).toEqual(['role-changed', 'role-restored']);
  });

  it('is made, given to somebody, and goes only when nobody has it', async () => {
    const night = { name_zh: '夜班', name_en: 'Night shift', rights: ['sell'] };
    expect((await save('/roles/new', night, '')).status).toBe(303);
    const made = (await office.admin.roles(store)).find(({ names }) => names.zh === '夜班');
    const id = made?.id ?? '';
    const operators = await (await boss.get(at('/operators'))).text();
    expect(operators).toContain(`<option value="${id}">Night shift</option>`);
    const given = { name: '1001', role: id, locale: 'en' };
    await save('/operators/1001', given);
    expect((await office.admin.findOperator(store, '1001'))?.value.role).toBe(id);

    const gone = { ...night, withdrawn: 'yes' };
    const inUse = await save(`/roles/${id}`, gone);
    expect([inUse.status, await inUse.text()]).toEqual([
      422,
      expect.stringContaining('Operators 1001 have this role. Give them another one first.'),
    ]);
    await save('/operators/1001', { ...given, role: 'cashier' });
    expect((await save(`/roles/${id}`, gone)).status).toBe(303);
    expect(await rowOf(id)).toContain('Gone');
    const refused = await save('/operators/1001', { ...given, role: id });
    expect(await refused.text()).toContain('The store has no such role any more');
  });

  it('is not taken what nobody else of the store may, and says what', async () => {
    const manager = shippedRoles.find(({ id }) => id === 'manager');
    const rights = (manager?.rights ?? []).filter((right) => right !== 'day.close');
    const refused = await save('/roles/manager', { name_zh: '店长', name_en: 'Manager', rights });
    expect([refused.status, await refused.text()]).toEqual([
      422,
      expect.stringContaining('Then nobody of the store could do this any more: Close the day.'),
    ]);
    expect(await roleIs('manager')).toEqual(manager);
    expect(await audited()).toEqual([]);
  });

  it.each([
    ['a name that is missing', { ...cashier, name_en: ' ' }, 'name_en'],
    ['more than all of it', { ...cashier, discountBasisPoints: '101' }, 'discountBasisPoints'],
    ['what is no amount', { ...cashier, payOutMinor: 'much' }, 'payOutMinor'],
  ])('is refused with %s, and nothing typed is lost', async (_, fields, field) => {
    const refused = await save('/roles/cashier', { ...fields, rights: ['sell', 'drawer.open'] });
    const text = await refused.text();
    expect(refused.status).toBe(422);
    expect(text).toContain(`data-testid="error-${field}"`);
    expect(text).toContain('value="drawer.open" checked');
  });

  it('that somebody else was faster with is shown as it stands', async () => {
    await save('/roles/cashier', { ...cashier, rights: ['sell'] });
    const late = await save('/roles/cashier', { ...cashier, rights: ['sell', 'drawer.open'] }, '');
    expect([late.status, (await roleIs('cashier'))?.rights]).toEqual([409, [...anybody, 'sell']]);
  });

  it('is looked at by whoever may read, and changed by nobody but head office', async () => {
    await addAccount(office, { name: 'manager', role: 'manager', stores: [store] });
    const manager = newVisitor(office.app);
    await manager.logIn('manager');
    const shown = await manager.get(at('/roles/cashier'));
    expect([shown.status, (await shown.text()).includes('data-testid="save"')]).toEqual([
      200,
      false,
    ]);
    const posted = await manager.post(at('/roles/cashier'), { ...cashier, rights: ['sell'] });
    expect(posted.status).toBe(403);
    expect(await rowOf('cashier')).toContain('As shipped');
  });
});
