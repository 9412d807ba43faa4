/** A journal that cannot go on: lost, cut, or gone two ways. Nothing is lost by it, nothing counted twice, and it is told. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { expectedCash } from '../../../../domain/reports/day-totals.ts';
import type { SaleBody } from '../../../../domain/sale/facts.ts';
import type { ProblemKind } from '../../../../domain/words/problem.ts';
import { root } from '../../../../tools/paths.ts';
import { closeDay } from '../../../helpers/close-day.ts';
import { codes, people } from '../../../helpers/office.ts';
import { openShop, type Shop } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
afterEach(() => shop.close());

const file = (name: string) => join(shop.directory, name);
const database = () => file('till.db');
const copy = () => file('copy.db');
const manager = { number: people.manager.number, pin: people.manager.pin };

async function start(): Promise<void> {
  shop = await openShop();
  expect(await shop.boot()).toBeNull();
}

async function signIn(): Promise<ProblemKind | null> {
  const view = await shop.signIn();
  if (view.verdict === 'may-open') return null;
  const failed = view.steps.find(({ state }) => state === 'failed');
  return failed?.problems[0]?.kind ?? null;
}

async function sell(count: number): Promise<void> {
  for (let sold = 0; sold < count; sold += 1) {
    await shop.call('basket.scan', { code: codes.water });
    await shop.payCash(1_000);
  }
}

async function reboot(): Promise<ProblemKind | null> {
  if (shop.running) await shop.closeTill();
  return (await shop.boot())?.kind ?? null;
}

/** Sales as the back office has them, by their ids, whichever till they are of. */
async function salesThere(): Promise<string[]> {
  const rows = await shop.office.books.db
    .selectFrom('entries')
    .select('body')
    .where('kind', '=', 'sale-completed')
    .execute();
  return rows.map(({ body }) => (JSON.parse(body) as SaleBody).saleId).sort();
}

function salesHere(): string[] {
  return shop
    .journal()
    .filter(({ kind }) => kind === 'sale-completed')
    .map(({ body }) => (body as SaleBody).saleId);
}

/** What should lie in it by the books of today, minor units. */
function drawerNow(): number {
  const date = shop.db.day().businessDate;
  return date === null ? 0 : expectedCash(shop.db.totals(date));
}
const farFromEmpty = 10_000;

/** As `verify` says it. */
const ended = ({ till, ...head }: Record<string, unknown>) => ({ till, head });

type Verified = Readonly<{ bad: unknown; entries: number; continues: unknown }>;
const verify = (name: string): Verified =>
  JSON.parse(
    execFileSync(process.execPath, [join(root, 'tools/verify.ts'), file(name), '--json'], {
      encoding: 'utf8',
    }),
  );

/** The file of the morning is put back at noon, three sales and their sync later. */
async function putMorningBack(): Promise<string[]> {
  expect(await signIn()).toBeNull();
  await sell(2);
  await shop.call('till.syncNow', {});
  await shop.closeTill();
  copyFileSync(database(), copy());
  await reboot();
  expect(await signIn()).toBeNull();
  await sell(3);
  await shop.call('till.syncNow', {});
  const sold = salesHere();
  await shop.closeTill();
  copyFileSync(copy(), database());
  return sold;
}

