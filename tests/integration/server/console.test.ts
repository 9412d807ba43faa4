/** The web page in a real Chromium, over the real TLS socket. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Fact, StepOutcome } from '../../../domain/journal-entry.ts';
import { type StepName, stepNames } from '../../../domain/sign-in.ts';
import { systemClock } from '../../../main/clock.ts';
import { ownCertificate } from '../../../server/certificate.ts';
import { listenBackOffice } from '../../../server/listen.ts';
import { root } from '../../../tools/paths.ts';
import {
  joinTill,
  type Office,
  officeMorning,
  openOffice,
  settings,
  wireTill,
} from '../../helpers/back-office.ts';
import { addAccount, newVisitor, password } from '../../helpers/console-visitor.ts';
import { cardSale, cashSale, countingIds } from '../../helpers/facts.ts';
import { tempFolder } from '../../helpers/till-file.ts';

const executablePath = '/usr/bin/chromium';
const installed = existsSync(executablePath);
const screenshots = join(root, 'docs/screenshots');
const newId = countingIds();

const took: Record<StepName, number> = {
  operator: 4_600,
  'self-test': 240,
  devices: 1_500,
  'host-sign-on': 900,
  sync: 1_300,
  reconcile: 320,
  update: 80,
  float: 3_100,
};

/** All eight steps passed, but for those named; what follows a failed step was not run. */
function steps(unlike: Partial<Record<StepName, StepOutcome['state']>> = {}): StepOutcome[] {
  const failed = stepNames.findIndex((step) => unlike[step] === 'failed');
  return stepNames
    .filter((_, index) => failed === -1 || index <= failed)
    .map((step) => ({ step, state: unlike[step] ?? 'passed', problems: [], tookMs: took[step] }));
}

const signedIn = (unlike?: Parameters<typeof steps>[0], offline = false): Fact => ({
  kind: 'signed-in',
  body: { role: 'cashier', offline, steps: steps(unlike) },
});

type Shop = Readonly<{ office: Office; url: string; tills: Record<string, string> }>;

/** Two stores, seven tills, each in another state. */
async function openShop(): Promise<Shop> {
  const folder = tempFolder();
  const office = await openOffice({ sqliteFile: join(folder, 'back-office.db') });
  await addAccount(office);
  const first = await office.admin.createStore(settings);
  const second = await office.admin.createStore({
    ...settings,
    storeName: { zh: '滨江店', en: 'Riverside' },
  });
  const at = (hour: number, minute: number) => Date.UTC(2026, 10, 22, hour - 8, minute);
  const day = async (
    store: string,
    name: string,
    operator: string,
    signInAt: number,
    facts: readonly Fact[],
  ) => {
    const till = await joinTill(office, store, name);
    await till.call('pull', { cursor: '' });
    const entries = till.write(facts, { operator, at: signInAt });
    await till.call('push', { entries });
    return till;
  };
  const sell = (count: number): Fact[] =>
    Array.from({ length: count }, (_, index) =>
      index % 3 === 2
        ? cardSale(newId(), index + 1, newId(), 8_850 + index * 130)
        : cashSale(newId(), index + 1, 1_290 + index * 70),
    );
  const one = await day(first, '1', '1007', at(8, 52), [signedIn(), ...sell(8)]);
  await day(first, '2', '1012', at(8, 55), [signedIn({ devices: 'warned' }), ...sell(5)]);
  await day(first, '3', '1020', at(8, 58), [
    { kind: 'sign-in-failed', body: { steps: steps({ devices: 'failed' }) } },
  ]);
  await day(second, '1', '2001', at(8, 41), [
    signedIn({ sync: 'warned', reconcile: 'skipped', 'host-sign-on': 'skipped' }, true),
    ...sell(2),
  ]);
  const refused = await day(second, '2', '3004', at(9, 1), [signedIn()]);
  const later = wireTill(office, refused.till, refused, { seq: 40_116, hash: 'ab'.repeat(32) });
  await later.call('push', { entries: later.write(sell(1)) });
  await joinTill(office, second, '3');
  await office.admin.addTill(second, '4');

  const certificate = await ownCertificate(folder, office.clock);
  const listening = await listenBackOffice({
    app: office.app,
    clock: systemClock,
    certificate,
    port: 0,
    host: '127.0.0.1',
  });
  onTestFinished(async () => {
    await listening.close();
    await office.close();
  });
  return { office, url: `https://127.0.0.1:${listening.port}`, tills: { one: one.till } };
}

