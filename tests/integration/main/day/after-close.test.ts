/** The doors of the day: closing early, counting again, counting blind, and going on after a Z. */
import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { dateAfter } from '../../../../domain/basics/business-date.ts';
import { parseFact } from '../../../../domain/contract/entry.ts';
import type { ChannelOutput } from '../../../../domain/contract/ipc.ts';
import type { DayClosedBody } from '../../../../domain/day/facts.ts';
import type { DayPolicy } from '../../../../domain/day/policy.ts';
import type { StoreSettings } from '../../../../domain/office/store-settings.ts';
import { storedTotals } from '../../../../domain/reports/stored-totals.ts';
import { closeDay } from '../../../helpers/close-day.ts';
import { paperText } from '../../../helpers/paper-text.ts';
import { openShop, people, type Shop } from '../../../helpers/shop.ts';
import { sampleBodies } from '../../../unit/domain/contract/sample-bodies.ts';

let shop: Shop;
afterEach(() => shop.close());

async function open(
  day: Partial<DayPolicy> = {},
  more: Partial<StoreSettings> = {},
): Promise<void> {
  const policy: DayPolicy = { afterClose: 'further-session', cashCount: 'open', ...day };
  shop = await openShop({ settings: { ...more, day: policy } });
  expect(await shop.boot()).toBeNull();
  await shop.signIn('manager');
}

async function sell(): Promise<void> {
  await shop.fill();
  await shop.payCash(2_000);
}

const preview = (): Promise<ChannelOutput<'day.preview'>> => shop.call('day.preview', {});
const count = async (denominations: Record<string, number>) =>
  shop.call('day.count', { businessDate: (await preview()).businessDate, denominations });
const closings = (): DayClosedBody[] =>
  shop
    .journal()
    .flatMap(({ kind, body }) => (kind === 'day-closed' ? [body as unknown as DayClosedBody] : []));
const problems = (view: { steps: readonly { problems: readonly { kind: string }[] }[] }) =>
  view.steps.flatMap((step) => step.problems.map(({ kind }) => kind));

it('after a Z a further session of the date has its own float, count and Z, which names the first', async () => {
  await open();
  await sell();
  await closeDay(shop, { 100: 513 });
  const { businessDate, afterClose, phase } = await shop.state();
  expect(phase).toBe('closed');
  expect(afterClose).toMatchObject({
    zNumber: 1,
    way: 'further-session',
    session: 2,
    opens: businessDate,
  });

  // Whoever comes, comes to a sentence of this situation, and may sell.
  const view = await shop.signIn('cashier');
  expect(view.verdict).toBe('may-open');
  expect(problems(view)).toContain('date-reopened');
  expect(shop.kinds().filter((kind) => kind === 'float-counted')).toHaveLength(2);
  await sell();
  await sell();
  await shop.call('till.signOut', {});
  // The session goes on: nobody is told again.
  expect(problems(await shop.signIn('manager'))).not.toContain('date-reopened');
  const { totals } = await shop.call('report.x', {});
  expect(totals.figures.sales).toEqual({ count: 2, minor: 2_600 });

  const { paper } = await closeDay(shop, { 100: 526 });
  expect(closings()).toMatchObject([
    { zNumber: 1, closedDate: businessDate, sales: 1, expectedMinor: 51_300 },
    {
      zNumber: 2,
      closedDate: businessDate,
      sales: 2,
      expectedMinor: 52_600,
      session: 2,
      afterZ: 1,
    },
  ]);
  expect(closings()[0]).not.toHaveProperty('session');
  expect(closings()[1]?.firstSeq).toBeGreaterThan(closings()[0]?.lastSeq ?? 0);
  expect(paperText(paper)).toMatch(/场次\s+2 · 接续 Z 1/);
  // All sales of the date, over both sessions, are still the books that the back office compares.
  const { figures } = shop.db.totals(businessDate);
  expect(figures.sales).toEqual({ count: 3, minor: 3_900 });
  // What lay in the drawer was counted twice and is there once.
  expect(figures.float).toEqual({ count: 0, minor: 50_000 });
  await shop.call('till.syncNow', {});
  const { db } = shop.office.books;
  const [there] = await db.selectFrom('day_totals').select('totals').execute();
  expect(storedTotals(there?.totals ?? '').figures.float).toEqual(figures.float);
});