describe('a file that was put back', () => {
  it('is told at the start without a network, and a manager lets the till go on without using a number twice', async () => {
    await start();
    await putMorningBack();
    await shop.office.setReachable(false);
    expect(await reboot()).toBeNull();
    expect(shop.kinds()).toContain('journal-shortened');
    expect(await signIn()).toBe('journal-shortened');
    expect(await shop.refusal('basket.scan', { code: codes.water })).toBe('not-signed-in');
    const cashier = { number: people.cashier.number, pin: people.cashier.pin };
    expect(await shop.refusal('signIn.liftStop', {}, cashier)).toBe('approval-refused');

    const from = shop.events.length;
    await shop.call('signIn.liftStop', {}, manager);
    expect((await shop.finishSignIn(from)).verdict).toBe('may-open');
    await sell(1);
    const numbers = shop
      .journal()
      .filter(({ kind }) => kind === 'sale-completed')
      .map(({ body }) => (body as SaleBody).number);
    expect(numbers).toEqual([1, 2, 6]);
    expect(shop.journal().find(({ kind }) => kind === 'stop-lifted')?.body).toMatchObject({
      stop: { kind: 'journal-shortened' },
      by: people.manager.number,
    });
  });

  it('is told once the back office is there again, sells no more, and its sales are brought in once', async () => {
    await start();
    const before = await putMorningBack();
    await shop.office.setReachable(false);
    await reboot();
    expect(await signIn()).toBe('journal-shortened');
    const from = shop.events.length;
    await shop.call('signIn.liftStop', {}, manager);
    await shop.finishSignIn(from);
    await sell(4);
    const fork = salesHere();

    // One that has begun may be ended; the next may not begin.
    await shop.call('basket.scan', { code: codes.water });
    await shop.office.setReachable(true);
    expect(await shop.refusal('till.syncNow', {})).toBe('till-cloned');
    expect(shop.notices()).toContain('till-cloned');
    expect((await shop.state()).stop?.kind).toBe('till-cloned');
    await shop.payCash(1_000);
    expect(await shop.refusal('basket.scan', { code: codes.water })).toBe('till-cloned');
    const last = salesHere().at(-1) ?? '';
    const old = shop.journal();
    const drawer = drawerNow();
    await shop.call('till.signOut', {});

    expect(await signIn()).toBe('till-cloned');
    const again = shop.events.length;
    await shop.call('signIn.liftStop', {}, manager);
    await until(
      () => shop.events.slice(again).some(({ kind }) => kind === 'startup'),
      'the till starts again',
    );
    expect((await shop.state()).stop).toBeNull();
    const [first] = shop.journal();
    expect(first).toMatchObject({
      till: `${shop.office.store}-02`,
      body: { continues: { till: `${shop.office.store}-01` } },
    });

    expect(await signIn()).toBeNull();
    // The float and what was sold for cash before are in it, whichever journal they stand in.
    expect(drawer).toBeGreaterThan(farFromEmpty);
    expect(drawerNow()).toBe(drawer);
    await sell(1);
    await shop.call('till.syncNow', {});
    const newest = salesHere().at(-1) ?? '';
    const all = [...new Set([...before, ...fork, last, newest])].sort();
    expect(all).toHaveLength(2 + 3 + 4 + 1 + 1);
    expect(await salesThere()).toEqual(all);

    // Both chains hold, the new one says which it follows, and what was brought in is what the old one says.
    await shop.closeTill();
    const continues = (first?.body.continues ?? {}) as Record<string, unknown>;
    const { after, ...head } = continues;
    expect(verify(`till-${shop.office.store}-01.db`)).toMatchObject({ bad: null, ...ended(head) });
    expect(verify('till.db')).toMatchObject({ bad: null, continues });
    const brought = old.filter(
      (entry) => entry.seq > Number(after) && entry.kind !== 'journal-pushed',
    );
    await reboot();
    const there = new Map(shop.journal().map((entry) => [entry.id, entry]));
    for (const { id, at, businessDate, operator, kind } of brought) {
      expect(there.get(id)).toMatchObject({ id, at, businessDate, operator, kind });
    }
  });

  it.each([
    ['without a network, after another start', 'journal-shortened'],
    ['in a new journal', 'till-restored'],
  ] as const)(
    'sells what lay on the counter, and was sold since, as another sale, %s',
    async (_, stop) => {
      await start();
      expect(await signIn()).toBeNull();
      const { businessDate, operator } = (await shop.state()) as {
        businessDate: string;
        operator: { number: string };
      };
      const { id } = await shop.onCounter('basket.scan', { code: codes.water });
      const basket = shop.db.basket.load();
      if (!basket) throw new Error('no basket');
      const waiting = '0190a1b2-0000-7000-8000-0000000000fe';
      shop.db.parked.park(
        { ...basket, id: waiting },
        { operator: operator.number, businessDate, at: 0, heldAs: null },
      );
      shop.db.basket.save(basket);
      await shop.closeTill();
      copyFileSync(database(), copy());
      await reboot();
      expect(await signIn()).toBeNull();
      await shop.payCash(1_000);
      await shop.payCash(1_000);
      expect(salesHere()).toEqual([id, waiting]);
      await shop.call('till.syncNow', {});
      await shop.closeTill();
      copyFileSync(copy(), database());

      await shop.office.setReachable(stop === 'till-restored');
      await reboot();
      await reboot();
      expect(await signIn()).toBe(stop);
      const from = shop.events.length;
      await shop.call('signIn.liftStop', {}, manager);
      if (stop === 'journal-shortened') await shop.finishSignIn(from);
      else {
        await until(() => shop.events.slice(from).some(({ kind }) => kind === 'startup'), 'again');
        expect(await signIn()).toBeNull();
      }
      await shop.payCash(1_000);
      await shop.payCash(1_000);
      const fresh = salesHere().slice(-2);
      expect(new Set([...fresh, id, waiting]).size).toBe(4);
    },
  );

  it('knows in the new journal which date was closed, and that the next session is its second', async () => {
    await start();
    await shop.signIn('manager');
    await sell(1);
    const { businessDate } = await shop.state();
    await closeDay(shop, { 100: 503, 50: 1 });
    const closed = shop.db.day().lastClose;
    expect(closed).toMatchObject({ date: businessDate, zNumber: 1 });
    await shop.call('till.syncNow', {});
    await shop.closeTill();
    copyFileSync(database(), copy());
    await reboot();
    await shop.signIn('manager');
    await sell(1);
    await shop.call('till.syncNow', {});
    await shop.closeTill();
    copyFileSync(copy(), database());
    await reboot();
    expect(await signIn()).toBe('till-restored');
    const from = shop.events.length;
    await shop.call('signIn.liftStop', {}, manager);
    await until(() => shop.events.slice(from).some(({ kind }) => kind === 'startup'), 'again');
    expect(shop.db.identity()?.till).toBe(`${shop.office.store}-02`);
    expect(shop.db.day().lastClose).toEqual(closed);
    expect((await shop.state()).afterClose).toMatchObject({
      closedDate: businessDate,
      way: 'further-session',
      session: 2,
    });
  });

  it('goes on where a crash cut the change of journals off', async () => {
    await start();
    await putMorningBack();
    await reboot();
    expect(await signIn()).toBe('till-restored');
    const again = shop.events.length;
    await shop.call('signIn.liftStop', {}, manager);
    await until(() => shop.events.slice(again).some(({ kind }) => kind === 'startup'), 'again');
    await shop.closeTill();

    // Between the two renames: the old file is aside, the new one has not its name yet.
    renameSync(database(), file('till-next.db'));
    expect(await reboot()).toBeNull();
    expect(shop.journal()[0]?.till).toBe(`${shop.office.store}-02`);
    // Before them: the new one is not believed to be whole.
    await shop.closeTill();
    copyFileSync(database(), file('till-next.db'));
    expect(await reboot()).toBeNull();
    expect(existsSync(file('till-next.db'))).toBe(false);
    expect(readdirSync(shop.directory).filter((name) => /^till-.*\.db$/.test(name))).toHaveLength(
      1,
    );
  });
});

