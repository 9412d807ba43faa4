/** What stops a till, as a person meets it: what it says in both languages, and which key goes on. Nothing is lost by it. */
import type { Page } from '@playwright/test';
import { readBooks, readJournal } from './pages/books.ts';
import { canBreakDisks } from './pages/failing-disk.ts';
import { expect, test } from './pages/fixtures.ts';
import { people } from './pages/flows.ts';
import { expectReadable } from './pages/readable.ts';
import { type Stopping, walks } from './pages/stops.ts';
import { sizes } from './pages/till.ts';
import type { Visit } from './pages/visit.ts';

/** Screen → what stands on it: what happened, and what to press or do. */
type Words = Readonly<Record<string, readonly string[]>>;

const words = {
  'zh-CN': {
    'stop-shortened': ['本机流水只到第', '店长：继续使用', 'F8'],
    'stop-cloned': ['收银已停用', '请先签退', '店长：启用新流水'],
    'stop-new-journal': ['本机流水与后台的不同', '店长：启用新流水', 'F8'],
    'stop-restored': ['本机数据被恢复成了旧备份', '店长：启用新流水', 'F8'],
    'startup-restored': ['本机的流水不见了', '收银机', '登记码'],
    'doubt-unknown': ['是否已写入尚不清楚', '请把商品和钱款留在柜台上'],
    'doubt-undone': ['上一步没有写入', '请重做这一步'],
    'pay-card-unresolved': ['人工认定'],
    settle: ['顾客已被扣款', '顾客未被扣款', '认定'],
  },
  en: {
    'stop-shortened': ['This till’s journal ends at entry', 'Manager: go on', 'F8'],
    'stop-cloned': ['Selling has stopped', 'Sign out', 'Manager: new journal'],
    'stop-new-journal': ['are two', 'Manager: new journal', 'F8'],
    'stop-restored': ['set back to an older copy', 'Manager: new journal', 'F8'],
    'startup-restored': ['This till’s journal is gone', 'back office', 'code'],
    'doubt-unknown': ['It is not known', 'Keep the goods and the money on the counter'],
    'doubt-undone': ['was not written down', 'Do it again'],
    'pay-card-unresolved': ['Settle by hand'],
    settle: ['Customer was charged', 'Customer was not charged', 'Settle'],
  },
} as const satisfies Record<keyof typeof people, Words>;

for (const [locale, size] of [
  ['zh-CN', '1280x800'],
  ['en', '1024x768'],
] as const) {
  test.describe(`${locale}, ${size}`, () => {
    test.use({ locale });
    const seen: string[] = [];
    test.beforeEach(() => {
      seen.length = 0;
    });

    const visit: Visit = async (page, name) => {
      seen.push(name);
      await page.screenshot({ path: test.info().outputPath(`${name}.png`) });
      await expectWords(page, words[locale], name);
      await expectReadable(page, name);
    };
    const stopping = ({
      shop,
      openTill,
    }: Pick<Stopping, 'shop'> & { openTill: Open }): Stopping => ({
      ...{ shop, locale, visit },
      openTill: () => openTill({ size: sizes[size] }),
    });

    test('a journal that went two ways is told, and F8 brings all its sales in', async ({
      shop,
      openTill,
    }) => {
      await walks.fork(stopping({ shop, openTill }));
      expect(seen).toEqual(['stop-shortened', 'stop-cloned', 'stop-new-journal']);
      const ids = readBooks(shop).there.map(({ saleId }) => saleId);
      expect(ids).toHaveLength(2 + 3 + 4 + 1 + 1);
      expect(new Set(ids).size).toBe(ids.length);
      const lifted = readJournal(shop).findLast(({ kind }) => kind === 'stop-lifted');
      expect(lifted?.body).toMatchObject({
        stop: { kind: 'till-cloned' },
        by: people[locale].manager,
      });
    });

    test('a file that was put back or is gone is told, and F8 or a code goes on', async ({
      shop,
      openTill,
    }) => {
      await walks.restored(stopping({ shop, openTill }));
      expect(seen).toEqual(['stop-restored', 'startup-restored']);
      const ids = readBooks(shop).there.map(({ saleId }) => saleId);
      expect(ids).toHaveLength(2 + 3 + 1 + 1);
      expect(new Set(ids).size).toBe(ids.length);
    });

    test('a sale that nobody knows to be written is told, and told again once it is known', async ({
      shop,
      openTill,
    }) => {
      test.skip(!canBreakDisks, 'strace is not here, or may not trace');
      await walks.doubt(stopping({ shop, openTill }));
      expect(seen).toEqual(['doubt-unknown', 'doubt-undone']);
      expect(readBooks(shop).here).toHaveLength(1);
    });

    test('a payment that the bank never takes back is settled by hand, and cards go on', async ({
      shop,
      openTill,
    }) => {
      await walks.settle(stopping({ shop, openTill }));
      expect(seen).toEqual(['pay-card-unresolved', 'settle']);
      const settled = readJournal(shop).find(({ kind }) => kind === 'attempt-settled');
      expect(settled?.body).toMatchObject({
        outcome: 'charged',
        slip: '0163',
        by: people[locale].manager,
      });
    });
  });
}

type Open = (
  options: Readonly<{ size: (typeof sizes)[keyof typeof sizes] }>,
) => ReturnType<Stopping['openTill']>;

async function expectWords(page: Page, expected: Words, name: string): Promise<void> {
  const body = page.locator('body');
  for (const text of expected[name] ?? []) await expect(body, name).toContainText(text);
}
