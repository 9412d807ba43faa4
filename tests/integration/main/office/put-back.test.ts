/** A file that is put back takes no customer's payment back: numbers toward third parties do not come from it. */
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { databaseName } from '../../../../main/program/app.ts';
import { witnessName } from '../../../../main/till/witness.ts';
import { people } from '../../../helpers/office.ts';
import { openShop, type Shop } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ answerTimeoutMs: 1_000, haste: 10 });
  expect(await shop.boot()).toBeNull();
  await shop.signIn();
});
afterEach(() => shop.close());

const dueMinor = 1_300;
const file = (name: string): string => join(shop.directory, name);

async function keepMorning(): Promise<void> {
  await shop.closeTill();
  copyFileSync(file(databaseName), file('morning.db'));
  expect(await shop.boot()).toBeNull();
  await shop.signIn();
}

/** At noon, without a way to the back office. */
async function putMorningBack(): Promise<void> {
  await shop.closeTill();
  await shop.office.setReachable(false);
  for (const end of ['-wal', '-shm']) rmSync(file(databaseName + end), { force: true });
  copyFileSync(file('morning.db'), file(databaseName));
  expect(await shop.boot()).toBeNull();
  expect((await shop.signIn()).verdict).toBe('blocked');
  // A manager lets it go on in what it has.
  const from = shop.events.length;
  const { number, pin } = people.manager;
  await shop.call('signIn.liftStop', {}, { number, pin });
  expect((await shop.finishSignIn(from)).verdict).toBe('may-open');
}

async function payThrice(): Promise<void> {
  for (const _ of [1, 2, 3]) {
    await shop.fill();
    expect((await shop.payCard())?.stage).toBe('approved');
  }
}

it('the morning’s file at noon, the same amount, the request lost: noon’s customers stay charged', async () => {
  const { books, control } = shop.emulators.control.host;
  await keepMorning();
  await payThrice();
  const noon = books.charged().map(({ stan }) => stan);
  await putMorningBack();
  for (const _ of [1, 2, 3]) {
    await shop.fill();
    control.next('lost', { for: 'sale' });
    await shop.payCard();
    expect(books.charged().map(({ stan }) => stan)).toEqual(noon);
    await shop.call('basket.abandon', await shop.named());
  }
  expect(books.chargedMinor()).toBe(3 * dueMinor);
});

it('a payment that was open in the file, and was paid since, is left to a manager', async () => {
  const { books, control } = shop.emulators.control.host;
  control.always('decline', { for: 'reversal', code: '96' });
  control.next('silent', { for: 'sale' });
  await shop.fill();
  expect((await shop.payCard())?.stage).toBe('unresolved');
  await keepMorning();
  control.behave();
  await until(() => books.chargedMinor() === 0, 'taken back since');
  const asked = control.received('reversal');
  await putMorningBack();
  await until(() => shop.kinds().includes('attempt-doubted'), 'doubted');
  expect(await shop.refusal('attempt.resolve', {})).toBe('attempt-unresolved');
  expect(control.received('reversal')).toBe(asked);
  const [payment] = await shop.call('attempt.list', {});
  expect(payment).toMatchObject({ maySettle: true });
  const { number, pin } = people.manager;
  const said = { outcome: 'not-charged', slip: '', reason: 'seen on the statement' } as const;
  const { attemptId = '', amountMinor = 0 } = payment ?? {};
  await shop.call('attempt.settle', { attemptId, amountMinor, ...said }, { number, pin });
  expect((await shop.state()).openAttempts).toBe(0);
});

it('a file whose witness is lost leaves a range of numbers out, once', async () => {
  await payThrice();
  await shop.closeTill();
  rmSync(file(witnessName));
  expect(await shop.boot()).toBeNull();
  await shop.signIn();
  await payThrice();
  const stans = shop.emulators.control.host.books.charged().map(({ stan }) => Number(stan));
  const gaps = stans.slice(1).map((stan, index) => stan - (stans[index] ?? 0));
  expect(gaps.filter((gap) => gap > 1_000)).toHaveLength(1);
  expect(gaps.slice(3)).toEqual([1, 1]);
});

it('wherever the plug is pulled at the start on such a file, what was open or taken by card is in doubt at the next', async () => {
  const { books, control } = shop.emulators.control.host;
  await shop.fill();
  await shop.payCard('good', undefined, 300);
  control.always('decline', { for: 'reversal', code: '96' });
  control.next('silent', { for: 'sale' });
  expect((await shop.payCard())?.stage).toBe('unresolved');
  await keepMorning();
  control.behave();
  await until(() => books.chargedMinor() === 300, 'taken back since');
  const reversals = control.received('reversal');
  await shop.closeTill();
  copyFileSync(file(witnessName), file('noon.witness'));
  await shop.office.setReachable(false);
  for (let append = 1; ; append += 1) {
    for (const end of ['-wal', '-shm']) rmSync(file(databaseName + end), { force: true });
    copyFileSync(file('morning.db'), file(databaseName));
    copyFileSync(file('noon.witness'), file(witnessName));
    shop.pullAfter = append;
    await shop.boot();
    const isCut = shop.dead;
    shop.pullAfter = null;
    if (isCut) {
      await shop.unplugTill();
      expect(await shop.boot()).toBeNull();
    }
    const states = shop.db.attempts.open().map(({ state }) => state);
    expect(states, `cut after append ${append}`).toEqual(['doubted', 'doubted']);
    expect(shop.db.halfPaid()).toEqual([]);
    await shop.signIn();
    expect(control.received('reversal')).toBe(reversals);
    await shop.closeTill();
    if (!isCut) break;
  }
  expect(await shop.boot()).toBeNull();
});