describe.skipIf(!installed)(`The web page${installed ? '' : `: no ${executablePath}`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  async function visit(locale: string): Promise<{ page: Page; context: BrowserContext }> {
    const context = await browser.newContext({
      locale,
      ignoreHTTPSErrors: true,
      viewport: { width: 1280, height: 800 },
    });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    const complaints: string[] = [];
    onTestFinished(() =>
      expect(complaints.filter((text) => !/status of (401|404)/.test(text))).toEqual([]),
    );
    return { page, context };
  }

  async function isAccessible(page: Page): Promise<void> {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  }

  for (const locale of ['zh-CN', 'en'] as const) {
    it(`shows every till with its sign-in and its takings, in ${locale}`, async () => {
      const { url, tills } = await openShop();
      const { page } = await visit(locale);
      await logIn(page, url);
      expect(page.url()).toBe(`${url}/`);
      expect(await page.locator('html').getAttribute('lang')).toBe(locale);
      const row = page.getByTestId(`till-${tills.one}`);
      expect(await row.getByTestId('operator').textContent()).toContain('1007');
      expect(await row.getByTestId('time').textContent()).toBe('08:52');
      expect(await row.getByTestId('sales').textContent()).toBe('8');
      expect(await row.getByTestId('takings').textContent()).toBe('¥278.20');
      expect(await row.getByTestId('steps').locator('.passed').count()).toBe(8);
      expect(await page.getByTestId('total-sales').textContent()).toBe('15');
      expect(await page.getByTestId('signed-in').textContent()).toContain('4');
      expect(await page.getByTestId('blocked').textContent()).toBe('2');
      expect(await page.getByTestId('state').allTextContents()).toEqual(
        {
          'zh-CN': [
            '营业中',
            '营业中 · 设备需留意',
            '签到受阻 · 设备',
            '离线签到',
            '流水不衔接 #40117',
            '未签到',
            '等待登记',
          ],
          en: [
            'Selling',
            'Selling · look at: Devices',
            'Blocked · Devices',
            'Signed in offline',
            'Journal refused at #40117',
            'Not signed in',
            'Not joined yet',
          ],
        }[locale],
      );
      await isAccessible(page);
      mkdirSync(screenshots, { recursive: true });
      await page.screenshot({ path: join(screenshots, `console-${locale}-1280x800.png`) });
    });
  }

  it('finds every sale, by till, by date and by number, and shows it in full', async () => {
    const { url, tills } = await openShop();
    const { page } = await visit('zh-CN');
    await logIn(page, url);
    await page.getByTestId(`till-${tills.one}`).getByRole('link').click();
    expect(await page.getByTestId('number').allTextContents()).toHaveLength(8);
    expect(await page.getByTestId('takings').textContent()).toBe('¥278.20');
    const card = page.getByTestId(`sale-${tills.one}-3`);
    expect(await card.getByTestId('tender').textContent()).toBe('银行卡 620000******0013');
    expect(await card.getByTestId('total').textContent()).toBe('¥91.10');
    expect(await card.getByTestId('status').textContent()).toBe('已完成');
    await isAccessible(page);
    await page.screenshot({ path: join(screenshots, 'console-till-zh-CN-1280x800.png') });
    await card.getByTestId('number').click();
    expect(await page.getByTestId('line-1').textContent()).toContain('农夫山泉 550ml');
    expect(await page.getByTestId('sale-total').textContent()).toBe('¥91.10');
    await isAccessible(page);

    await page.goto(`${url}/sales`);
    expect(await page.getByTestId('number').allTextContents()).toHaveLength(15);
    await page.locator('input[name=number]').fill('8');
    await page.getByRole('search').getByRole('button').click();
    expect(await page.getByTestId('number').allTextContents()).toEqual(['8']);
    await page.locator('input[name=date]').fill('2026-11-21');
    await page.getByRole('search').getByRole('button').click();
    expect(await page.getByTestId('no-sales').isVisible()).toBe(true);
    await isAccessible(page);
  });

  it('changes language by a link and remembers it', async () => {
    const { url } = await openShop();
    const { page } = await visit('zh-CN');
    await logIn(page, url);
    await page.getByTestId('language').click();
    expect(await page.locator('h1').textContent()).toBe('Today’s sign-in');
    await page.goto(`${url}/sales`);
    expect(await page.locator('h1').textContent()).toBe('Find a sale');
    await page.getByTestId('language').click();
    expect(await page.locator('h1').textContent()).toBe('销售查询');
  });

  it('renews itself until told not to', async () => {
    const { url, tills, office } = await openShop();
    const { page } = await visit('en');
    await logIn(page, url);
    const renews = page.locator('[data-live]');
    expect(await renews.getAttribute('data-live')).toBe('20');
    await page.getByTestId('refresh').click();
    expect(await renews.count()).toBe(0);
    expect(await page.getByTestId(`till-${tills.one}`).count()).toBe(1);
    await page.getByTestId('refresh').click();
    expect(await renews.count()).toBe(1);
    expect(office.clock.now()).toBe(officeMorning);
  });

  it('lets nothing in from elsewhere and shows names as text', async () => {
    const { url, office } = await openShop();
    const name = '<img src=x onerror=alert(1)>';
    await joinTill(office, undefined, name);
    const { page } = await visit('en');
    const response = await logIn(page, url);
    const policy = response?.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(await page.getByText(name).count()).toBe(1);
    expect(await page.locator('img').count()).toBe(0);
    const elsewhere = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter(({ name: from }) => !from.startsWith(location.origin)),
    );
    expect(elsewhere).toEqual([]);
  });

  it('says so where there is no such page, and shows an empty shop', async () => {
    const office = await openOffice({ sqliteFile: join(tempFolder(), 'empty.db') });
    onTestFinished(() => office.close());
    await addAccount(office);
    const visitor = newVisitor(office.app);
    await visitor.logIn('boss');
    expect((await visitor.get('/')).status).toBe(200);
    expect((await visitor.get('/sales')).status).toBe(200);
    for (const path of ['/tills/none', '/tills/none/sales/1', '/tills/none/sales/x', '/nothing']) {
      expect((await visitor.get(path)).status).toBe(404);
    }
  });
});

async function logIn(page: Page, url: string) {
  await page.goto(url);
  await page.locator('[name=name]').fill('boss');
  await page.locator('[name=password]').fill(password);
  await page.getByTestId('log-in').click();
  await page.waitForURL(`${url}/`);
  return page.reload();
}
