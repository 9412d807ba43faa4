/** Tills of the versions before and after, and what the server makes of both. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contractsBack } from '../../../../domain/contract/sync.ts';
import type { Item } from '../../../../domain/goods/item.ts';
import type { Operator } from '../../../../domain/people/operator.ts';
import { contractOf } from '../../../../server/office/shapes.ts';
import { root } from '../../../../tools/paths.ts';
import { joinTill } from '../../../helpers/back-office.ts';
import { onBothStores } from '../stores.ts';

const sample = (name: string) =>
  JSON.parse(readFileSync(join(root, 'tests/fixtures/after', `${name}.json`), 'utf8'));

onBothStores('A server', (newOffice) => {
  it('books the sign-in of a later till: a new step, problem, role and way are no reason to put it aside', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const facts = Object.entries(sample('entries')).map(([kind, body]) => ({
      kind,
      body: body as Record<string, unknown>,
    }));
    await till.call('push', { entries: till.write(facts, { operator: '2001' }) });
    const { db } = office.store;
    expect(await db.selectFrom('put_aside').selectAll().execute()).toEqual([]);
    const row = await db.selectFrom('tills').select(['day', 'sign_in']).executeTakeFirstOrThrow();
    expect(JSON.parse(row.day)).toMatchObject({ state: 'open', operator: '2001' });
    expect(JSON.parse(row.sign_in ?? '')).toMatchObject({
      opened: true,
      steps: sample('entries')['signed-in'].steps,
    });
  });

  it('sends what a till of the first contract cannot read as gone, and to others as it is', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const after = sample('pulled');
    const [water, bricks] = after.items as Item[];
    const rope = { ...water, sku: '10060', unit: 'm' } as Item;
    const supervisor = { ...after.operators[0], pinHash: '$argon2id$v=19$x' } as Operator;
    const [toys] = after.promotions;
    await office.admin.putItems(till.store, [water as Item, bricks as Item, rope]);
    await office.admin.putOperators(till.store, [supervisor]);
    await office.admin.putPromotions(till.store, [toys]);

    const { body: now } = await till.call('pull', { cursor: '' });
    expect(now).toMatchObject({
      items: [
        { sku: '10001' },
        { sku: '10050', category: 'toys', withdrawn: false },
        { sku: '10060', unit: 'm', withdrawn: false },
      ],
      operators: [{ number: '2001', role: 'area-manager', withdrawn: false }],
      promotions: [{ id: 'bricks-off', categories: ['toys'], withdrawn: false }],
    });
    const { body: before } = await till.call('pull', { cursor: '' }, { contract: null });
    expect(before).toMatchObject({
      items: [
        { sku: '10001', category: 'drinks', withdrawn: false },
        { sku: '10050', category: 'household', withdrawn: true },
        { sku: '10060', unit: 'piece', withdrawn: true },
      ],
      operators: [{ number: '2001', role: 'cashier', withdrawn: true }],
      promotions: [{ id: 'bricks-off', categories: [], withdrawn: true }],
    });
  });
});

describe('The contract of a request', () => {
  it('is that of the version before where nothing is said, and the newest for a till that is newer', () => {
    expect([undefined, '2', '3', '9'].map((named) => contractOf(named, 3))).toEqual([1, 2, 3, 3]);
  });

  it('is refused with what to do when it is too old', () => {
    const newest = contractsBack + 2;
    expect(() => contractOf(undefined, newest)).toThrow(
      expect.objectContaining({ kind: 'till-too-old', params: { speaks: 1, oldest: 2 } }),
    );
  });

  it.each(['', '0', '-1', '1.5', 'two'])('%j is none', (named) => {
    expect(() => contractOf(named)).toThrow(expect.objectContaining({ kind: 'bad-request' }));
  });
});
