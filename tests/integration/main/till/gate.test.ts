import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { channels } from '../../../../domain/contract/ipc.ts';
import { triesMax } from '../../../../domain/people/operator.ts';
import { openShop, people, type Shop } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  expect(await shop.boot()).toBeNull();
});
afterEach(() => shop.close());

const sellingChannels = Object.entries(channels)
  .filter(([, { needs }]) => needs === 'sells')
  .map(([name]) => name);
const benchChannels = Object.entries(channels)
  .filter(([, { needs }]) => needs.startsWith('bench:'))
  .map(([name]) => name);
const guardedChannels = Object.entries(channels)
  .filter(([name, { needs }]) => needs !== 'nobody' && !benchChannels.includes(name))
  .map(([name]) => name);

/** What every one of these channels answers, called directly as a page could. */
async function answers(names: readonly string[]): Promise<(string | null)[]> {
  const kinds: (string | null)[] = [];
  for (const name of names) kinds.push(await shop.refusal(name, {}));
  return [...new Set(kinds)];
}

const dayMs = 24 * 3_600_000;

/** Sets the till's clock to 05:00 of the next morning in Shanghai. */
function toNextMorning(): void {
  const midnight = Math.floor((Date.now() + 8 * 3_600_000) / dayMs) * dayMs - 8 * 3_600_000;
  shop.shiftMs = midnight + dayMs + 5 * 3_600_000 - Date.now();
}

describe('the gate', () => {
  it('lets nobody sell, and nobody do anything that needs an operator, before sign-in', async () => {
    expect(sellingChannels.length).toBeGreaterThan(10);
    expect(await answers(guardedChannels)).toEqual(['not-signed-in']);
    expect(benchChannels.length).toBeGreaterThan(4);
    expect(await answers(benchChannels)).toEqual(['bench-closed']);
    const { number, pin } = people.cashier;
    await shop.call('signIn.begin', { number, pin });
    expect(await answers(guardedChannels), 'while the steps run').toEqual(['not-signed-in']);
  });

  it('lets nobody go on while a commit is unknown, and says what came of it before anything else', async () => {
    await shop.signIn();
    const dueMinor = await shop.fill();
    const cash = await shop.cash(dueMinor);
    shop.lastCommit = 'unknown';
    expect(await answers(guardedChannels)).toEqual(['commit-unknown']);
    shop.lastCommit = 'undone';
    expect(await shop.refusal('sale.payCash', cash)).toBe('commit-undone');
    expect(shop.kinds()).not.toContain('sale-completed');
    expect((await shop.call('basket.view', {})).totals.dueMinor).toBe(dueMinor);
  });

  it('tells by itself what came of an unknown commit', async () => {
    await shop.signIn();
    shop.lastCommit = 'undone';
    const isTold = () =>
      shop.events.some(
        (event) => event.kind === 'notice' && event.problem.kind === 'commit-undone',
      );
    await until(isTold, 'the till says that the last step was not written down');
  });

  it('is shut while the till is locked and opens to the same basket', async () => {
    await shop.signIn();
    const dueMinor = await shop.fill();
    await shop.call('till.lock', {});
    expect(await answers(guardedChannels)).toEqual(['till-locked']);
    for (const { number, pin } of [people.other, people.manager]) {
      // A manager who unlocked would sell under the cashier's number.
      expect(await shop.refusal('till.unlock', { number, pin })).toBe('not-permitted');
      expect(await answers(sellingChannels)).toEqual(['till-locked']);
    }
    await shop.call('till.unlock', { number: people.cashier.number, pin: people.cashier.pin });
    expect((await shop.call('basket.view', {})).totals.dueMinor).toBe(dueMinor);
  });

  it('lets a basket begun before the cut-over be finished on its date, and then asks for a sign-in', async () => {
    await shop.signIn();
    await shop.fill();
    const { businessDate } = await shop.state();
    // Its clock is the real one, and would contradict ours.
    await shop.office.setReachable(false);
    toNextMorning();
    expect((await shop.state()).pastCutOver).toBe(true);
    const sale = await shop.payCash(10_000);
    expect(sale.businessDate).toBe(businessDate);
    expect(await answers(sellingChannels)).toEqual(['past-cut-over']);

    const view = await shop.signIn();
    expect(view.verdict).toBe('may-open');
    expect(shop.kinds()).toContain('signed-out');
    expect((await shop.state()).businessDate > businessDate).toBe(true);
    const selfTest = view.steps.find(({ step }) => step === 'self-test');
    expect(selfTest?.problems.map(({ kind }) => kind)).toContain('yesterday-not-closed');
  });

  it('ends the shift by itself once the counter is empty after the cut-over', async () => {
    await shop.signIn();
    await shop.fill();
    await shop.office.setReachable(false);
    toNextMorning();
    await shop.call('till.lock', {});
    const { number, pin } = people.cashier;
    await shop.call('till.unlock', { number, pin });
    await shop.call('basket.abandon', await shop.named());
    await until(() => shop.kinds().includes('signed-out'), 'the shift has ended');
    const [out] = shop.journal().filter(({ kind }) => kind === 'signed-out');
    expect(out?.body).toEqual({ reason: 'cut-over' });
    expect((await shop.state()).phase).toBe('closed');
  });

  it('lets a technician in but not sell', async () => {
    await shop.signIn('technician');
    expect(await answers(sellingChannels)).toEqual(['not-permitted']);
    expect(await shop.refusal('report.x', {})).toBe('not-permitted');
    expect(await shop.refusal('till.signOut', {})).toBeNull();
  });

  it('refuses what is no channel and what does not fit, without saying what was typed', async () => {
    expect(await shop.refusal('basket.steal', {})).toBe('bad-request');
    expect(await shop.refusal('__proto__', {})).toBe('bad-request');
    expect(await shop.refusal('signIn.begin', { number: '1001', pin: 'drop it' })).toBe(
      'bad-request',
    );
    expect(await shop.refusal('signIn.begin', null)).toBe('bad-request');
  });
});

