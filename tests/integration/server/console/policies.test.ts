/** The policies of a store in the console, by requests. */
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  joinTill,
  type Office,
  openOffice,
  settings,
  type WireTill,
} from '../../../helpers/back-office.ts';
import { addAccount, newVisitor, type Visitor } from '../../../helpers/console-visitor.ts';
import { tempFolder } from '../../../helpers/till-file.ts';

let office: Office;
let till: WireTill & { store: string };
let boss: Visitor;
const at = (path: string) => `${path}${path.includes('?') ? '&' : '?'}store=${till.store}`;
const hidden = (text: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';
const shown = (text: string, testId: string) =>
  new RegExp(`data-testid="${testId}"[^>]*>([^<]*)<`).exec(text)?.[1] ?? '';
const audited = async () =>
  (await office.store.db.selectFrom('audit').selectAll().execute()).map(({ what }) => what);

beforeEach(async () => {
  office = await openOffice({ sqliteFile: `${tempFolder()}/back-office.db` });
  onTestFinished(() => office.close());
  till = await joinTill(office);
  await addAccount(office);
  boss = newVisitor(office.app);
  await boss.logIn('boss');
  await boss.get('/catalogue?lang=en');
});

describe('policies', () => {
  const fieldsOn = (text: string) => ({
    ...Object.fromEntries(
      [...text.matchAll(/<input id="f-([^"]+)"[^>]*? value="([^"]*)"/g)].map(([, name, value]) => [
        name ?? '',
        value ?? '',
      ]),
    ),
    ...Object.fromEntries(
      [...text.matchAll(/<select id="f-([^"]+)"[\s\S]*?value="([^"]*)" selected/g)].map(
        ([, name, value]) => [name ?? '', value ?? ''],
      ),
    ),
    mark: hidden(text, 'mark'),
    passwords: 'yes',
    firmware: '',
    ways: ['secret'],
    wallets: ['wechat', 'alipay', 'unionpay'],
  });
  const page = async () => fieldsOn(await (await boss.get(at('/policies'))).text());
  const settingsNow = async () => (await office.admin.stores())[0]?.settings;

  it('that come back as they were change nothing', async () => {
    expect((await boss.post(at('/policies'), await page())).status).toBe(303);
    expect(await settingsNow()).toEqual(settings);
  });

  it('are changed in every part, and said in the audit by name', async () => {
    const fields = {
      ...(await page()),
      ways: ['badge+secret', 'passkey'],
      wallets: ['alipay'],
      openFrom: '07:00',
      openUntil: '23:30',
      lifeDays: '90',
      'step-sync': 'skip',
      firmware: 'VP-5: 1.0.2, 1.0.3\nMSR-90：2.0',
      manager: '138-0000',
      unsynced: '500.00',
    };
    expect((await boss.post(at('/policies'), fields)).status).toBe(303);
    expect(await settingsNow()).toMatchObject({
      ways: [['badge', 'secret'], ['passkey']],
      wallets: ['alipay'],
      openingHours: { from: '07:00', until: '23:30' },
      secrets: { lifeDays: 90 },
      signInPolicy: { sync: 'skip', 'self-test': 'block' },
      firmware: { 'VP-5': ['1.0.2', '1.0.3'], 'MSR-90': ['2.0'] },
      contacts: { manager: '138-0000' },
      offline: { unsyncedMinorMax: 50_000 },
    });
    expect(await audited()).toContain('settings-changed');
    const late = await boss.post(at('/policies'), fields);
    expect(late.status).toBe(409);
  });

  it.each([
    ['cutOver', { cutOver: '05:00' }, 'Tick below that you know what it means.'],
    ['zone', { zone: 'Mars/Olympus' }, 'There is no such zone.'],
    ['ways', { ways: [] }, 'Choose at least one way in.'],
    ['openUntil', { openFrom: '07:00', openUntil: '' }, 'Give both times, or none.'],
    ['firmware', { firmware: 'VP-5: 1\nnothing' }, 'Line 2 is not'],
    ['digitsMin', { digitsMin: '3' }, 'From 4 to 12.'],
    ['cashStep', { cashStep: '0.00' }, 'An amount above nothing'],
    ['reasons-void', { 'reasons-void': 'a: 甲 | A\na: 乙 | B' }, 'One to nine lines'],
    ['reasons-void', { 'reasons-void': 'a: 甲' }, 'One to nine lines'],
    ['reasons-void', { 'reasons-void': '' }, 'One to nine lines'],
    [
      'reasons-void',
      { 'reasons-void': 'a: 卡 4111 1111 1111 1111 | A' },
      'looks like a card number',
    ],
  ])('with wrong %s are refused with a sentence: %j', async (field, over, sentence) => {
    const answer = await boss.post(at('/policies'), { ...(await page()), ...over });
    expect(answer.status).toBe(422);
    expect(shown(await answer.text(), `error-${field}`)).toContain(sentence);
    expect(await settingsNow()).toEqual(settings);
  });

  it('of another cut-over are taken once somebody has said they know', async () => {
    const fields = { ...(await page()), cutOver: '05:00', confirmDay: 'yes' };
    expect((await boss.post(at('/policies'), fields)).status).toBe(303);
    expect((await settingsNow())?.cutOver).toBe('05:00');
  });
});
