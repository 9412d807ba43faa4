/**
 * The plug is pulled right after every append of a card payment in turn: n = 1, 2, 3 … until a payment runs through.
 * After each, the till is started again and signed in, and its journal is held against the host's books.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { SaleBody } from '../../../../domain/sale/facts.ts';
import { openShop, type Shop } from '../../../helpers/shop.ts';

let shop: Shop;
afterEach(() => shop.close());

/** More appends than any payment has. */
const appendsMax = 12;

/** What the journal says the customers have paid by card. */
function cardSalesMinor(): number {
  return shop
    .journal()
    .filter(({ kind }) => kind === 'sale-completed')
    .flatMap(({ body }) => (body as SaleBody).tenders)
    .filter(({ kind }) => kind === 'card')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

function saleIds(): string[] {
  return shop
    .journal()
    .filter(({ kind }) => kind === 'sale-completed')
    .map(({ body }) => (body as SaleBody).saleId);
}

/** What holds after every sign-in, whatever happened before it. */
async function expectBooksToAgree(what: string): Promise<void> {
  const { books } = shop.emulators.control.host;
  expect(shop.db.attempts.open(), `${what}: every attempt has ended`).toEqual([]);
  expect(books.chargedMinor(), `${what}: charged is what was sold`).toBe(cardSalesMinor());
  expect(new Set(saleIds()).size, `${what}: nothing was sold twice`).toBe(saleIds().length);
  expect(shop.db.journal.check().kind, `${what}: the chain holds`).toBe('whole');
}

async function pullThePlugEverywhere(misbehave: () => void): Promise<string[]> {
  const cutAfter: string[] = [];
  expect(await shop.boot()).toBeNull();
  expect((await shop.signIn()).verdict).toBe('may-open');
  for (let append = 1; append <= appendsMax; append += 1) {
    if ((await shop.call('basket.view', {})).lines.length === 0) await shop.fill();
    const basket = await shop.call('basket.view', {});
    const soldBefore = saleIds().length;
    misbehave();
    shop.pullAfter = shop.appends + append;
    const view = await shop.payCard();
    if (view) return cutAfter;
    cutAfter.push(shop.kinds().at(-1) ?? '');
    await shop.unplugTill();
    shop.emulators.control.host.control.behave();

    expect(await shop.boot()).toBeNull();
    expect(await shop.refusal('basket.view', {}), 'the gate is shut').toBe('not-signed-in');
    const signIn = await shop.signIn();
    expect(signIn.verdict).toBe('may-open');
    const books = signIn.steps.find(({ step }) => step === 'reconcile');
    expect(books?.state, 'the back office has the same books').toBe('passed');
    await expectBooksToAgree(`cut ${append}`);
    const restored = await shop.call('basket.view', {});
    const sold = saleIds().length > soldBefore;
    expect(restored.lines, 'the basket is back unless it was sold').toEqual(
      sold ? [] : basket.lines,
    );
  }
  throw new Error('no payment ran through');
}

describe('a plug pulled in the middle of a card payment', { timeout: 180_000 }, () => {
  it('never charges twice and never sells unpaid when the host approves', async () => {
    shop = await openShop();
    const cutAfter = await pullThePlugEverywhere(() => {});
    expect(cutAfter.slice(0, 4)).toEqual([
      'attempt-prepared',
      'attempt-requested',
      'attempt-approved',
      'sale-completed',
    ]);
    await expectBooksToAgree('at the end');
    // The cuts after the request and after the approval left something to take back.
    expect(shop.notices().filter((kind) => kind === 'attempt-taken-back')).toHaveLength(2);
  });

  it('takes the payment back when the host was silent, however often the till dies over it', async () => {
    shop = await openShop({ answerTimeoutMs: 1_000 });
    const { control } = shop.emulators.control.host;
    const cutAfter = await pullThePlugEverywhere(() => control.next('silent', { for: 'sale' }));
    expect(cutAfter).toEqual([
      'attempt-prepared',
      'attempt-requested',
      'attempt-unknown',
      'attempt-reversing',
      'attempt-reversed',
    ]);
    await expectBooksToAgree('at the end');
    expect(cardSalesMinor()).toBe(0);
  });
});