describe('a file that is gone', () => {
  const lose = () => {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${database()}${suffix}`, { force: true });
  };

  it.each([
    ['beside its witness, without a network', false, false],
    ['with its witness', true, true],
  ])('is told apart from a first start, %s, and goes on by a new code', async (_, lost, online) => {
    await start();
    expect(await signIn()).toBeNull();
    await sell(2);
    await shop.call('till.syncNow', {});
    await shop.closeTill();
    lose();
    if (lost) rmSync(file('till.witness'));
    await shop.office.setReachable(online);
    expect(await reboot()).toBe('till-restored');
    expect(await reboot()).toBe('till-restored');

    await shop.office.setReachable(true);
    const { till, code } = await shop.office.admin.addTill(shop.office.store, '1 号收银台');
    const { problem } = await shop.call('startup.enrol', { code });
    expect(problem).toBeNull();
    const [first] = shop.journal();
    expect(first).toMatchObject({
      till,
      body: { continues: { till: `${shop.office.store}-01` } },
    });
    expect(await signIn()).toBeNull();
    await sell(1);
    await shop.call('till.syncNow', {});
    expect(await salesThere()).toHaveLength(3);
    // The old name writes nothing more.
    const { revoked_at: revokedAt } = await shop.office.books.db
      .selectFrom('tills')
      .select('revoked_at')
      .where('till_id', '=', `${shop.office.store}-01`)
      .executeTakeFirstOrThrow();
    expect(revokedAt).not.toBeNull();
  });
});
