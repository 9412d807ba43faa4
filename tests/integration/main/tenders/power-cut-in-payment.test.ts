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

/** What counts for a sale that is not even yet. */
const takenByCardMinor = () =>
  shop.db
    .halfPaid()
    .flatMap(({ taken }) => taken)
    .filter(({ tender }) => tender.kind === 'card')
    .reduce((sum, { tender }) => sum + tender.amountMinor, 0);

/** What holds after every sign-in, whatever happened before it. */
async function expectBooksToAgree(what: string): Promise<void> {
  const { books } = shop.emulators.control.host;
  expect(shop.db.attempts.open(), `${what}: every attempt has ended`).toEqual([]);
  expect(books.chargedMinor(), `${what}: charged is what counts for a sale`).toBe(
    cardSalesMinor() + takenByCardMinor(),
  );
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

/** Of 13.00: a part in cash, a part by card, the rest by card; ends early where the plug was pulled. */
async function paySplit(): Promise<void> {
  const part = { ...(await shop.named('cash')), partMinor: 300 };
  await shop.call('sale.takeCash', part).catch((thrown) => {
    if (!shop.dead) throw thrown;
  });
  if (!shop.dead) await shop.payCard('good', undefined, 400);
  if (!shop.dead) await shop.payCard();
}

describe('a plug pulled in the middle of a sale of three tenders', { timeout: 180_000 }, () => {
  it('leaves it half paid with its goods fixed after whichever append, and it is paid on', async () => {
    shop = await openShop();
    expect(await shop.boot()).toBeNull();
    await shop.signIn();
    const cutAfter: string[] = [];
    /** What had been taken where it stood half paid. */
    const stoodAt = new Set([0]);
    for (let append = 1; ; append += 1) {
      const soldBefore = saleIds().length;
      await shop.fill();
      shop.pullAfter = shop.appends + append;
      await paySplit();
      if (!shop.dead) break;
      cutAfter.push(shop.kinds().at(-1) ?? '');
      await shop.unplugTill();
      expect(await shop.boot()).toBeNull();
      const { steps } = await shop.signIn();
      expect(steps.find(({ step }) => step === 'reconcile')?.state).toBe('passed');
      await expectBooksToAgree(`cut ${append}`);
      const { businessDate } = await shop.state();
      expect(shop.db.books.of(businessDate).difference).toBeNull();
      const { lines, taken, owedMinor, cashDueMinor } = await shop.call('basket.view', {});
      if (saleIds().length > soldBefore) {
        expect(lines).toEqual([]);
        continue;
      }
      const takenMinor = taken.reduce((sum, { tender }) => sum + tender.amountMinor, 0);
      stoodAt.add(takenMinor);
      expect(takenMinor + owedMinor, `cut ${append}: nothing is lost`).toBe(1_300);
      if (takenMinor > 0) {
        expect(await shop.refusal('basket.remove', { line: 1 })).toBe('sale-half-paid');
      }
      await shop.payCash(cashDueMinor);
    }
    // Receipts are printed beside it, whenever the paper is ready: the cuts fall where they fall.
    expect(new Set(cutAfter)).toEqual(
      new Set([
        'tender-taken',
        'attempt-prepared',
        'attempt-requested',
        'attempt-approved',
        'sale-completed',
        ...cutAfter.filter((kind) => kind === 'receipt-printed'),
      ]),
    );
    expect(stoodAt, 'with each of the parts').toEqual(new Set([0, 300, 700]));
    await expectBooksToAgree('at the end');
    expect(shop.db.halfPaid()).toEqual([]);
  });
});
