/** The web page in a real Chromium, over the real TLS socket. One browser and one shop for all of it. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { joinTill } from '../../../helpers/back-office.ts';
import { addressOf, shownPages } from '../../../helpers/console-routes.ts';
import { type ConsoleShop, openConsoleShop } from '../../../helpers/console-shop.ts';
import { addAccount, password } from '../../../helpers/console-visitor.ts';
import { cashSale, countingIds } from '../../../helpers/facts.ts';

const executablePath = '/usr/bin/chromium';
const installed = existsSync(executablePath);

describe.skipIf(!installed)(`The web page${installed ? '' : `: no ${executablePath}`}`, () => {
  const profile = mkdtempSync(join(tmpdir(), 'rollcall-browser-'));
  let shop: ConsoleShop;
  let browser: BrowserContext;
  beforeAll(async () => {
    shop = await openConsoleShop();
    // Believing this one certificate, not ignoring all: with an error in it there are no passkeys.
    const believe = `--ignore-certificate-errors-spki-list=${shop.certificateHash}`;
    browser = await chromium.launchPersistentContext(profile, {
      ...{ executablePath, locale: 'en', viewport: { width: 1280, height: 800 } },
      args: ['--no-sandbox', believe],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.close();
    rmSync(profile, { recursive: true, force: true });
  });

  /** A page of nobody; it must not complain of anything but the answers it asked for. */
  async function visit(): Promise<Page> {
    await browser.clearCookies();
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    onTestFinished(async () => {
      await page.close();
      expect(complaints.filter((text) => !/status of (401|404|422)/.test(text))).toEqual([]);
    });
    return page;
  }

  async function enter(name = 'boss'): Promise<Page> {
    const page = await visit();
    await logIn(page, name);
    return page;
  }

  async function logIn(page: Page, name: string): Promise<void> {
    await page.goto(`${shop.url}/login`);
    await page.locator('[name=name]').fill(name);
    await page.locator('[name=password]').fill(password);
    await page.getByTestId('log-in').click();
    await page.waitForURL(`${shop.url}/`);
  }

  async function isAccessible(page: Page): Promise<void> {
    // There are no frames here: the legacy mode looks at the same page without opening another one for it.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect([page.url(), violations.map(({ id, nodes }) => [id, nodes[0]?.html])]).toEqual([
      page.url(),
      [],
    ]);
  }

  it('shows every till with its sign-in, its state and its takings', async () => {
    const page = await enter();
    const row = page.getByTestId(`till-${shop.till.till}`);
    expect(await row.getByTestId('operator').textContent()).toContain('1007');
    expect(await row.getByTestId('time').textContent()).toBe('08:52');
    expect(await row.getByTestId('sales').textContent()).toBe('8');
    expect(await row.getByTestId('takings').textContent()).toBe('¥278.20');
    expect(await row.getByTestId('steps').locator('.passed').count()).toBe(8);
    expect(await page.getByTestId('total-sales').textContent()).toBe('15');
    expect(await page.getByTestId('signed-in').textContent()).toContain('4');
    expect(await page.getByTestId('blocked').textContent()).toBe('2');
    expect(await page.getByTestId('offline').textContent()).toBe('1');
    expect(await page.getByTestId('median').textContent()).toBe('12 s');
    await page.getByText('not the registered one: 48219954 instead of 48213307').waitFor();
    const states = () => page.getByTestId('state').allTextContents();
    expect(await states()).toEqual([
      'Selling',
      'Selling · look at: Devices',
      'Blocked · Devices',
      'Signed in offline',
      'Journal refused at #40117',
      'Not signed in',
      'Not joined yet',
    ]);
    await page.getByTestId('language').click();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await states()).toEqual([
      '营业中',
      '营业中 · 设备需留意',
      '签到受阻 · 设备',
      '离线签到',
      '流水不衔接 #40117',
      '未签到',
      '等待登记',
    ]);
    await isAccessible(page);
    // Remembered on the next page.
    await page.goto(`${shop.url}/sales`);
    expect(await page.locator('h1').textContent()).toBe('销售查询');
  });

  it('keeps to one store where one is picked', async () => {
    const page = await enter();
    await page.getByTestId('shop').selectOption({ index: 2 });
    await page.getByTestId('switch-shop').click();
    expect(await page.getByTestId('state').count()).toBe(4);
    await page.getByRole('link', { name: 'Takings' }).click();
    expect(new URL(page.url()).searchParams.get('store')).toBe(shop.stores[1]);
    expect(await page.getByTestId('chart').isVisible()).toBe(true);
  });

  it('finds every sale, by till, by date and by number, and shows it in full', async () => {
    const page = await enter();
    await page.getByTestId(`till-${shop.till.till}`).getByRole('link').click();
    expect(await page.getByTestId('number').allTextContents()).toHaveLength(8);
    const card = page.getByTestId(`sale-${shop.till.till}-3`);
    expect(await card.getByTestId('tender').textContent()).toBe('Card 620000******0013');
    expect(await card.getByTestId('total').textContent()).toBe('¥91.10');
    await card.getByTestId('number').click();
    expect(await page.getByTestId('line-1').textContent()).toContain('Nongfu Spring');
    expect(await page.getByTestId('sale-total').textContent()).toBe('¥91.10');
    await page.goto(`${shop.url}/sales`);
    expect(await page.getByTestId('number').allTextContents()).toHaveLength(15);
    await page.locator('input[name=number]').fill('8');
    await page.keyboard.press('Enter');
    await page.waitForURL(/number=8/);
    expect(await page.getByTestId('number').allTextContents()).toEqual(['8']);
    await page.locator('input[name=date]').fill('2026-11-21');
    await page.getByRole('search').getByRole('button').click();
    await page.getByTestId('no-sales').waitFor();
  });

  it('refreshes what it shows and leaves the focus where it was, until told not to', async () => {
    const page = await enter();
    await page.clock.install();
    await page.reload();
    const link = page.getByTestId(`till-${shop.till.till}`).getByRole('link');
    await link.focus();
    const sales = page.getByTestId(`till-${shop.till.till}`).getByTestId('sales');
    const before = Number(await sales.textContent());
    const newId = countingIds();
    const entries = shop.till.write([cashSale(newId(), before + 1)]);
    expect((await shop.till.call('push', { entries })).status).toBe(200);
    await page.clock.fastForward(20_000);
    await expect.poll(() => sales.textContent()).toBe(String(before + 1));
    expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.getByTestId('refresh').click();
    expect(await page.locator('[data-live]').count()).toBe(0);
    await page.getByTestId('refresh').click();
    expect(await page.locator('[data-live]').getAttribute('data-live')).toBe('20');
  });

  it('lets a passkey in, and a wrong one not', async () => {
    await addAccount(shop.office, { name: 'passkey' });
    const page = await enter('passkey');
    const cdp = await browser.newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    const options = {
      ...({ protocol: 'ctap2', transport: 'internal', hasResidentKey: true } as const),
      ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    };
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options });
    await page.goto(`${shop.url}/account`);
    await page.locator('form[data-passkey] [name=name]').fill('office');
    await page.getByTestId('add-passkey').click();
    await page.getByTestId('passkey-office').waitFor();
    await page.getByTestId('log-out').click();
    await page.getByTestId('passkey').click();
    await page.waitForURL(`${shop.url}/`);
    expect(await page.getByTestId('own-account').textContent()).toContain('The Boss');

    await page.getByTestId('log-out').click();
    // The fingerprint is somebody else's.
    await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await page.getByTestId('passkey').click();
    await page.getByTestId('login-wrong').waitFor();
    await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
    // One that was removed here is worth nothing, whatever the authenticator says.
    await shop.office.store.db.deleteFrom('account_passkeys').execute();
    await page.getByTestId('passkey').click();
    await page.getByTestId('login-wrong').waitFor();
    expect(new URL(page.url()).pathname).toBe('/login/passkey');
  });

  it('works by keyboard alone', async () => {
    const page = await visit();
    await page.goto(`${shop.url}/`);
    // A page has loaded before it has given its first field the focus.
    await page.locator('input[name=name]:focus').waitFor();
    await page.keyboard.type('boss');
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${shop.url}/`);
    await page.keyboard.press('Tab');
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    expect(await focused()).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => !!document.activeElement?.closest('main'))).toBe(true);
    for (let count = 0; count < 40 && (await focused()) !== 'Journal'; count += 1) {
      await page.keyboard.press('Shift+Tab');
    }
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/journal/);
    await page.locator('select[name=kind]').focus();
    await page.keyboard.type('Sale');
    // Over the choice of an operator to a field that is typed in.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/kind=sale-completed/);
  });

  it('lets nothing in from elsewhere and shows names as text', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const { store } = await joinTill(shop.office, undefined, name);
    const page = await enter();
    const response = await page.goto(`${shop.url}/?store=${store}`);
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

  describe('is accessible and fits the screen', () => {
    let page: Page;
    beforeAll(async () => {
      await addAccount(shop.office, { name: 'reader' });
      await browser.clearCookies();
      page = await browser.newPage();
      await logIn(page, 'reader');
    });
    afterAll(() => page.close());

    it.each([...shownPages().values()].map((shown) => [shown.path, shown] as const))(
      'at %s',
      async (_, shown) => {
        const where = { store: shop.stores[0] ?? '', till: shop.till.till };
        const account = await shop.office.store.db.selectFrom('accounts').selectAll().execute();
        const parts = { seq: '2', account: account[0]?.account_id ?? '' };
        await page.setViewportSize({ width: 1024, height: 768 });
        await page.goto(shop.url + addressOf(shown, where, parts));
        const isTooWide = () =>
          page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
        expect(await isTooWide()).toBe(false);
        await page.setViewportSize({ width: 1280, height: 800 });
        expect(await isTooWide()).toBe(false);
        await isAccessible(page);
      },
    );

    it('at a role, which the keyboard changes alone', async () => {
      await page.setViewportSize({ width: 1024, height: 768 });
      for (const tag of ['en', 'zh-CN']) {
        await page.goto(`${shop.url}/roles/supervisor?store=${shop.stores[0]}&lang=${tag}`);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1024);
        await isAccessible(page);
      }
      await page.locator('input[value="day.close"]').focus();
      await page.keyboard.press('Space');
      await page.locator('#f-discountBasisPoints').focus();
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type('5');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/roles\?/);
      const role = await shop.office.admin.findRole(shop.stores[0] ?? '', 'supervisor');
      const changed = role?.value;
      expect([changed?.rights.includes('day.close'), changed?.limits.discountBasisPoints]).toEqual([
        true,
        500,
      ]);
    });

    it.each(['/login', '/join'])('at %s', async (path) => {
      await page.goto(shop.url + path);
      await isAccessible(page);
    });
  });
});
