/** A drawer passed on in mid-day: counted, with its difference told, and taken over as it was counted. */
import { afterEach, expect, it } from 'vitest';
import { drawerIn, expectedIn } from '../../../../domain/cash/drawer.ts';
import type { DayPolicy } from '../../../../domain/day/policy.ts';
import { figureOf } from '../../../../domain/reports/figures.ts';
import { speakerIn } from '../../../../main/machine/words.ts';
import { closeDay } from '../../../helpers/close-day.ts';
import { openShop, people, type Shop } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
afterEach(() => shop.close());

async function open(cashCount: DayPolicy['cashCount']): Promise<void> {
  shop = await openShop({ settings: { day: { afterClose: 'further-session', cashCount } } });
  expect(await shop.boot()).toBeNull();
  await shop.signIn('cashier');
  await shop.fill();
  await shop.payCash(1_300);
}

const { manager, cashier, other } = people;
const approval = { number: manager.number, pin: manager.pin };
const count = (minor: number) => shop.call('drawer.count', { denominations: { 1: minor } });
const handedOver = () => shop.journal().filter(({ kind }) => kind === 'drawer-handed-over');
const say = speakerIn('zh-CN');

it('is a fact, a paper to sign and the end of the shift; the next one takes over what was counted', async () => {
  await open('open');
  expect((await shop.call('drawer.view', {})).due).toMatchObject({ expectedMinor: 51_300 });
  const none = { reasonId: null };
  expect(await shop.refusal('drawer.handOver', none)).toBe('count-missing');
  await count(50_000);
  await count(51_000);
  expect(await shop.refusal('drawer.handOver', none)).toBe('reason-missing');
  await shop.call('drawer.handOver', { reasonId: 'change' });
  expect(handedOver()).toMatchObject([
    {
      operator: cashier.number,
      body: {
        drawer: 'main',
        firstCountedMinor: 50_000,
        countedMinor: 51_000,
        expectedMinor: 51_300,
        differenceMinor: -300,
        reasonId: 'change',
        reason: '找零差错',
      },
    },
  ]);
  expect(await shop.state()).toMatchObject({ phase: 'closed', operator: null });
  const papers = () =>
    shop.emulators.control.printer
      .receipts()
      .map(({ lines }) => lines.join('\n'))
      .filter((paper) => paper.includes(say('paper.takesOver')));
  await until(() => papers().length === 1, 'the handover is on paper');
  expect(papers()[0]).toContain(say('paper.short'));

  const { steps } = await shop.signIn('other');
  const float = steps.find(({ step }) => step === 'float');
  expect(float?.details).toMatchObject([
    { key: 'steps.float.takenOver', params: { amountMinor: 51_000 } },
  ]);
  expect(shop.kinds().filter((kind) => kind === 'float-counted')).toHaveLength(1);
  await shop.fill();
  await shop.payCash(1_300);
  await shop.call('till.signOut', {});

  await shop.signIn('manager');
  const { totals } = await shop.call('report.x', {});
  const own = (number: string) => figureOf({ figures: totals.byOperator[number] ?? {} }, 'sales');
  expect([own(cashier.number).count, own(other.number).count]).toEqual([1, 1]);
  expect(figureOf(totals, 'apart')).toEqual({ count: 1, minor: -300 });
  // The first count of the evening is not that of noon.
  const z = await closeDay(shop, { 100: 523 });
  expect(z.differenceMinor).toBe(0);
  const closed = shop.journal().find(({ kind }) => kind === 'day-closed');
  expect(closed?.body).not.toHaveProperty('firstCountedMinor');
});

it('counts blind where the store does: what should be there comes with the count', async () => {
  await open('blind');
  expect((await shop.call('drawer.view', {})).due).toBeNull();
  expect((await count(51_300)).due).toMatchObject({ expectedMinor: 51_300, differenceMinor: 0 });
  await shop.fill();
  await shop.payCash(1_300);
  // Cash has moved since: what was counted says nothing any more.
  expect(await shop.refusal('drawer.handOver', { reasonId: null })).toBe('count-missing');
  expect((await shop.call('drawer.view', {})).due).toBeNull();
});

it('differences of one person add up, whoever has the drawer between', async () => {
  await open('open');
  const hand = { reasonId: 'unknown' };
  await count(50_700);
  await shop.call('drawer.handOver', hand);
  await shop.signIn('other');
  await count(51_300);
  await shop.call('drawer.handOver', hand);
  await shop.signIn('cashier');
  await count(51_700);
  await shop.call('drawer.handOver', hand);
  await shop.signIn('cashier');
  await count(51_701);
  expect(await shop.refusal('drawer.handOver', { reasonId: 'gone' })).toBe('reason-gone');
  expect(await shop.refusal('drawer.handOver', hand)).toBe('approval-needed');
  expect(handedOver()).toHaveLength(3);
});

it('wants somebody who may for more than a cashier may settle, and nobody’s basket on the counter', async () => {
  await open('open');
  await count(40_000);
  const hand = { reasonId: 'unknown' };
  expect(await shop.refusal('drawer.handOver', hand)).toBe('approval-needed');
  await shop.fill();
  expect(await shop.refusal('drawer.handOver', hand, approval)).toBe('basket-open');
  await shop.call('basket.abandon', await shop.named());
  expect(handedOver()).toEqual([]);
  await shop.call('drawer.handOver', hand, approval);
  expect(handedOver()).toMatchObject([{ body: { approvedBy: manager.number } }]);
  const { businessDate } = await shop.state();
  const { drawers } = shop.db.books.of(businessDate).session;
  expect(expectedIn(drawerIn(drawers))).toBe(40_000);
});
