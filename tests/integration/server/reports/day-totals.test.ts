import { type Kysely, sql } from 'kysely';
import { expect, it } from 'vitest';
import { emptyTotals, totalsVersion } from '../../../../domain/reports/day-totals.ts';
import { readDayTotals, refoldOld } from '../../../../server/reports/day-totals.ts';
import { up as foldVersion } from '../../../../server/store/migrations/0135-fold-version.ts';
import { joinTill, type LooseFact, type Office } from '../../../helpers/back-office.ts';
import { cashSale, countingIds } from '../../../helpers/facts.ts';
import { onBothStores } from '../stores.ts';

const dates = ['2026-11-22', '2026-11-23'] as const;
const going = new AbortController().signal;
const fromNowOn: LooseFact = { kind: 'loyalty-earned', body: { points: 7 } };

/** Two dates with a sale each, and something that this version puts aside. */
async function shop(newOffice: () => Promise<Office>) {
  const office = await newOffice();
  const till = await joinTill(office);
  const newId = countingIds();
  for (const [index, businessDate] of dates.entries()) {
    const facts = [cashSale(newId(), 1, 1_250 + index), fromNowOn];
    await till.call('push', { entries: till.write(facts, { businessDate }) });
  }
  return { office, till, newId };
}

/** The table as the version before left it, with sums that nobody can read any more, brought up to date. */
async function asBefore({ db }: Office['store']): Promise<void> {
  const rows = await db.selectFrom('day_totals').selectAll().execute();
  for (const { business_date, totals } of rows) {
    const { entries, firstSeq, lastSeq } = JSON.parse(totals);
    await db
      .updateTable('day_totals')
      .set({ totals: JSON.stringify({ entries, firstSeq, lastSeq, voids: -1 }) })
      .where('business_date', '=', business_date)
      .execute();
  }
  await sql`alter table day_totals drop column fold`.execute(db);
  await foldVersion(db as Kysely<unknown>);
}

async function versions({ db }: Office['store']): Promise<number[]> {
  const rows = await db.selectFrom('day_totals').select('fold').orderBy('business_date').execute();
  return rows.map(({ fold }) => fold);
}

onBothStores('Sums of an older version', (newOffice) => {
  it('are folded anew from the entries of their date when they are asked for', async () => {
    const { office, till } = await shop(newOffice);
    const { body } = await till.call('digests', { from: dates[0] });
    expect(body).toMatchObject({
      digests: [{ sums: { 'sales.minor': 1_250 }, entries: 2 }, { entries: 2 }],
    });
    await asBefore(office.store);
    const { app, store } = await office.reopen();
    expect(await versions(store)).toEqual([1, 1]);

    const { path, ...asked } = till.request('digests', { from: dates[1] });
    expect(await (await app.request(path, asked)).json()).toMatchObject({
      digests: [{ businessDate: dates[1], sums: { 'sales.minor': 1_251 }, entries: 2, lastSeq: 4 }],
    });
    expect(await versions(store)).toEqual([1, totalsVersion]);
    const all = { stores: [till.store], tills: [till.till] };
    const [first, second] = (await readDayTotals(store.db, all)).map(({ totals }) => totals);
    expect(first).toMatchObject({
      businessDate: dates[0],
      figures: { sales: { minor: 1_250 } },
      firstSeq: 1,
    });
    expect(second).toMatchObject({
      businessDate: dates[1],
      figures: { sales: { minor: 1_251 } },
      firstSeq: 3,
    });
  });

  it('do not stand in the way of a push to their date, which goes on from what the entries say', async () => {
    const { office, till, newId } = await shop(newOffice);
    await asBefore(office.store);
    const { app, store } = await office.reopen();
    const entries = till.write([cashSale(newId(), 2, 300)], { businessDate: dates[1] });
    const { path, ...push } = till.request('push', { entries });
    expect(await (await app.request(path, push)).json()).toEqual(till.head());
    expect(await versions(store)).toEqual([1, totalsVersion]);
    const wanted = { stores: [till.store], until: dates[1], newest: 1 };
    expect(await readDayTotals(store.db, wanted)).toMatchObject([
      {
        totals: {
          businessDate: dates[1],
          figures: { sales: { count: 2, minor: 1_551 } },
          entries: 3,
        },
      },
    ]);
  });

  it('stay as they are where the entries were taken away with their month', async () => {
    const { office, till } = await shop(newOffice);
    const { figures: _, ...place } = emptyTotals(dates[0]);
    const kept = { ...place, entries: 2, firstSeq: 1, lastSeq: 2 };
    const none = { count: 0, minor: 0 };
    const sums = {
      sales: { count: 1, minor: 1_250 },
      cash: { count: 1, minor: 1_250 },
      card: none,
    };
    const amounts = { discountMinor: 40, roundingMinor: 0, floatMinor: 0 };
    const counts = { voidedLines: 0, abandoned: 0, overrides: 2, drawerOpened: 0, declined: 0 };
    const fields = { ...sums, ...amounts, ...counts, pieces: 41, reversed: 0 };
    const old = JSON.stringify({ ...kept, ...fields });
    const { db } = office.store;
    const change = { totals: old, fold: 1 };
    await db.updateTable('day_totals').set(change).where('business_date', '=', dates[0]).execute();
    await db.deleteFrom('entries').where('business_date', '=', dates[0]).execute();
    const wanted = { stores: [till.store], dates: [dates[0]] };
    expect(await readDayTotals(db, wanted)).toEqual([
      {
        store: till.store,
        till: till.till,
        totals: {
          ...kept,
          figures: {
            sales: { count: 1, minor: 1_250 },
            cash: { count: 1, minor: 1_250 },
            discount: { count: 0, minor: -40 },
            overrides: { count: 2, minor: 0 },
            pieces: { count: 41, minor: 0 },
          },
        },
      },
    ]);
    const rows = await db.selectFrom('day_totals').selectAll().orderBy('business_date').execute();
    expect(rows[0]).toMatchObject({ totals: old, fold: 1 });
  });

  it('are all folded anew after the start, and one that cannot be is told and left', async () => {
    const { office, till } = await shop(newOffice);
    await asBefore(office.store);
    const { store } = await office.reopen();
    await store.db
      .updateTable('day_totals')
      .set({ totals: '{}' })
      .where('business_date', '=', dates[0])
      .execute();
    const faults: unknown[] = [];
    expect(await refoldOld(store.db, (cause) => faults.push(cause), going)).toBe(1);
    expect(faults).toHaveLength(1);
    expect(await versions(store)).toEqual([1, totalsVersion]);
    const wanted = { stores: [till.store], dates: [dates[1]] };
    expect(await readDayTotals(store.db, wanted)).toMatchObject([
      { totals: { figures: { sales: { count: 1, minor: 1_251 } } } },
    ]);
    expect(await refoldOld(store.db, () => undefined, going)).toBe(0);
  });
});
