/** Goods that go down before they are paid for: every way is an entry, above a limit with a reason and an approval. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { figureOf } from '../../../../domain/reports/figures.ts';
import { speakerIn } from '../../../../main/machine/words.ts';
import { closeDay } from '../../../helpers/close-day.ts';
import { codes, openShop, people, type Shop } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ answerTimeoutMs: 1_000 });
  expect(await shop.boot()).toBeNull();
  expect((await shop.signIn()).verdict).toBe('may-open');
});
afterEach(() => shop.close());

const { cashier, other, manager } = people;
const proof = ({ number, pin }: typeof manager | typeof other) => ({ number, pin });

async function limit(takeBackMinorMax: number): Promise<void> {
  const settings = shop.db.settings.load();
  if (!settings) throw new Error('no settings');
  await shop.office.admin.putSettings(shop.office.store, { ...settings, takeBackMinorMax });
  await shop.call('till.syncNow', {});
}

const down = () =>
  shop.journal().filter(({ kind }) => kind === 'line-taken-back' || kind === 'sale-abandoned');

/** What X says, asked by the manager, and the Z of the same date after it. */
async function counts(): Promise<Readonly<{ voidedLines: number; abandoned: number }>> {
  if ((await shop.state()).phase === 'open') await shop.call('till.signOut', {});
  await shop.signIn('manager');
  const { totals } = await shop.call('report.x', {});
  const { paper } = await closeDay(shop, { 10000: 5 }, { reasonId: 'unknown' });
  const voidedLines = figureOf(totals, 'voidedLines').count;
  const abandoned = figureOf(totals, 'abandoned').count;
  const say = speakerIn('zh-CN');
  const rows = paper.flatMap((block) => (block.kind === 'row' ? [[block.left, block.right]] : []));
  expect(rows).toContainEqual([say('paper.voidedLines'), String(voidedLines)]);
  expect(rows).toContainEqual([say('paper.abandoned'), String(abandoned)]);
  return { voidedLines, abandoned };
}

async function lines(): Promise<number[]> {
  return (await shop.call('basket.view', {})).lines.map(({ line }) => line);
}

describe('every way down is an entry', () => {
  it('lines removed one by one, and then the sign-out', async () => {
    await shop.fill();
    for (const line of await lines()) await shop.call('basket.remove', { line });
    await shop.call('till.signOut', {});
    expect(down()).toMatchObject([
      { operator: cashier.number, body: { quantity: 1_000, left: 0, amountMinor: 350 } },
      { operator: cashier.number, body: { quantity: 865, left: 0, amountMinor: 950 } },
    ]);
    expect(await counts()).toMatchObject({ voidedLines: 2, abandoned: 0 });
  });

  it('a basket emptied and then given up', async () => {
    await shop.fill();
    for (const line of await lines()) await shop.call('basket.remove', { line });
    await shop.call('basket.abandon', { saleId: (await shop.named()).saleId });
    expect(down().map(({ kind }) => kind)).toEqual(['line-taken-back', 'line-taken-back']);
    await shop.fill();
    await shop.call('basket.abandon', { saleId: (await shop.named()).saleId });
    expect(down().at(-1)).toMatchObject({
      kind: 'sale-abandoned',
      operator: cashier.number,
      body: { lines: 2, totalMinor: 1_300 },
    });
    expect(await counts()).toMatchObject({ voidedLines: 2, abandoned: 1 });
  });

  it('a quantity of ten that becomes one; more of it is none', async () => {
    await shop.call('basket.add', { sku: '10001', quantity: 10_000 });
    await shop.call('basket.setQuantity', { line: 1, quantity: 12_000 });
    await shop.call('basket.setQuantity', { line: 1, quantity: 1_000 });
    const { saleId } = await shop.named();
    expect(down()).toMatchObject([
      { operator: cashier.number, body: { saleId, quantity: 12_000, left: 1_000 } },
    ]);
    await shop.payCash(5_000);
    // Once: by its entry, and not again by the sale.
    expect(await counts()).toMatchObject({ voidedLines: 1, abandoned: 0 });
  });

  it('the weight of a label is lowered by approval only, and then opens no drawer for nothing', async () => {
    await shop.call('basket.scan', { code: codes.apples });
    const toGram = { line: 1, quantity: 1 };
    expect(await shop.refusal('basket.setQuantity', toGram)).toBe('weight-lowered');
    const weighed = { ...toGram, reasonId: 'weighed' } as const;
    expect(await shop.refusal('basket.setQuantity', weighed)).toBe('approval-needed');
    expect(await shop.refusal('basket.setQuantity', weighed, proof(other))).toBe(
      'approval-refused',
    );
    expect(down()).toEqual([]);
    expect((await shop.call('basket.view', {})).lines[0]?.quantity).toBe(865);

    await shop.call('basket.setQuantity', weighed, proof(manager));
    expect(down()).toMatchObject([
      {
        operator: cashier.number,
        body: {
          quantity: 865,
          left: 1,
          amountMinor: 949,
          reasonId: 'weighed',
          reason: '称错了',
          approvedBy: manager.number,
        },
      },
    ]);
    expect((await shop.payCash(0)).totalMinor).toBe(1);
    await until(() => shop.kinds().includes('receipt-printed'), 'the receipt is printed');
    expect(shop.emulators.control.printer.state().drawerOpen).toBe(false);
    expect(await counts()).toMatchObject({ voidedLines: 1 });
  });

  it('a weight typed for goods picked by hand stands from then on', async () => {
    const { lines: picked } = await shop.onCounter('basket.add', { sku: '20012', quantity: 500 });
    const line = picked[0]?.line ?? 0;
    expect(await shop.refusal('basket.setQuantity', { line, quantity: 499 })).toBe(
      'weight-lowered',
    );
    await shop.call('basket.setQuantity', { line, quantity: 501 });
    await shop.call('basket.remove', { line });
    expect(down()).toMatchObject([{ body: { quantity: 501, left: 0 } }]);
  });
});

