/** Whoever tries without end, on virtual time: the delay grows by purpose, and the journal stays readable. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { triesMax } from '../../../../domain/people/operator.ts';
import { cast } from '../../../../tools/simulate/cast.ts';
import { openCounter } from '../../../../tools/simulate/counter.ts';
import { openShop, type Shop } from '../../../../tools/simulate/shop.ts';

const morning = Date.UTC(2026, 10, 22, 1, 0);
/** As many as came through in three seconds once. */
const flood = 1_170;

let shop: Shop;
let directory: string;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'rollcall-refusals-'));
  shop = await openShop({ seed: 3, directory, startMs: morning, cut: null, counter: openCounter });
});
afterEach(async () => {
  await shop.close();
  rmSync(directory, { recursive: true, force: true });
});

const bodiesOf = (kind: string) =>
  shop
    .journal()
    .filter((entry) => entry.kind === kind)
    .map(({ body }) => body);
const odd = () => bodiesOf('anomaly-raised').map(({ anomaly, params }) => [anomaly, params]);
const { number, pin } = cast.evening;

/** Tries the same thing `flood` times at one moment, and once more when the delay is over. */
async function pour(once: (nth: number) => Promise<string | null>): Promise<Set<string | null>> {
  const kinds = new Set<string | null>();
  for (let nth = 0; nth < flood; nth += 1) kinds.add(await once(nth));
  shop.clock.sleep(61_000);
  await once(flood);
  return kinds;
}

const told = (count: number) => ['tries-without-pause', { count, minutes: 10 }];

it('numbers that nobody has wait as one, and are few entries with a count', async () => {
  const kinds = await pour((nth) =>
    shop.refusal('signIn.begin', { number: String(20_000 + nth), pin: '0000' }),
  );
  expect(kinds).toEqual(new Set(['operator-unknown', 'pin-wait']));
  const refused = bodiesOf('sign-in-refused');
  expect(refused.map(({ wrongTries, inVain }) => [wrongTries, inVain])).toEqual([
    [1, undefined],
    [2, undefined],
    [3, undefined],
    [4, flood - 3],
  ]);
  expect(odd()).toContainEqual(told(flood + 1));
  // Somebody who belongs here need not wait for them.
  expect(await shop.refusal('signIn.begin', { number, pin })).toBeNull();
});

it('a number that is locked is told of once, with how often it was tried', async () => {
  for (let tries = 1; tries <= triesMax; tries += 1) {
    await shop.refusal('signIn.begin', { number, pin: `${pin}9` });
    shop.clock.sleep(61_000);
  }
  const before = bodiesOf('sign-in-refused').length;
  const kinds = await pour(() => shop.refusal('signIn.begin', { number, pin }));
  expect(kinds).toEqual(new Set(['operator-locked']));
  const refused = bodiesOf('sign-in-refused').slice(before);
  expect(refused.map(({ reason, inVain }) => [reason, inVain])).toEqual([
    ['operator-locked', undefined],
    ['operator-locked', flood - 1],
  ]);
  expect(odd().map(([anomaly]) => anomaly)).toContain('tries-without-pause');
});

it('one-time codes wait by what they are for, whoever they are for', async () => {
  const numbers = [cast.evening.number, cast.morning.number];
  const { challenge } = await shop.call('code.challenge', { number: cast.manager.number });
  const code = await shop.office.readCode(challenge);
  const kinds = await pour((nth) =>
    shop.refusal('signIn.unlockOperator', { number: numbers[nth % 2] ?? '', code }),
  );
  expect(kinds).toEqual(new Set(['code-wrong', 'pin-wait']));
  expect(bodiesOf('code-refused').map(({ inVain }) => inVain)).toEqual([
    undefined,
    undefined,
    undefined,
    flood - 3,
  ]);
  expect(odd()).toContainEqual(told(flood + 1));
  shop.clock.sleep(61_000);
  const unlock = { number: cast.manager.number, code };
  expect(await shop.refusal('signIn.unlockOperator', unlock)).toBeNull();
  // The right one ends the waiting.
  expect(await shop.refusal('signIn.unlockOperator', unlock)).toBe('code-wrong');
});
