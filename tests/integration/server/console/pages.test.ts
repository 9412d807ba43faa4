/** What the pages find and change, by plain requests. */
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Fact } from '../../../../domain/contract/entry.ts';
import { codeFor, writeChallenge } from '../../../../domain/people/one-time-code.ts';
import { entriesPerPage } from '../../../../server/journal/read.ts';
import { demoCatalogue } from '../../../../tools/demo/catalogue.ts';
import { joinTill, type Office, openOffice, settings } from '../../../helpers/back-office.ts';
import { tellStories } from '../../../helpers/console-stories.ts';
import { addAccount, newVisitor, type Visitor } from '../../../helpers/console-visitor.ts';
import { cardSale, cashSale, countingIds } from '../../../helpers/facts.ts';
import { seededRandom } from '../../../helpers/seeded-random.ts';
import { tempFolder } from '../../../helpers/till-file.ts';
import { sampleBodies } from '../../../unit/domain/contract/sample-bodies.ts';
import { onBothStores } from '../stores.ts';

async function enter(office: Office): Promise<Visitor> {
  await addAccount(office);
  const visitor = newVisitor(office.app);
  expect((await visitor.logIn('boss')).status).toBe(303);
  return visitor;
}

const textAt = async (visitor: Visitor, path: string) => (await visitor.get(path)).text();

/** The ids in the page that begin so, in its order. */
function testIds(page: string, prefix: string): string[] {
  return [...page.matchAll(/data-testid="([^"]+)"/g)].flatMap(([, id = '']) =>
    id.startsWith(prefix) ? [id.slice(prefix.length)] : [],
  );
}

const drawer: Fact = { kind: 'drawer-opened', body: { drawer: 'main' } };
const days = ['2026-10-30', '2026-10-31', '2026-11-01', '2026-11-22'] as const;

async function newOffice(): Promise<Office> {
  const office = await openOffice({ sqliteFile: join(tempFolder(), 'office.db') });
  onTestFinished(() => office.close());
  return office;
}

