/** Past the offline limits, on virtual time: who lets the till open, and what is kept of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SignInView } from '../../../../domain/contract/ipc.ts';
import { challengeLifeMs, codeTriesMax } from '../../../../domain/people/one-time-code.ts';
import { triesMax } from '../../../../domain/people/operator.ts';
import { cast } from '../../../../tools/simulate/cast.ts';
import { openCounter } from '../../../../tools/simulate/counter.ts';
import { openShop, type Shop } from '../../../../tools/simulate/shop.ts';

const dayMs = 24 * 3_600_000;
const morning = Date.UTC(2026, 10, 22, 1, 0);
const manager = { number: cast.manager.number, pin: cast.manager.pin };

let shop: Shop;
let directory: string;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'rollcall-offline-'));
  shop = await openShop({ seed: 3, directory, startMs: morning, cut: null, counter: openCounter });
  await shop.setNetwork(false);
  shop.clock.sleep(5 * dayMs);
});
afterEach(async () => {
  await shop.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Answers seals and float; stops where something else is asked, or at the end. */
async function goOn(): Promise<SignInView> {
  for (let looks = 0; looks < 1_000; looks += 1) {
    const view = await shop.call('signIn.view', {});
    if (view.waitsFor === 'seals') await shop.call('signIn.confirmSeals', { intact: true });
    else if (view.waitsFor === 'float') {
      await shop.call('signIn.countFloat', { denominations: { 10000: 5 } });
    } else if (view.waitsFor !== 'nothing' || view.verdict !== 'running') return view;
    else await shop.pass(200);
  }
  throw new Error('the sign-in does not end');
}

async function begin(who: keyof typeof cast = 'morning'): Promise<SignInView> {
  const { number, pin } = cast[who];
  await shop.call('signIn.begin', { number, pin });
  return goOn();
}

const phase = async () => (await shop.call('till.state', {})).phase;
const bodiesOf = (kind: string) =>
  shop
    .journal()
    .filter((entry) => entry.kind === kind)
    .map(({ body }) => body);
const challengeOf = (view: SignInView): string => view.challenge ?? '';