it('or the next date begins, once, and no date runs further ahead', async () => {
  await open({ afterClose: 'next-date' });
  const { businessDate: today } = await shop.state();
  await sell();
  await closeDay(shop, { 100: 513 });
  const tomorrow = dateAfter(today);
  expect(await shop.state()).toMatchObject({
    businessDate: tomorrow,
    afterClose: { closedDate: today, opens: tomorrow, way: 'next-date' },
  });
  expect(problems(await shop.signIn('manager'))).toContain('next-date-begun');
  await sell();
  expect(shop.journal().findLast(({ kind }) => kind === 'sale-completed')?.businessDate).toBe(
    tomorrow,
  );
  await closeDay(shop, { 100: 513 });
  expect(closings().map(({ closedDate }) => closedDate)).toEqual([today, tomorrow]);
  const { number, pin } = people.cashier;
  expect((await shop.state()).afterClose).toMatchObject({ way: 'closed' });
  expect(await shop.refusal('signIn.begin', { number, pin })).toBe('day-already-closed');
});

it('every count is an entry, and the first stands on the Z beside the last', async () => {
  await open();
  await sell();
  await count({});
  const second = await count({ 100: 513 });
  expect(second.counts.map(({ amountMinor }) => amountMinor)).toEqual([0, 51_300]);
  expect(second.due).toMatchObject({ differenceMinor: 0 });
  const { paper } = await shop.call('day.close', {
    businessDate: second.businessDate,
    reasonId: null,
    accepts: ['hour'],
  });
  const entries = shop.journal().filter(({ kind }) => kind === 'cash-counted');
  expect(entries).toMatchObject([
    { operator: people.manager.number, body: { drawer: 'main', amountMinor: 0, blind: false } },
    { operator: people.manager.number, body: { amountMinor: 51_300, denominations: { 100: 513 } } },
  ]);
  expect(closings()).toMatchObject([{ firstCountedMinor: 0, countedMinor: 51_300 }]);
  expect(paperText(paper)).toMatch(/第一次清点\s+0\.00\n.*清点.*513\.00/);
});

it('a count says nothing any more once cash has moved', async () => {
  await open();
  await count({ 100: 500 });
  await sell();
  const { stands, preview: paper, counts, businessDate } = await preview();
  expect([stands, paper, counts.length]).toEqual([false, null, 1]);
  const close = { businessDate, reasonId: null, accepts: ['hour' as const] };
  expect(await shop.refusal('day.close', close)).toBe('count-missing');
  expect(closings()).toEqual([]);
});

it('a difference wants a reason, which is kept by its id', async () => {
  await open();
  const { businessDate } = await count({ 100: 499 });
  const close = { businessDate, accepts: ['hour' as const] };
  expect(await shop.refusal('day.close', { ...close, reasonId: null })).toBe('reason-missing');
  await shop.call('day.close', { ...close, reasonId: 'change' });
  expect(closings()).toMatchObject([
    { differenceMinor: -100, reasonId: 'change', reason: '找零差错' },
  ]);
});

it('the preview and the Z are one fold: but for number, time and signature the same paper', async () => {
  await open();
  await sell();
  const { preview: before } = await count({ 100: 513 });
  const { paper } = await closeDay(shop, { 100: 513 });
  const rows = (text: string) =>
    text.split('\n').filter((line) => line !== '' && !/日结报表|时间|第一次/.test(line));
  const drawn = rows(paperText(before ?? []));
  expect(rows(paperText(paper)).slice(0, drawn.length)).toEqual(drawn);
});

