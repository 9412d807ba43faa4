/** Every route of the web page, as everybody, for the own store and another: nobody gets further than their role and stores. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AccountRole, Right } from '../../../../server/accounts/role.ts';
import type { Page } from '../../../../server/console/entry/pages.ts';
import { pages } from '../../../../server/console/program/pages.ts';
import { joinTill, type Office, openOffice, settings } from '../../../helpers/back-office.ts';
import { addressOf } from '../../../helpers/console-routes.ts';
import { addAccount, newVisitor, type Visitor } from '../../../helpers/console-visitor.ts';
import { cashSale, countingIds } from '../../../helpers/facts.ts';

/** What stands for each part of an address, besides the till: it must be one that there is, or be answered 404. */
const parts: Record<string, string> = { seq: '1', account: '' };

type Person = AccountRole | 'nobody';
const rightsOf: Record<Person, readonly Right[]> = {
  'head-office': ['read', 'change', 'head-office'],
  manager: ['read', 'change'],
  auditor: ['read'],
  nobody: [],
};

const otherName = { zh: '滨江秘密店', en: 'Secret Riverside' };

const folder = mkdtempSync(join(tmpdir(), 'rollcall-test-'));
let office: Office;
const visitors = new Map<Person, Visitor>();
const shops = { own: { store: '', till: '' }, other: { store: '', till: '' } };

beforeAll(async () => {
  office = await openOffice({ sqliteFile: join(folder, 'office.db') });
  shops.own.store = await office.admin.createStore(settings);
  shops.other.store = await office.admin.createStore({ ...settings, storeName: otherName });
  const newId = countingIds();
  for (const of of whose) {
    const till = await joinTill(office, shops[of].store, of === 'own' ? '1' : 'secret till');
    await till.call('push', { entries: till.write([cashSale(newId(), 1, 12_345)]) });
    shops[of].till = till.till;
  }
  await addAccount(office, { name: 'head-office' });
  await addAccount(office, { name: 'manager', role: 'manager', stores: [shops.own.store] });
  await addAccount(office, { name: 'auditor', role: 'auditor', stores: [shops.own.store] });
  parts.account = await addAccount(office, { name: 'somebody', role: 'auditor', stores: [] });
  for (const person of Object.keys(rightsOf) as Person[]) {
    const visitor = newVisitor(office.app);
    visitors.set(person, visitor);
    if (person !== 'nobody') expect((await visitor.logIn(person)).status).toBe(303);
  }
});
afterAll(async () => {
  await office.close();
  rmSync(folder, { recursive: true, force: true });
});

const whose = ['own', 'other'] as const;

const ask = (visitor: Visitor, { method }: Page, address: string, csrf?: string) =>
  method === 'GET'
    ? visitor.get(address)
    : visitor.post(address, {}, csrf === undefined ? {} : { csrf });

const cases = pages.map((mount) => [`${mount.method} ${mount.path}`, mount] as const);

it('knows the pages', () => {
  expect(cases.length).toBeGreaterThan(20);
});

it.each(cases)('%s', async (_, mount) => {
  for (const [person, visitor] of visitors) {
    for (const of of whose) {
      const isOutOfReach = of === 'other' && person !== 'head-office';
      const address = addressOf(mount, shops[of], parts);
      const who = `${person} at ${address}`;
      const { status, headers } = await ask(
        visitor,
        mount,
        address,
        mount.method === 'GET' ? undefined : 'forged',
      );
      if (person === 'nobody') {
        expect([who, status, headers.get('location')?.split('?')[0]]).toEqual([who, 303, '/login']);
      } else if (isOutOfReach) {
        expect([who, status]).toEqual([who, 404]);
      } else if (mount.method === 'POST' || !rightsOf[person].includes(mount.right)) {
        // A form without its token is refused to everybody.
        expect([who, status]).toEqual([who, 403]);
      } else {
        expect([who, status]).toEqual([
          who,
          mount.path === '*' ? 404 : expect.toBeOneOf([200, 404]),
        ]);
      }
    }
  }
});

it.each(cases)('%s shows a manager and an auditor nothing of another store', async (_, mount) => {
  if (mount.method !== 'GET') return;
  const open = addressOf(mount, shops.own, parts).split('?')[0] ?? '/';
  for (const person of ['manager', 'auditor'] as const) {
    for (const address of [open, addressOf(mount, shops.own, parts)]) {
      const page = await (await visitors.get(person)?.get(address))?.text();
      for (const secret of [shops.other.store, otherName.zh, otherName.en, 'secret till']) {
        expect(page).not.toContain(secret);
      }
    }
  }
});

it.each(cases.filter(([, { method }]) => method === 'POST'))(
  '%s does its work, or says what is missing, only for whoever may',
  async (_, mount) => {
    for (const person of ['auditor', 'manager', 'head-office'] as const) {
      const visitor = visitors.get(person);
      if (!visitor) continue;
      for (const of of whose) {
        const { status } = await ask(visitor, mount, addressOf(mount, shops[of], parts));
        const isMine = rightsOf[person].includes(mount.right);
        if (of === 'other' && person !== 'head-office') expect(status).toBe(404);
        else if (!isMine) expect(status).toBe(403);
        else expect(status).toBeOneOf([200, 303, 400, 404, 409, 422]);
      }
    }
    expect(office.faults.splice(0)).toEqual([]);
  },
);
