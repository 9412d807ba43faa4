/** A back office of a version after: the till goes on with what it understands and tells what it leaves out. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Pulled } from '../../../../domain/contract/sync.ts';
import { createBackOffice } from '../../../../main/machine/back-office.ts';
import { systemClock, systemRandom } from '../../../../main/machine/clock.ts';
import { databaseName } from '../../../../main/program/app.ts';
import { root } from '../../../../tools/paths.ts';
import { writeLater } from '../../../helpers/later-entries.ts';
import { farCutOver } from '../../../helpers/office.ts';
import { openShop, people, type Shop } from '../../../helpers/shop.ts';

const sample = (name: string) =>
  JSON.parse(readFileSync(join(root, 'tests/fixtures/after', `${name}.json`), 'utf8'));

it('A till whose sales a later version has written opens nothing: no sum of it would be right', async () => {
  const shop = await openShop({ settings: { cutOver: farCutOver() } });
  onTestFinished(() => shop.close());
  expect(await shop.boot()).toBeNull();
  await shop.closeTill();
  const newId = () => randomUUID();
  const file = join(shop.directory, databaseName);
  writeLater(file, [{ kind: 'till-dusted', body: { cloth: 1 } }], newId);
  await shop.boot();
  const { verdict } = await shop.signIn('manager');
  expect(verdict).toBe('may-open');
  await shop.call('till.signOut', {});
  await shop.closeTill();
  writeLater(file, [{ kind: 'day-closed', body: { v: 99, zNumber: 1 } }], newId);
  await shop.boot();
  const view = await shop.signIn('manager');
  expect(view.verdict).toBe('blocked');
  expect(view.steps.find(({ step }) => step === 'self-test')).toMatchObject({
    state: 'failed',
    problems: [{ kind: 'books-of-later', params: { entries: 1 } }],
  });
});

describe('A pull of a later version', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop({ settings: { cutOver: farCutOver() } });
    expect(await shop.boot()).toBeNull();
    await shop.call('till.syncNow', {});
    // Until here the till and its back office are of one version, and the till has its milk.
    expect(shop.db.catalogue.findBySku('10002')).toMatchObject({ withdrawn: false });
    shop.changeAnswer = (path, body) =>
      path.startsWith('/v1/pull') ? laterPull(body as Pulled) : body;
  });
  afterAll(() => shop.close());

  /** The samples in place of the rows that are there, and beside them. */
  function laterPull(pulled: Pulled): unknown {
    const { steps, ...after } = sample('pulled');
    const pinHash = shop.db.operators.find(people.cashier.number)?.pinHash;
    const [supervisor] = after.operators;
    const here = { ...after.devices[0], location: 'here' };
    return {
      ...pulled,
      items: [...pulled.items.filter(({ sku }) => sku === '20012'), ...after.items],
      operators: [...pulled.operators, { ...supervisor, pinHash }],
      devices: [...pulled.devices, here],
      promotions: after.promotions,
      categories: [...pulled.categories, ...after.categories],
      roles: after.roles,
      settings: {
        ...pulled.settings,
        signInPolicy: { ...pulled.settings.signInPolicy, ...steps },
      },
    };
  }

  const told = {
    kind: 'data-of-later',
    params: {
      ...{ items: 1, operators: 0, devices: 1, promotions: 1, categories: 1, settings: 0 },
      ...{ roles: 1, rights: 1, steps: 1 },
    },
  };

  it('does not sell at the old price what it could not read the new one of', async () => {
    await shop.call('till.syncNow', {});
    expect(shop.db.catalogue.findBySku('10002')).toMatchObject({ withdrawn: true });
    expect(shop.db.catalogue.search('牛奶', 10)).toEqual([]);
    expect(shop.db.leftOut.list().map(({ list, key }) => `${list} ${key}`)).toEqual([
      'categories gifts',
      'devices label-printer',
      'items 10002',
      'promotions second-half',
      'roles area',
    ]);
  });

  it('opens the till all the same, and the sign-in tells what is left out', async () => {
    const view = await shop.signIn('manager');
    const sync = view.steps.find(({ step }) => step === 'sync');
    expect(sync).toMatchObject({ state: 'warned', problems: [told] });
    // The office reads it in the entry of the sign-in.
    const entry = shop.journal().findLast(({ kind }) => kind === 'signed-in');
    expect(JSON.stringify(entry?.body)).toContain('"data-of-later"');
  });

  it('brings the rows this version can read: prices, goods of a shelf that is not here and their promotion', async () => {
    expect(shop.db.catalogue.findBySku('10001')?.priceMinor).toBe(377);
    const view = await shop.onCounter('basket.add', { sku: '10050', quantity: 1_000 });
    expect(view).toMatchObject({ totals: { dueMinor: 8_910, discountMinor: 990 } });
    expect(shop.db.promotions.list().map(({ id }) => id)).toEqual(['bricks-off']);
  });

  it('lets nobody in whose rights it does not know', async () => {
    expect(shop.db.operators.find('2001')).toMatchObject({ role: 'area-manager' });
    await shop.call('till.lock', {});
    const asked = shop.call('signIn.begin', { number: '2001', pin: people.cashier.pin });
    await expect(asked).rejects.toMatchObject({
      kind: 'role-of-later',
      params: { role: 'area-manager' },
    });
    expect(shop.db.day()).toMatchObject({ state: 'locked', operator: people.manager.number });
  });

  it('reads what was left out again when the program starts, as after an update', async () => {
    await shop.unplugTill();
    const file = new Database(join(shop.directory, databaseName));
    file.exec(
      `UPDATE left_out SET body = json_set(body, '$.priceMinor', 1290) WHERE list = 'items';
       UPDATE left_out SET body = json_set(body, '$.rule.kind', 'percent-off') WHERE list = 'promotions'`,
    );
    file.close();
    expect(await shop.boot()).toBeNull();
    expect(shop.db.catalogue.findBySku('10002')).toMatchObject({ priceMinor: 1_290 });
    expect(shop.db.promotions.list().map(({ id }) => id)).toContain('second-half');
    expect(shop.db.leftOut.list()).toMatchObject([
      { list: 'categories', key: 'gifts' },
      { list: 'devices', key: 'label-printer' },
      { list: 'roles', key: 'area' },
    ]);
  });
});

describe('A refusal of a later version', () => {
  it('is shown with its code, not as an answer that makes no sense', async () => {
    const config = { url: 'https://office.example', certificate: null };
    const office = createBackOffice(config, systemClock, systemRandom, async () => ({
      status: 409,
      body: JSON.stringify(sample('refusal')),
    }))(null);
    const asked = office.call('pull', { cursor: '' });
    await expect(asked).rejects.toMatchObject({
      kind: 'problem-of-later',
      params: { code: 'store-moved' },
    });
  });
});