it('names what waits before it is given up: how many, how much, whose; and what closing early leads to', async () => {
  await open({}, { openingHours: { from: '00:00', until: '23:59' }, cutOver: '00:00' });
  await shop.call('till.signOut', {});
  await shop.signIn('cashier');
  await shop.fill();
  await shop.call('till.lock', {});
  await shop.call('till.handOver', {});
  await shop.signIn('manager');
  const { businessDate, steps } = await count({ 100: 500 });
  const warned = Object.fromEntries(
    steps.map(({ step, state, problems }) => [step, { state, problems }]),
  );
  const name = shop.db.operators.find(people.cashier.number)?.name;
  expect(warned.holds).toMatchObject({
    state: 'warned',
    problems: [{ kind: 'baskets-given-up', params: { count: 1, sumMinor: 1_300, whose: name } }],
  });
  expect(warned.hour).toMatchObject({
    state: 'warned',
    problems: [
      { kind: 'day-closes-early', params: { until: '23:59', afterClose: 'further_session' } },
    ],
  });
  const close = { businessDate, reasonId: null };
  expect(await shop.refusal('day.close', { ...close, accepts: [] })).toBe('day-closes-early');
  expect(await shop.refusal('day.close', { ...close, accepts: ['hour'] })).toBe('baskets-given-up');
  expect(shop.db.parked.list()).toHaveLength(1);
  expect(shop.kinds()).not.toContain('sale-abandoned');
  await shop.call('day.close', { ...close, accepts: ['hour', 'holds'] });
  expect(shop.kinds()).toContain('sale-abandoned');
});

it('a blind count is told nothing, on any channel, that the drawer could be worked out from', async () => {
  await open({ cashCount: 'blind' });
  await sell();
  await shop.fill();
  expect((await shop.payCard())?.stage).toBe('approved');
  const secret = /51[,.]?300|513\.00|52[,.]?600|526\.00|26\.00|2600|\b1300\b|13\.00/;
  const told = async () => [
    JSON.stringify(await preview()),
    JSON.stringify(await shop.call('report.x', {})),
    JSON.stringify(await shop.state()),
  ];
  for (const text of await told()) {
    // What was paid by card tells nothing of the drawer.
    expect(text.replaceAll(/"card":\{[^}]*\}|"left":"[^"]*1","right":"13\.00"/g, '')).not.toMatch(
      secret,
    );
  }
  const { blind, totals, paper } = await shop.call('report.x', {});
  expect(blind).toBe(true);
  expect(totals.figures).not.toHaveProperty('cash');
  expect(totals.byHourMinor.every((minor) => minor === 0)).toBe(true);
  expect(paperText(paper)).toMatch(/应有现金\s+清点后显示/);

  const { due } = await count({ 100: 513 });
  expect(due).toMatchObject({ expectedMinor: 51_300, differenceMinor: 0 });
  expect(shop.journal().at(-1)).toMatchObject({ kind: 'cash-counted', body: { blind: true } });
  expect((await shop.call('report.x', {})).totals.figures.cash).toEqual({ count: 1, minor: 1_300 });
  // Counted again it is blind no more, and the entry says so.
  await count({ 100: 512 });
  expect(shop.journal().at(-1)).toMatchObject({ kind: 'cash-counted', body: { blind: false } });
  // Cash that moves makes the drawer unknown again.
  await sell();
  expect((await preview()).due).toBeNull();
});

it('a Z whose sign-out the disk refused is not followed by another one over the same drawer', async () => {
  await open();
  await sell();
  const { businessDate } = await preview();
  const { zNumber: _, ...body } = sampleBodies['day-closed'] as unknown as DayClosedBody;
  const z = { ...body, zNumber: 1, closedDate: businessDate };
  const { at, operator } = shop.journal().at(-1) as { at: number; operator: string };
  shop.db.journal.append(
    [parseFact('day-closed', z)],
    { at: at + 1, businessDate, operator },
    randomUUID,
  );
  const again = { businessDate, denominations: { 100: 513 } };
  expect(await shop.refusal('day.count', again)).toBe('day-already-closed');
  // The way on is the sign-out itself.
  await shop.call('till.signOut', {});
  expect((await shop.state()).phase).toBe('closed');
});