describe('above the limit of the store', () => {
  it('a cashier gives a reason and asks a manager, for what adds up in one basket', async () => {
    await limit(950);
    await shop.fill();
    const [water = 0, apples = 0] = await lines();
    await shop.call('basket.remove', { line: apples });
    expect(await shop.refusal('basket.remove', { line: water })).toBe('take-back-limit');
    const { saleId } = await shop.named();
    expect(await shop.refusal('basket.abandon', { saleId })).toBe('take-back-limit');
    expect(await lines()).toEqual([water]);

    await shop.call('basket.abandon', { saleId, reasonId: 'customer' }, proof(manager));
    expect(down()).toMatchObject([
      { kind: 'line-taken-back', body: { saleId } },
      {
        kind: 'sale-abandoned',
        operator: cashier.number,
        body: { saleId, totalMinor: 350, reasonId: 'customer', approvedBy: manager.number },
      },
    ]);
    expect(down()[0]?.body).not.toHaveProperty('approvedBy');
    // The next customer's basket counts by itself.
    await shop.call('basket.scan', { code: codes.water });
    await shop.call('basket.remove', { line: 1 });
    expect(down()).toHaveLength(3);
  });

  it('what the sum was does not end with a start of the till', async () => {
    await limit(950);
    await shop.fill();
    const [water = 0, apples = 0] = await lines();
    await shop.call('basket.remove', { line: apples });
    await shop.unplugTill();
    expect(await shop.boot()).toBeNull();
    await shop.signIn();
    expect(await shop.refusal('basket.remove', { line: water })).toBe('take-back-limit');
  });

  it('a manager gives the reason alone', async () => {
    await limit(0);
    await shop.call('till.signOut', {});
    await shop.signIn('manager');
    await shop.fill();
    expect(await shop.refusal('basket.remove', { line: 1 })).toBe('take-back-limit');
    await shop.call('basket.remove', { line: 1, reasonId: 'scanned' });
    expect(down()).toMatchObject([{ operator: manager.number, body: { reasonId: 'scanned' } }]);
    expect(down()[0]?.body).not.toHaveProperty('approvedBy');
  });
});

describe('a basket belongs to a person', () => {
  it('whoever goes on with it after a crash takes back by their own name, and its owner is named', async () => {
    await shop.fill();
    await shop.unplugTill();
    expect(await shop.boot()).toBeNull();
    await shop.signIn('other');
    const { saleId } = await shop.named();
    await shop.call('basket.remove', { line: 1 });
    await shop.call('basket.abandon', { saleId });
    const whose = { operator: other.number, body: { saleId, owner: cashier.number } };
    expect(down()).toMatchObject([
      { ...whose, kind: 'line-taken-back' },
      { ...whose, kind: 'sale-abandoned' },
    ]);
    await shop.fill();
    await shop.call('basket.remove', { line: 1 });
    expect(down().at(-1)?.operator).toBe(other.number);
    expect(down().at(-1)?.body).not.toHaveProperty('owner');
  });

  it('a parked one comes back to its owner alone; each removal is of whoever did it', async () => {
    await shop.fill();
    await shop.call('basket.remove', { line: 1 });
    const parked = (await shop.named()).saleId;
    await shop.call('till.lock', {});
    await shop.call('till.handOver', {});
    await shop.signIn('other');
    await shop.fill();
    await shop.call('basket.remove', { line: 1 });
    const others = (await shop.named()).saleId;
    await shop.payCash(1_000);
    await shop.call('till.signOut', {});
    await shop.signIn();
    await shop.call('basket.remove', { line: 2 });
    expect(down().map(({ operator, body }) => [operator, body.saleId, body.owner])).toEqual([
      [cashier.number, parked, undefined],
      [other.number, others, undefined],
      [cashier.number, parked, undefined],
    ]);
  });

  it.each(['till.signOut', 'till.handOver'] as const)(
    'what was taken back of an emptied one counts for nobody else after %s',
    async (leave) => {
      await limit(1_000);
      await shop.fill();
      await shop.call('basket.remove', { line: 2 });
      const emptied = (await shop.named()).saleId;
      await shop.call('basket.remove', { line: 1, reasonId: 'other' }, proof(manager));
      // As a till of the version before counted it.
      const basket = shop.db.basket.load();
      if (!basket) throw new Error('no basket');
      shop.db.basket.save({ ...basket, voidedLines: 2 });
      if (leave === 'till.handOver') await shop.call('till.lock', {});
      await shop.call(leave, {});
      await shop.unplugTill();
      expect(await shop.boot()).toBeNull();
      await shop.signIn('other');
      await shop.fill();
      expect((await shop.named()).saleId).not.toBe(emptied);
      await shop.call('basket.remove', { line: 2 });
      await shop.payCash(1_000);
      const sold = shop.journal().find(({ kind }) => kind === 'sale-completed');
      expect(sold).toMatchObject({ operator: other.number, body: { voidedLines: 0 } });
    },
  );
});
