/** A role that head office changes in the console is another at the till after its next pull. */
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../../main/machine/clock.ts';
import { createAccount } from '../../../../server/accounts/accounts.ts';
import { newVisitor, password } from '../../../helpers/console-visitor.ts';
import { farCutOver } from '../../../helpers/office.ts';
import { seededRandom } from '../../../helpers/seeded-random.ts';
import { openShop, people } from '../../../helpers/shop.ts';

it('changed in the console, a role lets a cashier do more and then less, and entries say which version it was', async () => {
  const shop = await openShop({ settings: { cutOver: farCutOver() } });
  onTestFinished(() => shop.close());
  expect(await shop.boot()).toBeNull();
  const { store, books, app } = shop.office;
  const desk = { db: books.db, clock: systemClock, random: seededRandom('boss') };
  const boss = { name: 'boss', fullName: 'The Boss', role: 'head-office', stores: null } as const;
  await createAccount(desk, boss, password);
  const visitor = newVisitor(app);
  await visitor.logIn('boss');
  const path = `/roles/cashier?store=${store}`;
  const save = async (rights: readonly string[], fields: Record<string, string>) => {
    const page = await (await visitor.get(path)).text();
    const [, seen = ''] = /name="seen" value="([^"]*)"/.exec(page) ?? [];
    const names = { name_zh: '收银员', name_en: 'Cashier' };
    const saved = await visitor.post(path, { ...names, ...fields, seen, rights });
    expect(saved.status).toBe(303);
  };

  await shop.signIn();
  const open = { reasonId: 'change' };
  expect((await shop.state()).holds.rights).not.toContain('drawer.open');
  expect(await shop.refusal('drawer.open', open)).toBe('approval-needed');

  await save(['sell', 'drawer.open', 'sale.discount'], { discountBasisPoints: '5' });
  await shop.call('till.syncNow', {});
  const { holds } = await shop.state();
  expect([holds.rights.includes('drawer.open'), holds.limits]).toEqual([
    true,
    { discountBasisPoints: 500 },
  ]);
  expect(await shop.refusal('drawer.open', open)).toBeNull();
  const [decided] = shop.db.roles.list();
  const pulled = shop.journal().findLast(({ kind }) => kind === 'catalogue-pulled');
  expect(pulled?.body).toMatchObject({ rolesVersion: decided?.version });

  await save(['sell'], {});
  await shop.call('till.syncNow', {});
  const { number, pin } = people.manager;
  await shop.call('drawer.open', open, { number, pin });
  const [now] = shop.db.roles.list();
  expect(now?.version).toBeGreaterThan(decided?.version ?? 0);
  const opened = shop.journal().findLast(({ kind }) => kind === 'drawer-opened');
  expect(opened?.body).toMatchObject({
    approvedBy: number,
    lent: { right: 'drawer.open', rolesVersion: now?.version },
  });
});