onBothStores('Looking back', (newStoreOffice) => {
  it('finds every entry once, over tills, days and months, page by page', async () => {
    const office = await newStoreOffice();
    const visitor = await enter(office);
    const store = await office.admin.createStore(settings);
    const newId = countingIds();
    const tills = [await joinTill(office, store, '1'), await joinTill(office, store, '2')];
    const written: string[] = [];
    for (const [index, businessDate] of days.entries()) {
      for (const till of tills) {
        const facts = Array.from(
          { length: 17 + index },
          (_, at): Fact =>
            at === 3 ? cardSale(newId(), index + 1, newId(), 4_200 + index) : drawer,
        );
        const operator = index % 2 === 0 ? '1007' : '2003';
        const entries = till.write(facts, { businessDate, operator });
        expect((await till.call('push', { entries })).status).toBe(200);
        written.push(...entries.map(({ seq }) => `${till.till}-${seq}`));
      }
    }
    const range = 'from=2026-10-01&until=2026-11-30';
    const seen: string[] = [];
    let path: string | undefined = `/journal?store=${store}&${range}`;
    let pages = 0;
    while (path) {
      const page: string = await textAt(visitor, path);
      seen.push(...testIds(page, 'entry-'));
      pages += 1;
      path = /<a href="([^"]+)" data-testid="next-page"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(pages).toBe(Math.ceil(written.length / entriesPerPage));
    expect([...seen].sort()).toEqual([...written].sort());
    expect(seen[0]).toBe(written.filter((id) => id.startsWith(tills[0]?.till ?? '')).at(-1));

    const [one] = tills;
    const first = one?.till ?? '';
    const found = async (query: string) =>
      testIds(await textAt(visitor, `/journal?store=${store}&${range}&${query}`), 'entry-');
    expect(await found('kind=sale-completed')).toHaveLength(8);
    expect(await found(`kind=sale-completed&till=${first}`)).toHaveLength(4);
    expect(await found('kind=sale-completed&operator=2003')).toHaveLength(4);
    expect(await found(`till=${first}&seq=4`)).toEqual([`${first}-4`]);
    expect(await found('receipt=2')).toHaveLength(2);
    expect(await found('amount=42.03')).toHaveLength(2);
    expect(await found('amount=42.03&receipt=2')).toEqual([]);
    expect(await found('text=620000')).toHaveLength(8);
    expect(await found(`text=${encodeURIComponent('农夫山泉')}`)).toHaveLength(8);
    for (const text of ['%', '_', "'; drop table entries; --", '"', '\\']) {
      expect(await found(`text=${encodeURIComponent(text)}&kind=drawer-opened`)).toEqual([]);
    }
    const dayAlone = `/journal?store=${store}&from=2026-10-31&until=2026-10-31&kind=sale-completed`;
    expect(testIds(await textAt(visitor, dayAlone), 'entry-')).toHaveLength(2);
    expect(await found('after=nonsense&kind=sale-completed')).toHaveLength(8);
    expect(office.faults).toEqual([]);
  });

  it('looks back on sign-ins by till, operator and date, with the seconds of each step', async () => {
    const office = await newStoreOffice();
    const visitor = await enter(office);
    const store = await office.admin.createStore(settings);
    const { till } = await office.admin.addTill(store, '1');
    const silent = { kind: 'device-silent', params: { device: 'PIN pad' } };
    const stepsOf = (failed: boolean) => [
      { step: 'operator', state: 'passed', problems: [], tookMs: 4_600 },
      { step: 'devices', state: failed ? 'failed' : 'warned', problems: [silent], tookMs: 1_500 },
    ];
    await office.store.db
      .insertInto('sign_ins')
      .values(
        Array.from({ length: 60 }, (_, index) => ({
          ...{ store_id: store, till_id: till, seq: index + 1, at: office.clock.now() - index },
          ...{ business_date: index < 55 ? '2026-11-22' : '2026-11-21' },
          ...{ operator: index % 2 === 0 ? '1007' : '2003', opened: index === 0 ? 0 : 1 },
          ...{ offline: 0, steps: JSON.stringify(stepsOf(index === 0)) },
        })),
      )
      .execute();
    const first = await textAt(visitor, `/sign-ins?store=${store}&lang=en`);
    expect(testIds(first, 'sign-in-')).toHaveLength(50);
    expect(first).toContain('The PIN pad does not answer.');
    expect(first).toContain('4.6 s');
    const next = /<a href="([^"]+)" data-testid="next-page"/
      .exec(first)?.[1]
      ?.replaceAll('&amp;', '&');
    expect(testIds(await textAt(visitor, next ?? ''), 'sign-in-')).toHaveLength(10);
    const filtered = `/sign-ins?store=${store}&operator=2003&from=2026-11-21&until=2026-11-21`;
    expect(testIds(await textAt(visitor, filtered), 'sign-in-')).toHaveLength(3);
  });
});

it('shows an entry as it came, its chain, and what belongs to it', async () => {
  const office = await newOffice();
  const visitor = await enter(office);
  const till = await joinTill(office);
  const newId = countingIds();
  const unknown = { kind: 'hologram-shown', body: { note: '<b>bold</b>' } };
  const entries = till.write([drawer, cardSale(newId(), 1, newId(), 900), unknown, drawer]);
  await till.call('push', { entries });
  const sale = await textAt(visitor, `/tills/${till.till}/entries/2`);
  expect(sale).toContain(entries[1]?.hash);
  expect(sale).toContain('class="chip good" data-testid="chain"');
  expect(sale).toContain(`/tills/${till.till}/sales/2`);
  const same = /<a href="([^"]+)" data-testid="same-saleId"/.exec(sale)?.[1] ?? '';
  const around = await textAt(visitor, same.replaceAll('&amp;', '&'));
  expect(testIds(around, 'entry-')).toEqual([`${till.till}-2`]);

  const odd = await textAt(visitor, `/tills/${till.till}/entries/3`);
  expect(odd).toContain('hologram-shown');
  expect(odd).toContain('&lt;b&gt;bold');
  expect(odd).toContain('data-testid="aside"');
  const aside = await textAt(visitor, `/tills/${till.till}/manage`);
  expect(testIds(aside, 'aside-')).toEqual(['3']);
  expect((await visitor.get(`/tills/${till.till}/entries/5`)).status).toBe(404);

  // Somebody who can write to the database is seen here.
  await office.store.db
    .updateTable('entries')
    .set({ body: '{"note":"nothing happened"}' })
    .where('till_id', '=', till.till)
    .where('seq', '=', 3)
    .execute();
  for (const seq of [3, 4]) {
    const page = await textAt(visitor, `/tills/${till.till}/entries/${seq}`);
    expect(page).toContain('class="chip bad" data-testid="chain"');
  }
});

