/** The gate from one morning to the next, on virtual time: the whole till, its real file, the real back office. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { ChannelInput, SignInView } from '../../../../domain/contract/ipc.ts';
import { cast } from '../../../../tools/simulate/cast.ts';
import { openCounter } from '../../../../tools/simulate/counter.ts';
import { openShop, type Shop } from '../../../../tools/simulate/shop.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
/** 2026-11-22 09:00 in Shanghai. */
const morning = Date.UTC(2026, 10, 22, 1, 0);

let shop: Shop;
let directory: string;

async function open(startMs = morning): Promise<void> {
  directory = mkdtempSync(join(tmpdir(), 'rollcall-gate-'));
  shop = await openShop({ seed: 7, directory, startMs, cut: null, counter: openCounter });
}
afterEach(async () => {
  await shop.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Signs in and answers what is asked; null where the till would not even begin. */
async function signIn(who: keyof typeof cast = 'morning'): Promise<SignInView | null> {
  const { number, pin } = cast[who];
  if ((await shop.refusal('signIn.begin', { number, pin })) !== null) return null;
  for (let asked = 0; asked < 1_000; asked += 1) {
    const view = await shop.call('signIn.view', {});
    if (view.operator === null || view.verdict !== 'running') return view;
    if (view.waitsFor === 'seals') await shop.call('signIn.confirmSeals', { intact: true });
    else if (view.waitsFor === 'float') {
      await shop.call('signIn.countFloat', { denominations: { 10000: 5 } });
    } else if (view.waitsFor === 'lift') {
      const { number: by, pin: theirs } = cast.manager;
      await shop.call('signIn.lift', {}, { number: by, pin: theirs });
    } else await shop.pass(200);
  }
  throw new Error('the sign-in does not end');
}

async function fill(): Promise<void> {
  const [item] = shop.office.items.filter(({ unit }) => unit === 'piece');
  await shop.call('basket.add', { sku: item?.sku ?? '', quantity: 1_000 });
}
/** Hours go by; nothing is due in them, so the till may as well sleep, and is awake for the last seconds. */
async function later(ms: number): Promise<void> {
  shop.clock.sleep(ms - 10_000);
  await shop.pass(10_000);
}
/** The sale at hand as the page names it, and far too much for it. */
async function cash(): Promise<ChannelInput<'sale.payCash'>> {
  const view = await shop.call('basket.view', {}).catch(() => null);
  const { id: saleId = randomUUID(), cashDueMinor: amountMinor = 0 } = view ?? {};
  return { saleId, amountMinor, tenderedMinor: 100_000_00 };
}
const pay = async () => shop.call('sale.payCash', await cash());
const phase = async () => (await shop.call('till.state', {})).phase;
const entriesOf = (kind: string) => shop.journal().filter((entry) => entry.kind === kind);
const kinds = () => shop.journal().map(({ kind }) => kind);
const problemsOf = (view: SignInView | null) =>
  view?.steps.flatMap(({ problems }) => problems.map(({ kind }) => kind)) ?? [];

async function closeDay(businessDate: string): Promise<void> {
  await shop.call('day.count', { businessDate, denominations: { 10000: 5 } });
  await shop.call('day.close', { businessDate, reasonId: 'unknown', accepts: ['hour', 'holds'] });
}

describe('a till that is left open over the cut-over', () => {
  it('finishes its sale on the old date, and sells on the new one only after a sign-in', async () => {
    await open(morning + 18 * hourMs + 55 * minuteMs); // 03:55
    await signIn();
    await fill();
    await shop.pass(10 * minuteMs);
    expect((await shop.call('till.state', {})).pastCutOver).toBe(true);
    expect((await pay()).businessDate).toBe('2026-11-22');
    await shop.pass(10_000);
    // The change stays on the screen while it is handed over; nothing new is sold meanwhile.
    expect(await phase()).toBe('open');
    expect(await shop.refusal('basket.scan', { code: '6901028075763' })).toBe('past-cut-over');
    await shop.pass(10_000);
    expect(await phase()).toBe('closed');
    expect(entriesOf('signed-out').at(-1)?.body).toEqual({ reason: 'cut-over' });
    expect((await signIn())?.operator?.number ?? cast.morning.number).toBe(cast.morning.number);
    await fill();
    expect((await pay()).businessDate).toBe('2026-11-23');
  });

  it('and sleeps over it, wakes to the same question, and nobody has moved the clock', async () => {
    await open(morning + 12 * hourMs); // 21:00
    await signIn();
    await fill();
    shop.clock.sleep(12 * hourMs);
    expect(await shop.refusal('sale.payCash', await cash())).toBeNull();
    expect(await shop.refusal('basket.scan', { code: '6901028075763' })).toBe('past-cut-over');
    await shop.pass(20_000);
    expect(await phase()).toBe('closed');
    expect(kinds()).not.toContain('clock-moved');
    await signIn();
    await fill();
    expect((await pay()).businessDate).toBe('2026-11-23');
  });
});

describe('a hand on the clock', () => {
  it('is written down within seconds, back and forward, and small moves add up', async () => {
    await open();
    await signIn();
    shop.clock.set(shop.clock.now() - hourMs);
    await shop.pass(6_000);
    shop.clock.set(shop.clock.now() + hourMs);
    await shop.pass(6_000);
    for (let move = 0; move < 3; move += 1) {
      shop.clock.set(shop.clock.now() - minuteMs);
      await shop.pass(6_000);
    }
    const moves = entriesOf('clock-moved').map(({ body }) => [
      body.direction,
      Math.round(Number(body.byMs) / minuteMs),
    ]);
    expect(moves).toEqual([
      ['set-back', 60],
      ['set-forward', 60],
      ['set-back', 3],
    ]);
  });

  it('that goes back over the cut-over opens no date that has its Z', async () => {
    await open();
    await signIn('manager');
    await fill();
    await pay();
    await closeDay('2026-11-22');
    await later(20 * hourMs);
    await signIn('manager');
    await fill();
    await shop.setNetwork(false);
    shop.clock.set(shop.clock.now() - 18 * hourMs);
    // What was begun is finished on its own date.
    expect((await pay()).businessDate).toBe('2026-11-23');
    await shop.pass(20_000);
    expect(await phase()).toBe('closed');
    const { number, pin } = cast.manager;
    expect(await shop.refusal('signIn.begin', { number, pin })).toBe('day-already-closed');
    expect(await shop.refusal('basket.view', {})).toBe('not-signed-in');
  });

  it('has no part in it where the policy changes while the next date runs: that goes on, and closes', async () => {
    await open();
    const day = { afterClose: 'next-date', cashCount: 'open' } as const;
    await shop.office.putSettings({ day });
    await shop.call('till.syncNow', {});
    await signIn('manager');
    await fill();
    await pay();
    await closeDay('2026-11-22');
    await shop.pass(minuteMs);
    await signIn('manager');
    await fill();
    expect((await pay()).businessDate).toBe('2026-11-23');
    await shop.office.putSettings({ day: { ...day, afterClose: 'further-session' } });
    await shop.call('till.syncNow', {});
    await shop.pass(minuteMs);
    expect(await phase()).toBe('open');
    await fill();
    expect((await pay()).businessDate).toBe('2026-11-23');
    await shop.call('till.signOut', {});
    await signIn('morning');
    expect(await phase()).toBe('open');
    await shop.call('till.signOut', {});
    await signIn('manager');
    await closeDay('2026-11-23');
    await shop.pass(minuteMs);
    // By the policy of now, before the clock is there: another session of that date.
    await signIn('manager');
    await fill();
    expect((await pay()).businessDate).toBe('2026-11-23');
  });

  it('that goes back over the cut-over to a date without a Z is stopped by the self-test', async () => {
    await open();
    await signIn();
    await later(20 * hourMs);
    await signIn();
    await shop.setNetwork(false);
    shop.clock.set(shop.clock.now() - 18 * hourMs);
    await shop.pass(20_000);
    const view = await signIn();
    expect(view?.verdict).toBe('blocked');
    expect(problemsOf(view)).toContain('clock-set-back');
  });

  it('that goes forward over the cut-over is contradicted by the back office', async () => {
    await open();
    await signIn();
    shop.clock.set(shop.clock.now() + 20 * hourMs);
    await shop.pass(20_000);
    expect(await phase()).toBe('closed');
    const view = await signIn();
    expect(view?.verdict).toBe('blocked');
    expect(problemsOf(view)).toContain('clock-set-forward');
  });
});

describe('another zone or cut-over from the back office', () => {
  it('that would put the date back leaves the shift its date, and no date happens twice', async () => {
    await open(morning + 19 * hourMs + 30 * minuteMs); // 04:30
    await signIn();
    const { businessDate } = await shop.call('till.state', {});
    expect(businessDate).toBe('2026-11-23');
    await shop.office.putSettings({ zone: 'Asia/Kolkata' }); // 02:00 there
    await shop.call('till.syncNow', {});
    expect(entriesOf('zone-changed').map(({ body }) => body)).toEqual([
      { before: 'Asia/Shanghai 04:00', after: 'Asia/Kolkata 04:00' },
    ]);
    await fill();
    expect((await pay()).businessDate).toBe('2026-11-23');
    await shop.call('till.signOut', {});
    await signIn('evening');
    await fill();
    expect((await pay()).businessDate).toBe('2026-11-23');
    await later(3 * hourMs); // past 04:00 there
    await fill();
    expect((await pay()).businessDate).toBe('2026-11-23');
    await later(23 * hourMs + 10_000);
    await shop.pass(20_000);
    expect(await phase()).toBe('closed');
    await signIn();
    await fill();
    expect((await pay()).businessDate).toBe('2026-11-24');
  });

  it('that puts the date on ends the shift as a cut-over does', async () => {
    await open(morning + 18 * hourMs); // 03:00
    await signIn();
    await fill();
    await shop.office.putSettings({ cutOver: '02:00' });
    await shop.call('till.syncNow', {});
    expect((await pay()).businessDate).toBe('2026-11-22');
    await shop.pass(20_000);
    expect(await phase()).toBe('closed');
    await signIn();
    await fill();
    expect((await pay()).businessDate).toBe('2026-11-23');
  });
});

describe('the clocks of the land', () => {
  it.each([
    ['spring', Date.UTC(2026, 2, 28, 12, 0), ['2026-03-28', '2026-03-29', '2026-03-30']],
    ['autumn', Date.UTC(2026, 9, 24, 12, 0), ['2026-10-24', '2026-10-25', '2026-10-26']],
  ])('change in %s: each date is signed in to once, in order', async (_, startMs, dates) => {
    await open(startMs);
    // The cut-over lies in the hour that is skipped in spring and comes twice in autumn.
    await shop.office.putSettings({ zone: 'Europe/Berlin', cutOver: '02:30' });
    await shop.call('till.syncNow', {});
    for (let half = 0; half < 96; half += 1) {
      if ((await phase()) === 'closed') await signIn();
      await later(30 * minuteMs);
    }
    const opened = entriesOf('signed-in').map(({ businessDate }) => businessDate);
    expect(opened).toEqual(dates);
  });
});

describe('whatever happens in whatever order', () => {
  const action = fc.oneof(
    { weight: 4, arbitrary: fc.constant({ kind: 'sell' as const }) },
    { weight: 2, arbitrary: fc.constant({ kind: 'begin' as const }) },
    { weight: 3, arbitrary: fc.constant({ kind: 'sign-in' as const }) },
    { weight: 2, arbitrary: fc.constant({ kind: 'close' as const }) },
    {
      weight: 3,
      arbitrary: fc.integer({ min: 1, max: 30 }).map((hours) => ({ kind: 'pass' as const, hours })),
    },
    {
      weight: 1,
      arbitrary: fc
        .integer({ min: 1, max: 30 })
        .map((hours) => ({ kind: 'sleep' as const, hours })),
    },
    {
      weight: 2,
      arbitrary: fc
        .integer({ min: -50, max: 50 })
        .map((hours) => ({ kind: 'clock' as const, hours })),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('Asia/Shanghai', 'Asia/Kolkata', 'Pacific/Auckland', 'America/Havana')
        .map((zone) => ({ kind: 'zone' as const, zone })),
    },
    { weight: 1, arbitrary: fc.boolean().map((up) => ({ kind: 'network' as const, up })) },
    { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
  );
  type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never;

  async function act(what: Action): Promise<void> {
    switch (what.kind) {
      case 'sell':
        if (
          (await shop.refusal('basket.add', {
            sku: shop.office.items[0]?.sku ?? '',
            quantity: 1_000,
          })) === null
        ) {
          await shop.refusal('sale.payCash', await cash());
        }
        return;
      case 'begin':
        await shop.refusal('basket.add', { sku: shop.office.items[0]?.sku ?? '', quantity: 1_000 });
        return;
      case 'sign-in':
        await signIn('manager');
        return;
      case 'close': {
        await shop.refusal('basket.abandon', { saleId: (await cash()).saleId });
        const { unclosedDates } = await shop.call('till.state', {});
        const [businessDate = '2026-11-22'] = unclosedDates;
        await closeDay(businessDate).catch(() => {});
        return;
      }
      case 'pass':
        return later(what.hours * hourMs);
      case 'sleep':
        return shop.clock.sleep(what.hours * hourMs);
      case 'clock':
        return shop.clock.set(shop.clock.now() + what.hours * hourMs);
      case 'zone':
        await shop.office.putSettings({ zone: what.zone });
        await shop.refusal('till.syncNow', {});
        return;
      case 'network':
        return shop.setNetwork(what.up);
      default:
        return shop.restart();
    }
  }

  /** Of the whole journal. */
  function audit(): void {
    let open: string | null = null;
    let last = '';
    const closed = new Set<string>();
    let lastClosed = '';
    for (const { kind, businessDate, body, seq } of shop.journal()) {
      if (kind === 'signed-in') {
        // A further session of the last date that was closed, and of no earlier one.
        if (closed.has(businessDate)) expect(businessDate, `#${seq} opens again`).toBe(lastClosed);
        // Documented: back only where the back office says that the clock was wrong before.
        if (businessDate < last) expect(excused(seq), `#${seq} goes back`).toBe(true);
        open = businessDate;
        last = businessDate;
      }
      if (kind === 'sale-completed') expect(businessDate, `#${seq} is of its shift`).toBe(open);
      if (kind === 'signed-out') open = null;
      if (kind === 'day-closed') {
        const { closedDate } = body as { closedDate: string };
        if (closed.has(closedDate)) expect(open, `#${seq} closes twice`).toBe(closedDate);
        closed.add(closedDate);
        lastClosed = closedDate;
      }
    }
  }

  /** The self-test of this sign-in saw that the clock had been moved, and the back office agreed with it now. */
  function excused(seq: number): boolean {
    const body = shop.journal()[seq - 1]?.body;
    const { steps, offline } = body as { offline: boolean; steps: SignInView['steps'] };
    const found = steps.flatMap(({ problems }) => problems.map(({ kind }) => kind));
    return !offline && found.includes('clock-set-back');
  }

  it('no sale is booked without a sign-in of its date, no date goes back, and each session closes once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 10, maxLength: 30 }), async (actions) => {
        await open();
        try {
          for (const what of actions) await act(what);
          audit();
        } finally {
          await shop.close();
          rmSync(directory, { recursive: true, force: true });
        }
      }),
      { numRuns: 6, seed: 20_261_122, endOnFailure: true },
    );
    await open();
  });
});
