/** Facts and names for tests, and for the programs that tests start. */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { TillIdentity } from '../../db/file/identity.ts';
import type { NewId } from '../../domain/basics/random.ts';
import type { BodyOf, Fact } from '../../domain/contract/entry.ts';
import type { ChainHead } from '../../domain/journal/chain.ts';
import { includedTax } from '../../domain/prices/tax.ts';
import type { SaleBody } from '../../domain/sale/facts.ts';

export const identity: TillIdentity = {
  till: 'till-7',
  store: 'store-1',
  tillName: '1 号收银台',
  currency: 'CNY',
  zone: 'Asia/Shanghai',
};

/** 2026-11-22 08:52:03 in Shanghai. */
export const morning = 1_795_308_723_000;
export const context = { at: morning, businessDate: '2026-11-22', operator: '1001' } as const;

/** RFC 8410 wraps the 32 bytes of an Ed25519 private key like this; these are 0, 1, 2 … */
const privateKey = createPrivateKey({
  key: Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    Buffer.from(Array.from({ length: 32 }, (_, index) => index)),
  ]),
  format: 'der',
  type: 'pkcs8',
});

export const enrolledFact: Extract<Fact, { kind: 'till-enrolled' }> = {
  kind: 'till-enrolled',
  body: {
    store: identity.store,
    tillName: identity.tillName,
    currency: identity.currency,
    zone: identity.zone,
    publicKey: createPublicKey(privateKey)
      .export({ format: 'der', type: 'spki' })
      .toString('base64'),
  },
};

/** What a sync and a Z carry. */
export function signedHead(head: ChainHead): BodyOf<'journal-pushed'>['head'] {
  const signature = sign(null, Buffer.from(head.hash, 'hex'), privateKey).toString('base64');
  return { ...head, signature };
}

/** Ids in the shape of UUIDv7, the same every time. */
export function countingIds(): NewId {
  let count = 0;
  return () => {
    count += 1;
    return `0190a1b2-0000-7000-8000-${count.toString(16).padStart(12, '0')}`;
  };
}

/** One bottle of water, paid in cash. */
export function cashSale(saleId: string, number: number, totalMinor = 200): Fact {
  return {
    kind: 'sale-completed',
    body: {
      ...saleWithoutTender(saleId, number, totalMinor),
      tenders: [
        { kind: 'cash', amountMinor: totalMinor, tenderedMinor: totalMinor, changeMinor: 0 },
      ],
    },
  };
}

/** The same, by card. */
export function cardSale(
  saleId: string,
  number: number,
  attemptId: string,
  totalMinor = 200,
): Fact {
  return {
    kind: 'sale-completed',
    body: {
      ...saleWithoutTender(saleId, number, totalMinor),
      tenders: [
        {
          kind: 'card',
          amountMinor: totalMinor,
          attemptId,
          maskedPan: '620000******0013',
          authorisationCode: 'A12345',
          referenceNumber: '112233445566',
        },
      ],
    },
  };
}

export function prepared(
  attemptId: string,
  saleId: string,
  stan = '000001',
  amountMinor = 200,
): Fact {
  return {
    kind: 'attempt-prepared',
    body: { attemptId, saleId, amountMinor, currency: 'CNY', stan, batch: '000007' },
  };
}

function saleWithoutTender(
  saleId: string,
  number: number,
  totalMinor: number,
): Omit<SaleBody, 'tenders'> {
  return {
    saleId,
    number,
    lines: [
      {
        line: 1,
        kind: 'goods',
        sku: '10001',
        barcode: '6901234567892',
        name: { zh: '农夫山泉 550ml', en: 'Nongfu Spring 550ml' },
        unit: 'piece',
        quantity: 1000,
        listPriceMinor: totalMinor,
        priceMinor: totalMinor,
        taxRate: 1300,
        discounts: [],
        totalMinor,
        taxMinor: includedTax(totalMinor, 1300),
      },
    ],
    pieces: 1,
    listMinor: totalMinor,
    discountMinor: 0,
    totalMinor,
    roundingMinor: 0,
    tax: [{ rate: 1300, grossMinor: totalMinor, taxMinor: includedTax(totalMinor, 1300) }],
    voidedLines: 0,
    drawer: 'main',
  };
}