describe('past the limit of days', () => {
  it('waits for a lift; a manager gives it, and it holds for the date', async () => {
    expect((await begin()).waitsFor).toBe('lift');
    expect(await shop.refusal('basket.view', {})).toBe('not-signed-in');
    const cashier = { number: cast.evening.number, pin: cast.evening.pin };
    expect(await shop.refusal('signIn.lift', {}, cashier)).toBe('approval-refused');
    await shop.call('signIn.lift', {}, manager);
    await goOn();
    expect(await phase()).toBe('open');
    const lifted = { limit: 'days', by: cast.manager.number, days: 5, unsyncedMinor: 0 };
    expect(bodiesOf('offline-lifted')).toEqual([lifted]);
    expect(bodiesOf('signed-in').at(-1)).toMatchObject({ offline: true });
    await shop.call('till.signOut', {});
    await begin('evening');
    expect(await phase()).toBe('open');
    expect(bodiesOf('offline-lifted')).toEqual([lifted]);
  });

  it('opens by a code that the back office reads out, once', async () => {
    const challenge = challengeOf(await begin());
    const code = await shop.office.readCode(challenge.toLowerCase().replaceAll('-', ' '));
    const slip = `${code.slice(0, -1)}${code.endsWith('7') ? '8' : '7'}`;
    expect(await shop.refusal('signIn.lift', { code: slip })).toBe('code-wrong');
    expect(bodiesOf('code-refused')).toEqual([]);
    await shop.call('signIn.lift', { code: code.toLowerCase() });
    await goOn();
    expect(await phase()).toBe('open');
    expect(bodiesOf('offline-lifted')).toMatchObject([{ by: null, challenge }]);
    expect(await shop.refusal('signIn.lift', { code })).toBe('sign-in-not-running');

    await shop.call('till.signOut', {});
    shop.clock.sleep(dayMs);
    expect(challengeOf(await begin())).not.toBe(challenge);
    expect(await shop.refusal('signIn.lift', { code })).toBe('code-wrong');
  });

  it('asks another challenge after five wrong codes, and after half an hour', async () => {
    const first = challengeOf(await begin());
    const other = await shop.call('code.challenge', { number: cast.evening.number });
    const wrong = await shop.office.readCode(other.challenge);
    for (let tries = 1; tries <= codeTriesMax; tries += 1) {
      const { challenge } = await shop.call('signIn.view', {});
      expect(challenge).toBe(first);
      expect(await shop.refusal('signIn.lift', { code: wrong })).toBe('code-wrong');
      shop.clock.sleep(61_000);
    }
    const second = challengeOf(await shop.call('signIn.view', {}));
    expect(second).not.toBe(first);
    expect(bodiesOf('code-refused').map(({ wrongTries }) => wrongTries)).toEqual([1, 2, 3, 4, 5]);
    const stale = await shop.office.readCode(first);
    expect(await shop.refusal('signIn.lift', { code: stale })).toBe('code-wrong');
    shop.clock.sleep(61_000);

    const late = await shop.office.readCode(second);
    await shop.pass(challengeLifeMs + 1_000);
    expect(await shop.refusal('signIn.lift', { code: late })).toBe('code-wrong');
    shop.clock.sleep(61_000);
    const third = challengeOf(await shop.call('signIn.view', {}));
    await shop.call('signIn.lift', { code: await shop.office.readCode(third) });
    await goOn();
    expect(await phase()).toBe('open');
  });

  it('shows a manager what sign-in knows: steps, times, and that it was offline', async () => {
    await begin('manager');
    const { signIns, anomalies } = await shop.call('report.signIns', { limit: 10 });
    expect(signIns[0]).toMatchObject({
      operator: cast.manager.number,
      operatorName: cast.manager.name,
      opened: true,
      offline: true,
    });
    expect(signIns[0]?.steps).toHaveLength(8);
    expect(anomalies).toEqual([]);
    shop.clock.set(shop.clock.now() - 3_600_000);
    await shop.pass(6_000);
    const [odd] = (await shop.call('report.signIns', { limit: 10 })).anomalies;
    expect(odd).toMatchObject({
      anomaly: 'clock-moved',
      params: { direction: 'back', minutes: 60 },
    });
    expect(odd?.entries).toEqual([(odd?.seq ?? 0) - 1]);
  });

  it('keeps the key of its codes sealed in the file', async () => {
    const { challenge } = await shop.call('code.challenge', { number: cast.evening.number });
    expect(challenge).toMatch(/^\w{4}-\w{4}-\w{4}$/);
    await begin('manager');
    expect(JSON.stringify(shop.journal())).not.toContain('codeKey');
  });
});

describe('a code that unlocks an operator', () => {
  const { number, pin } = cast.evening;

  async function lockOut(): Promise<void> {
    for (let tries = 1; tries <= triesMax; tries += 1) {
      await shop.refusal('signIn.begin', { number, pin: `${pin}9` });
      shop.clock.sleep(61_000);
    }
    expect(await shop.refusal('signIn.begin', { number, pin })).toBe('operator-locked');
  }

  it('is good once, also for the same operator locked out again', async () => {
    await lockOut();
    const { challenge } = await shop.call('code.challenge', { number });
    const code = await shop.office.readCode(challenge);
    await shop.call('signIn.unlockOperator', { number, code });
    expect(await shop.refusal('signIn.unlockOperator', { number, code })).toBe('code-wrong');
    await lockOut();
    expect(await shop.refusal('signIn.unlockOperator', { number, code })).toBe('code-wrong');
    expect((await shop.call('code.challenge', { number })).challenge).not.toBe(challenge);
    const unlocked = bodiesOf('operator-unlocked');
    expect(unlocked).toEqual([{ number, by: null, challenge }]);
  });
});
