/** What happens in a shop beside selling, for whoever looks at the pages that tell of it: names, closings, odd acts. */
import { sign } from 'node:crypto';
import type { Fact } from '../../domain/contract/entry.ts';
import { newcomer, type Operator, triesMax } from '../../domain/people/operator.ts';
import { demoCatalogue } from '../../tools/demo/catalogue.ts';
import type { WireTill } from './back-office.ts';
import type { ConsoleShop } from './console-shop.ts';
import { cashSale, countingIds } from './facts.ts';

const people: readonly Pick<Operator, 'number' | 'name' | 'role'>[] = [
  { number: '1001', name: '陈静', role: 'manager' },
  { number: '1007', name: '王芳', role: 'cashier' },
  { number: '1012', name: '李强', role: 'cashier' },
  { number: '1020', name: 'Zhao Min', role: 'cashier' },
];

/** In the first store, on the evening before and on the morning of `openConsoleShop`. */
export async function tellStories({
  office,
  stores,
  till,
}: Pick<ConsoleShop, 'office' | 'stores' | 'till'>): Promise<void> {
  const [store = ''] = stores;
  const pinHash = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;
  await office.admin.putOperators(
    store,
    people.map((one) => ({ ...newcomer, ...one, locale: 'zh-CN', pinHash, withdrawn: false })),
  );
  await office.admin.putItems(store, demoCatalogue().slice(0, 40));
  const newId = countingIds();
  const saleId = newId();
  const at = (hour: number, minute: number) => Date.UTC(2026, 10, 22, hour - 8, minute);
  const tell = async (facts: readonly Fact[], operator: string, atMs: number) => {
    const entries = till.write(facts, { operator, at: atMs });
    await till.call('push', { entries });
  };
  const wrong = Array.from(
    { length: triesMax },
    (_, index): Fact => ({
      kind: 'sign-in-refused',
      body: { number: '1012', reason: 'pin-wrong', wrongTries: index + 1 },
    }),
  );
  await tell([{ kind: 'till-started', body: { version: '0.9.2' } }], '1007', at(8, 50));
  await tell(
    [
      {
        kind: 'price-overridden',
        body: {
          saleId,
          sku: demoCatalogue()[0]?.sku ?? '',
          listPriceMinor: 1_180,
          priceMinor: 990,
          approvedBy: '1001',
        },
      },
      { kind: 'drawer-opened', body: { approvedBy: '1001', drawer: 'main' } },
      {
        kind: 'sale-abandoned',
        body: {
          saleId,
          lines: 2,
          totalMinor: 2_350,
          owner: '1007',
          reasonId: 'customer',
          reason: '顾客不要了',
        },
      },
      ...wrong,
      {
        kind: 'anomaly-raised',
        body: {
          anomaly: 'many-no-sales',
          params: { businessDate: '2026-11-22', count: 9, usual: 2 },
          entries: [4, 5],
        },
      },
    ],
    '1007',
    at(9, 2),
  );
  await close(till, 1, { countedMinor: 51_300, expectedMinor: 51_300 }, null, at(9, 3));
  await close(till, 2, { countedMinor: 48_750, expectedMinor: 50_000 }, '找零误差', at(9, 4));
  await tell([cashSale(newId(), 99, 1_850)], '1007', at(9, 5));
}

type Counted = Readonly<{ countedMinor: number; expectedMinor: number }>;

async function close(
  till: WireTill,
  zNumber: number,
  counted: Counted,
  reason: string | null,
  at: number,
): Promise<void> {
  const head = till.head();
  const signature = sign(null, Buffer.from(head.hash, 'hex'), till.privateKey).toString('base64');
  const fact: Fact = {
    kind: 'day-closed',
    body: {
      zNumber,
      closedDate: `2026-11-${20 + zNumber - 1}`,
      ...counted,
      differenceMinor: counted.countedMinor - counted.expectedMinor,
      reason,
      sales: 41,
      salesMinor: 204_480,
      firstSeq: 1,
      lastSeq: head.seq,
      head: { ...head, signature },
      drawer: 'main',
    },
  };
  await till.call('push', { entries: till.write([fact], { operator: '1001', at }) });
}