describe('a wrong PIN', () => {
  const wrong = { number: people.cashier.number, pin: '0000' };
  const right = { number: people.cashier.number, pin: people.cashier.pin };

  it('is journalled, waits longer each time, and locks in the end until a manager forgives', async () => {
    const kinds: (string | null)[] = [];
    for (let tries = 1; tries <= triesMax; tries += 1) {
      kinds.push(await shop.refusal('signIn.begin', wrong));
      if (tries > 2 && tries < triesMax) {
        expect(await shop.refusal('signIn.begin', right), `after ${tries}`).toBe('pin-wait');
      }
      shop.shiftMs += 61_000;
    }
    expect(kinds).toEqual([...Array(triesMax - 1).fill('pin-wrong'), 'operator-locked']);
    expect(await shop.refusal('signIn.begin', right)).toBe('operator-locked');
    const refused = shop.journal().filter(({ kind }) => kind === 'sign-in-refused');
    expect(refused.map(({ body }) => body.wrongTries)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 8]);
    expect(JSON.stringify(refused.map(({ body }) => body))).not.toContain(wrong.pin);

    const unlock = (who: 'other' | 'manager') =>
      shop.refusal(
        'signIn.unlockOperator',
        { number: people.cashier.number },
        { number: people[who].number, pin: people[who].pin },
      );
    expect(await unlock('other')).toBe('approval-refused');
    expect(await unlock('manager')).toBeNull();
    expect(await shop.refusal('signIn.begin', right)).toBeNull();
  });

  it('tried many times at once is looked at one by one', async () => {
    const tries = Array.from({ length: 6 }, () => shop.refusal('signIn.begin', wrong));
    const kinds = await Promise.all(tries);
    expect(kinds.filter((kind) => kind === 'pin-wrong')).toHaveLength(3);
    expect(kinds.filter((kind) => kind === 'pin-wait')).toHaveLength(3);
  });

  it('of nobody says so and is journalled', async () => {
    expect(await shop.refusal('signIn.begin', { number: '4711', pin: '0000' })).toBe(
      'operator-unknown',
    );
    expect(shop.kinds()).toContain('sign-in-refused');
  });
});