it('adds up takings by store, till, hour and tender, beside the week before', async () => {
  const office = await newOffice();
  const visitor = await enter(office);
  const newId = countingIds();
  const other = { zh: '滨江店', en: 'Riverside' };
  const [one, two] = [
    await joinTill(office, await office.admin.createStore(settings), '1'),
    await joinTill(office, await office.admin.createStore({ ...settings, storeName: other }), '1'),
  ];
  const at = (day: number, hour: number) => Date.UTC(2026, 10, day, hour - 8);
  const push = (till: typeof one, day: number, hour: number, facts: Fact[]) =>
    till.call('push', {
      entries: till.write(facts, { businessDate: `2026-11-${day}`, at: at(day, hour) }),
    });
  await push(one, 15, 9, [cashSale(newId(), 1, 10_000)]);
  await push(one, 22, 9, [cashSale(newId(), 1, 8_000), cardSale(newId(), 2, newId(), 4_000)]);
  await push(two, 22, 10, [cashSale(newId(), 1, 3_000)]);
  const page = await textAt(visitor, '/takings?lang=en&date=2026-11-22');
  expect(page).toMatch(/data-testid="takings">¥150.00</);
  expect(page).toMatch(/data-testid="change">¥100.00 <small>\/ \+50 %</);
  const cells = (id: string) =>
    [
      ...(new RegExp(`data-testid="${id}".*?</tr>`, 's').exec(page)?.[0] ?? '').matchAll(
        /<td[^>]*>([^<]*)</g,
      ),
    ].map(([, text]) => text);
  expect(cells(`takings-${one.store}`)).toEqual([
    '2',
    '¥120.00',
    '¥0.00',
    '¥80.00',
    '¥40.00',
    '¥0.00',
    '¥100.00',
    '+20 %',
  ]);
  expect(cells(`takings-${two.till}`)).toEqual([
    '1',
    '¥30.00',
    '¥0.00',
    '¥30.00',
    '¥0.00',
    '¥0.00',
    '¥0.00',
    '—',
  ]);
  expect(cells('hour-9')).toEqual(['¥120.00', '¥100.00']);
  expect(cells('hour-10')).toEqual(['¥30.00', '¥0.00']);
  const alone = await textAt(visitor, `/takings?store=${two.store}&date=2026-11-22`);
  expect(alone).toMatch(/data-testid="takings">¥30.00</);
  expect(office.faults).toEqual([]);
});

it('lets a till join by a code that is shown once, and withdraws it with a reason', async () => {
  const office = await newOffice();
  const visitor = await enter(office);
  const store = await office.admin.createStore(settings);
  const codeOf = (page: string) => /enrolment-code">([^<]+)</.exec(page)?.[1] ?? '';
  const added = await visitor.post(`/tills?store=${store}`, { name: '7' });
  const code = codeOf(await added.text());
  expect(code).toMatch(/^\w{4}-\w{4}$/);
  const till = `${store}-01`;
  const renewed = codeOf(await (await visitor.post(`/tills/${till}/code`)).text());
  const enrol = (text: string) =>
    office.app.request('/v1/enrol', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: text, publicKey: joinable.publicKey }),
    });
  const joinable = await joinTill(office);
  expect((await enrol(code)).status).toBe(403);
  expect((await enrol(renewed)).status).toBe(200);
  expect((await visitor.post(`/tills/${till}/code`)).status).toBe(404);

  expect((await visitor.post(`/tills/${till}/revocation`, { reason: '' })).status).toBe(422);
  await visitor.post(`/tills/${till}/revocation`, { reason: 'stolen on 11-22' });
  expect(await textAt(visitor, `/tills/${till}/manage`)).toContain('data-testid="said"');
  expect((await visitor.post(`/tills/${till}/revocation`, { reason: 'again' })).status).toBe(404);
  const audit = await textAt(visitor, `/audit?store=${store}`);
  expect(testIds(audit, 'audit-').sort()).toEqual([
    'till-added',
    'till-code-renewed',
    'till-joined',
    'till-revoked',
  ]);
  expect(audit).toContain('stolen on 11-22');
  expect(audit).not.toContain(renewed);
  expect(testIds(await textAt(visitor, '/audit?what=till-revoked'), 'audit-')).toHaveLength(1);
  expect(testIds(await textAt(visitor, '/audit?who=nobody'), 'audit-')).toEqual([]);
});

