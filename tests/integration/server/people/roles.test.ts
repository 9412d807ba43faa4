/** The roles of a store as it decides them: what may become of one, what tills hear of it, and by which one is judged. */
import { expect, it } from 'vitest';
import { type Pulled, pulledSchema } from '../../../../domain/contract/sync.ts';
import { newcomer, type Operator } from '../../../../domain/people/operator.ts';
import { mayDo } from '../../../../domain/people/right.ts';
import { holdsOf, type Role, rolesOf, shippedRoles } from '../../../../domain/people/role.ts';
import { reviewTill } from '../../../../server/anomalies/review.ts';
import { listAnomalies } from '../../../../server/anomalies/shelf.ts';
import {
  joinTill,
  type LooseFact,
  type Office,
  type WireTill,
} from '../../../helpers/back-office.ts';
import { onBothStores } from '../stores.ts';

type Till = WireTill & { store: string };

const person = (number: string, role: string): Operator => ({
  number,
  name: number,
  role,
  locale: 'en',
  pinHash: '$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g',
  ...newcomer,
  withdrawn: false,
});

const shipped = (id: string): Role => {
  const role = shippedRoles.find((one) => one.id === id);
  if (!role) throw new Error(`no role ${id}`);
  return role;
};
const night: Role = {
  id: 'night',
  names: { zh: '夜班', en: 'Night shift' },
  rights: ['sell', 'price.override', 'a-right-of-later'] as Role['rights'],
  limits: { priceChangeBasisPoints: 1_000 },
  withdrawn: false,
};

async function shop(office: Office): Promise<Till> {
  const till = await joinTill(office);
  await office.admin.putOperators(till.store, [
    person('1001', 'cashier'),
    person('9001', 'manager'),
  ]);
  return till;
}

async function pull(till: Till, cursor = ''): Promise<Pulled> {
  return pulledSchema.parse((await till.call('pull', { cursor })).body);
}

const change = async (office: Office, store: string, role: Role): Promise<boolean> => {
  const seen = (await office.admin.findRole(store, role.id))?.version ?? null;
  return office.admin.changeRole(store, role, seen);
};

onBothStores('Roles', (newOffice) => {
  it('are those every store begins with, and go to tills once they are others, each change in a higher version', async () => {
    const office = await newOffice();
    const till = await shop(office);
    expect(await office.admin.roles(till.store)).toEqual(shippedRoles);
    const first = await pull(till);
    expect(first.roles).toEqual([]);

    expect(await change(office, till.store, night)).toBe(true);
    const { roles, cursor } = await pull(till, first.cursor);
    expect(roles).toEqual([{ ...night, version: expect.any(Number) }]);
    const lowered = { ...shipped('cashier'), limits: {}, rights: ['sell' as const] };
    expect(await change(office, till.store, lowered)).toBe(true);
    const next = await pull(till, cursor);
    expect(next.roles).toEqual([{ ...lowered, version: expect.any(Number) }]);
    expect(next.roles[0]?.version).toBeGreaterThan(roles[0]?.version ?? 0);
    expect((await pull(till)).roles.map(({ id }) => id)).toEqual(['cashier', 'night']);
    const held = rolesOf(await office.admin.roles(till.store));
    expect(mayDo(holdsOf(held, 'cashier'), 'sale.discount')).toBe(false);
    expect(mayDo(holdsOf(held, 'supervisor'), 'sale.discount', 2_000)).toBe(true);
  });

  it('are in the digest that a till holds its copy against', async () => {
    const office = await newOffice();
    const till = await shop(office);
    const digest = async () => {
      const { cursor } = await pull(till);
      const { body } = await till.call('digests', { from: '2026-11-22', cursor });
      return (body as { owned: Record<string, string> }).owned.roles;
    };
    const before = await digest();
    await change(office, till.store, night);
    expect(await digest()).not.toBe(before);
  });

  it('are changed only by who saw them last, and not where somebody has them or nobody would manage', async () => {
    const office = await newOffice();
    const till = await shop(office);
    const { admin } = office;
    expect(await change(office, till.store, night)).toBe(true);
    expect(await admin.changeRole(till.store, { ...night, limits: {} }, null)).toBe(false);
    expect(await change(office, till.store, { ...shipped('cashier'), withdrawn: true })).toBe(
      false,
    );
    const manager = shipped('manager');
    const rights = manager.rights.filter((right) => right !== 'operator.unlock');
    expect(await change(office, till.store, { ...manager, rights })).toBe(false);
    expect(await admin.findRole(till.store, 'manager')).toEqual({ value: manager, version: null });
    // Somebody else may by now.
    await change(office, till.store, { ...night, rights: ['operator.unlock'] });
    await admin.putOperators(till.store, [person('2001', 'night')]);
    expect(await change(office, till.store, { ...manager, rights })).toBe(true);
  });

  it('are judged by the version that the till had, and without one by any that there was', async () => {
    const office = await newOffice();
    const till = await shop(office);
    await change(office, till.store, night);
    const [{ version = 0 } = {}] = (await pull(till)).roles;
    await office.admin.putOperators(till.store, [person('2001', 'night')]);
    await change(office, till.store, { ...night, rights: ['sell'] });
    const body = { saleId: crypto.randomUUID(), sku: '1', listPriceMinor: 2, priceMinor: 1 };
    const by = (rolesVersion?: number): LooseFact => ({
      kind: 'price-overridden',
      body: {
        ...body,
        approvedBy: '2001',
        ...(rolesVersion !== undefined && {
          lent: { right: 'price.override', limit: 1_000, rolesVersion },
        }),
      },
    });
    const facts = [by(version), by(version + 1_000), by(version - 1), by()];
    const entries = till.write(facts, { at: office.clock.now(), operator: '1001' });
    expect(await till.call('push', { entries })).toMatchObject({ status: 200 });
    await reviewTill(office.store.db, office.clock, till);
    const all = await listAnomalies(office.store.db, { stores: [till.store], limit: 9 });
    const odd = all.flatMap(({ params, entries: behind }) =>
      params.why === 'unentitled' ? behind : [],
    );
    // Under the version after they might not any more, under the one before there was no such role.
    expect(odd.sort()).toEqual([2, 3]);
  });
});