it('answers a challenge after showing what it allows, for this till alone', async () => {
  const office = await newOffice();
  const visitor = await enter(office);
  const till = await joinTill(office);
  const at = `store=${till.store}`;
  const challenge = writeChallenge(
    { purpose: 'operator-unlock', number: '1007' },
    seededRandom('c'),
  );
  const ask = (path: string, fields: Record<string, string>) =>
    visitor.post(`${path}?${at}`, { till: till.till, ...fields });
  expect((await ask('/codes', { challenge: 'AAAA-AAAA-AAAA' })).status).toBe(422);
  const shown = await ask('/codes', { challenge: challenge.toLowerCase().replaceAll('-', ' ') });
  expect(await shown.text()).toMatch(/data-testid="purpose"><b>[^<]*1007/);
  expect((await ask('/codes/answer', { challenge })).status).toBe(422);
  await till.call('pull', { cursor: '' });
  const answer = await (await ask('/codes/answer', { challenge })).text();
  const row = await office.store.db
    .selectFrom('tills')
    .select('code_key')
    .where('till_id', '=', till.till)
    .executeTakeFirstOrThrow();
  const key = Buffer.from(row.code_key ?? '', 'base64');
  const hmac = (secret: Uint8Array, text: string) =>
    createHmac('sha256', secret).update(text).digest();
  expect(answer).toContain(`data-testid="code">${codeFor(challenge, till.till, key, hmac)}<`);
  expect(testIds(await textAt(visitor, `/audit?${at}`), 'audit-').sort()).toEqual([
    'code-given',
    'till-joined',
  ]);
  const stranger = await joinTill(office);
  expect((await ask('/codes', { till: stranger.till, challenge })).status).toBe(404);
});

it('answers who was short, who is locked and what was done, by name and in sentences', async () => {
  const office = await newOffice();
  const visitor = await enter(office);
  const till = await joinTill(office, undefined, '1');
  const { store } = till;
  await till.call('push', {
    entries: till.write([{ kind: 'signed-in', body: sampleBodies['signed-in'] }]),
  });
  await tellStories({ office, stores: [store], till });

  const closings = await textAt(visitor, `/closings?lang=en&store=${store}`);
  expect(testIds(closings, `closing-${till.till}-`)).toEqual(['2', '1']);
  for (const said of ['¥487.50', '¥500.00', '¥12.50 short', '找零误差', '陈静 · 1001', 'agrees']) {
    expect(closings).toContain(said);
  }

  const today = await textAt(visitor, '/?lang=en');
  expect(today).toContain('李强 · 1012 is locked after 8 wrong tries.');
  expect(await textAt(visitor, `/operators?lang=en&store=${store}`)).toContain('Locked at 1');
  const page = await textAt(visitor, `/tills/${till.till}?lang=en`);
  for (const said of ['Selling', '0.9.2', 'Locked after wrong PINs', 'Z 2 ·']) {
    expect(page).toContain(said);
  }

  const journal = await textAt(visitor, `/journal?lang=en&store=${store}&kind=price-overridden`);
  const [item] = demoCatalogue();
  expect(journal).toContain(`王芳 · 1007 changed the price of ${item?.name.en} from ¥11.80`);
  expect(journal).not.toContain('priceMinor');
  const [seq = ''] = testIds(journal, `entry-${till.till}-`);
  const entry = await textAt(visitor, `/tills/${till.till}/entries/${seq}?lang=en`);
  expect(entry.indexOf('priceMinor')).toBeGreaterThan(entry.indexOf('<details>'));

  await till.call('push', {
    entries: till.write([{ kind: 'operator-unlocked', body: { number: '1012', by: '1001' } }]),
  });
  expect(await textAt(visitor, '/?lang=en')).not.toContain('is locked');
});
