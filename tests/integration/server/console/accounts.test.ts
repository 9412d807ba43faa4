/** Who may come in to the web page, and for how long. Plain requests: what a browser adds is in console.test.ts. */
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { sessionLife } from '../../../../server/accounts/sessions.ts';
import { countTry, forgetOldTries } from '../../../../server/accounts/throttle.ts';
import { consoleKey, type Office, openOffice, settings } from '../../../helpers/back-office.ts';
import {
  addAccount,
  newVisitor,
  password,
  type Visitor,
} from '../../../helpers/console-visitor.ts';
import { seededRandom } from '../../../helpers/seeded-random.ts';
import { tempFolder } from '../../../helpers/till-file.ts';

async function newOffice(): Promise<Office> {
  const office = await openOffice({ sqliteFile: join(tempFolder(), 'office.db') });
  onTestFinished(() => office.close());
  return office;
}

async function loggedIn(office: Office, name: string): Promise<Visitor> {
  const visitor = newVisitor(office.app);
  expect((await visitor.logIn(name)).headers.get('location')).toBe('/');
  return visitor;
}

const isIn = async (visitor: Visitor) => (await visitor.get('/account')).status === 200;
const codeIn = async (response: Response) =>
  /invitation-code">([^<]+)</.exec(await response.text())?.[1] ?? '';

const another = 'another long passphrase';

it('makes the first account with the key of the first start, and never a second one so', async () => {
  const office = await newOffice();
  const visitor = newVisitor(office.app);
  expect((await visitor.get('/login')).headers.get('location')).toBe('/setup');
  const first = { name: 'Boss', fullName: '王总', password, again: password };
  const setUp = (secret: string) =>
    visitor.post('/setup', { ...first, secret }, { from: '/setup' });
  expect((await setUp('not the key of this office')).status).toBe(401);
  const made = await setUp(consoleKey);
  expect([made.status, made.headers.get('location')]).toEqual([303, '/']);
  expect(await isIn(visitor)).toBe(true);
  const stranger = newVisitor(office.app);
  expect((await stranger.get('/setup')).headers.get('location')).toBe('/login');
  const again = { name: 'two', fullName: 'Two', password, again: password, secret: consoleKey };
  const second = await stranger.post('/setup', again, { from: '/login' });
  expect([second.status, second.headers.get('location')]).toEqual([303, '/login']);
});

it('takes no password that is short, simple, mistyped or the name', async () => {
  const office = await newOffice();
  const visitor = newVisitor(office.app);
  const tries: [string, string, string][] = [
    ['short', 'short', 'password'],
    ['aaaaaaaaaaaaaa', 'aaaaaaaaaaaaaa', 'password'],
    ['i am the boss here', 'i am the boss here', 'password'],
    [password, `${password}!`, 'again'],
  ];
  for (const [given, again, field] of tries) {
    const fields = { name: 'boss', fullName: 'B', password: given, again, secret: consoleKey };
    const answer = await visitor.post('/setup', fields, { from: '/setup' });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(`data-testid="error-${field}"`);
  }
});

it('answers a wrong password, an unknown name and a withdrawn account alike', async () => {
  const office = await newOffice();
  await addAccount(office);
  const gone = await addAccount(office, { name: 'gone' });
  const boss = await loggedIn(office, 'boss');
  await boss.post(`/accounts/${gone}/withdrawal`);
  const answers: string[] = [];
  for (const [name, secret] of [
    ['boss', 'wrong password of boss'],
    ['nobody', password],
    ['gone', password],
  ] as const) {
    const visitor = newVisitor(office.app);
    const answer = await visitor.logIn(name, secret);
    expect(answer.status).toBe(401);
    expect(await isIn(visitor)).toBe(false);
    const page = await answer.text();
    answers.push(page.replaceAll(name, 'x').replace(/(csrf" value|data-options)="[^"]*"/g, ''));
  }
  expect(new Set(answers).size).toBe(1);
});

it('makes wrong tries wait, for names that there are and that there are not', async () => {
  const office = await newOffice();
  await addAccount(office);
  const visitor = newVisitor(office.app);
  const statuses: number[] = [];
  for (let count = 0; count < 6; count += 1) {
    statuses.push((await visitor.logIn('nobody', 'wrong, all of them')).status);
  }
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  for (let count = 0; count < 4; count += 1) await visitor.logIn('boss', 'wrong, all of them');
  expect((await visitor.logIn('boss', 'wrong, the fifth')).status).toBe(401);
  const waiting = await visitor.logIn('boss');
  expect([waiting.status, waiting.headers.get('retry-after')]).toEqual([429, '30']);
  office.clock.advance(30_000);
  // The right one is taken after its wait, and the count begins anew.
  expect((await visitor.logIn('boss')).status).toBe(303);
  expect((await visitor.logIn('boss', 'wrong again, once')).status).toBe(401);
  expect((await visitor.logIn('boss')).status).toBe(303);
});

/** Somebody whose requests come from `address`. */
function from(office: Office, address: string): Visitor {
  const socket = { incoming: { socket: { remoteAddress: address } } };
  const app = {
    request: (path: string, init: RequestInit) => office.app.request(path, init, socket),
  };
  return newVisitor(app as unknown as Office['app']);
}

it('lets nobody be locked out by guesses at invented names, at theirs, or from behind their address', async () => {
  const office = await newOffice();
  await addAccount(office);
  const shop = '203.0.113.9';
  const known = from(office, shop);
  expect((await known.logIn('boss')).status).toBe(303);
  await known.post('/logout');
  const guesser = from(office, shop);
  let refused = 0;
  for (let count = 0; count < 60; count += 1) {
    const { status } = await guesser.logIn(`nobody-${count}`, 'wrong, all of them');
    if (status === 429) refused += 1;
  }
  // The one who is known was the first of thirty.
  expect(refused).toBe(31);
  // Nor does the guesser lock out others by guessing at their name.
  for (let count = 0; count < 20; count += 1) await guesser.logIn('boss', 'wrong, all of them');
  const elsewhere = from(office, '198.51.100.4');
  for (let count = 0; count < 20; count += 1) await elsewhere.logIn('boss', 'wrong, all of them');
  expect((await from(office, '192.0.2.7').logIn('boss')).status).toBe(303);
  expect((await known.logIn('boss')).status).toBe(303);
  await known.post('/logout');

  // A new browser behind the same address waits seconds, however long it was guessed before.
  const fresh = from(office, shop);
  const waiting = await fresh.logIn('boss');
  expect([waiting.status, waiting.headers.get('retry-after')]).toEqual([429, '2']);
  office.clock.advance(30_000);
  expect((await fresh.logIn('boss')).status).toBe(303);

  // A browser is known for the name it was given for, ninety days, and slows only itself.
  for (let count = 0; count < 5; count += 1) await known.logIn('boss', 'wrong, all of them');
  expect((await known.logIn('boss')).status).toBe(429);
  expect((await from(office, '192.0.2.8').logIn('boss')).status).toBe(303);
  office.clock.advance(91 * 24 * 3_600_000);
  for (let count = 0; count < 30; count += 1) await guesser.logIn(`again-${count}`, 'wrong');
  expect((await known.logIn('boss')).status).toBe(429);
});

it('lets the wait grow to a quarter of an hour, and forgets after a day', async () => {
  const office = await newOffice();
  const desk = { db: office.store.db, clock: office.clock, random: seededRandom('tries') };
  const subject = { kind: 'browser', value: 'boss' } as const;
  const waits: number[] = [];
  for (let count = 0; count < 16; count += 1) {
    const waitMs = await countTry(desk, subject);
    if (waitMs > 0) waits.push(waitMs / 1_000);
    office.clock.advance(waitMs);
    if (waitMs > 0) expect(await countTry(desk, subject)).toBe(0);
  }
  expect(waits.slice(0, 4)).toEqual([2, 4, 8, 16]);
  expect(waits.at(-1)).toBe(900);
  office.clock.advance(25 * 3_600_000);
  await forgetOldTries(desk);
  expect(await office.store.db.selectFrom('login_tries').selectAll().execute()).toEqual([]);
});

it('does not let many guesses at once slip past the count', async () => {
  const office = await newOffice();
  await addAccount(office);
  const visitors = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const visitor = newVisitor(office.app);
      await visitor.get('/login');
      return visitor;
    }),
  );
  const answers = await Promise.all(visitors.map((one) => one.logIn('boss', 'a guess of many')));
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
});

it('ends a session by itself, at logging out, and gives a new one at every login', async () => {
  const office = await newOffice();
  await addAccount(office);
  const visitor = await loggedIn(office, 'boss');
  const cookie = () => visitor.cookies.get('__Host-rollcall-session');
  const first = cookie();
  const rows = await office.store.db.selectFrom('console_sessions').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(first);
  expect((await visitor.get('/login')).status).toBe(200);
  await visitor.logIn('boss');
  expect(cookie()).not.toBe(first);

  office.clock.advance(sessionLife.idleMs - 1);
  expect(await isIn(visitor)).toBe(true);
  office.clock.advance(sessionLife.idleMs);
  expect(await isIn(visitor)).toBe(false);

  await visitor.logIn('boss');
  for (let at = 0; at < sessionLife.absoluteMs - 1; at += sessionLife.idleMs / 2) {
    expect(await isIn(visitor)).toBe(true);
    office.clock.advance(sessionLife.idleMs / 2);
  }
  expect(await isIn(visitor)).toBe(false);

  await visitor.logIn('boss');
  const kept = cookie() ?? '';
  await visitor.post('/logout');
  expect(cookie()).toBeUndefined();
  visitor.cookies.set('__Host-rollcall-session', kept);
  expect(await isIn(visitor)).toBe(false);
});

it('ends the other sessions of whoever changes their password, or asks for it', async () => {
  const office = await newOffice();
  await addAccount(office);
  const [here, there, third] = [
    await loggedIn(office, 'boss'),
    await loggedIn(office, 'boss'),
    await loggedIn(office, 'boss'),
  ];
  const page = await (await here.get('/account')).text();
  expect(page.match(/data-testid="session"/g)).toHaveLength(3);
  const hash = /name="session" value="([^"]+)"/.exec(page)?.[1] ?? '';
  await here.post('/account/sessions', { session: hash });
  expect([await isIn(there), await isIn(third)].filter(Boolean)).toHaveLength(1);
  await here.post('/account/sessions', { session: '' });
  expect([await isIn(here), await isIn(there), await isIn(third)]).toEqual([true, false, false]);

  await there.logIn('boss');
  const change = (now: string) =>
    here.post('/account/password', { now, password: another, again: another });
  expect((await change('not the password')).status).toBe(422);
  expect(await isIn(there)).toBe(true);
  expect((await change(password)).status).toBe(303);
  expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
  expect((await there.logIn('boss')).status).toBe(401);
  expect((await there.logIn('boss', another)).status).toBe(303);
});

it('invites by a code that works once, for its account, for three days', async () => {
  const office = await newOffice();
  const store = await office.admin.createStore(settings);
  await addAccount(office);
  const boss = await loggedIn(office, 'boss');
  const invite = async (name: string) =>
    codeIn(
      await boss.post('/accounts', { name, fullName: name, role: 'manager', stores: [store] }),
    );
  const code = await invite('anna');
  expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
  const taken = await boss.post('/accounts', { name: 'anna', fullName: 'x', role: 'auditor' });
  expect(taken.status).toBe(422);
  const join = (visitor: Visitor, name: string, secret: string) =>
    visitor.post('/join', { name, secret, password, again: password }, { from: '/join' });
  const otherCode = await invite('bert');
  const visitor = newVisitor(office.app);
  expect((await join(visitor, 'anna', otherCode)).status).toBe(401);
  expect((await join(visitor, 'anna', code.toLowerCase())).headers.get('location')).toBe('/');
  expect((await visitor.get('/accounts')).status).toBe(403);
  expect((await join(newVisitor(office.app), 'anna', code)).status).toBe(401);
  office.clock.advance(3 * 24 * 3_600_000);
  expect((await join(newVisitor(office.app), 'bert', otherCode)).status).toBe(401);
});

it('withdraws an account at once, and never the last of head office', async () => {
  const office = await newOffice();
  const bossId = await addAccount(office);
  const annaId = await addAccount(office, { name: 'anna', role: 'manager', stores: [] });
  const [boss, anna] = [await loggedIn(office, 'boss'), await loggedIn(office, 'anna')];
  await boss.post(`/accounts/${annaId}/withdrawal`);
  expect(await isIn(anna)).toBe(false);
  expect((await anna.logIn('anna')).status).toBe(401);
  await boss.post(`/accounts/${bossId}/withdrawal`);
  expect(await isIn(boss)).toBe(true);
  await boss.post(`/accounts/${bossId}`, { fullName: 'Boss', role: 'auditor' });
  expect((await boss.get('/accounts')).status).toBe(200);
});

it('changes nothing for a form of another session, another page, or nobody', async () => {
  const office = await newOffice();
  await addAccount(office);
  const boss = await loggedIn(office, 'boss');
  const other = await loggedIn(office, 'boss');
  const token = /name="csrf" value="([^"]+)"/.exec(await (await other.get('/account')).text());
  const fields = { name: 'mallory', fullName: 'M', role: 'head-office' };
  const site = { 'sec-fetch-site': 'same-origin', origin: 'http://localhost' };
  const attacks: [string, Parameters<Visitor['post']>[2]][] = [
    ['without a token', { csrf: '' }],
    ['with a token of another session', { csrf: token?.[1] ?? 'x' }],
    ['from another site', { headers: { ...site, 'sec-fetch-site': 'cross-site' } }],
    ['from a neighbour', { headers: { ...site, 'sec-fetch-site': 'same-site' } }],
    ['from another origin', { headers: { origin: 'https://evil.example' } }],
    ['from a browser that says nothing', { headers: {} }],
    ['from a file', { headers: { origin: 'null' } }],
  ];
  for (const [how, over] of attacks) {
    const answer = await boss.post('/accounts', fields, over);
    expect([how, answer.status]).toEqual([how, 403]);
  }
  const stranger = newVisitor(office.app);
  const login = { name: 'boss', password, next: '/' };
  for (const over of [
    { csrf: 'x' },
    { from: '/login', headers: { origin: 'https://evil.example' } },
  ]) {
    expect((await stranger.post('/login', login, over)).status).toBe(403);
  }
  const names = await office.store.db.selectFrom('accounts').select('name').execute();
  expect(names).toEqual([{ name: 'boss' }]);
});

it('goes on to the page that was asked for, and never to another site', async () => {
  const office = await newOffice();
  await addAccount(office);
  const visitor = newVisitor(office.app);
  const asked = await visitor.get('/journal?kind=signed-in');
  expect(asked.headers.get('location')).toBe('/login?next=%2Fjournal%3Fkind%3Dsigned-in');
  const form = { name: 'boss', password };
  const to = async (next: string) => {
    const answer = await visitor.post('/login', { ...form, next }, { from: '/login' });
    return answer.headers.get('location');
  };
  expect(await to('/journal?kind=signed-in')).toBe('/journal?kind=signed-in');
  for (const next of [
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    'javascript:1',
  ]) {
    expect(await to(next)).toBe('/');
  }
});

it('answers with headers that let nothing in, and keeps its pages out of every cache', async () => {
  const office = await newOffice();
  await addAccount(office);
  const visitor = await loggedIn(office, 'boss');
  for (const path of ['/', '/accounts', '/login']) {
    const { headers } = await visitor.get(path);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe|\*/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  }
  const cookies = await newVisitor(office.app).logIn('boss');
  expect(cookies.headers.getSetCookie().join('\n')).toMatch(
    /^__Host-rollcall-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/m,
  );
});

it('writes every change of accounts into the audit, and no secret', async () => {
  const office = await newOffice();
  await addAccount(office);
  const visitor = newVisitor(office.app);
  await visitor.logIn('boss', 'a wrong one, typed');
  office.clock.advance(1);
  await visitor.logIn('boss');
  office.clock.advance(1);
  const code = await codeIn(
    await visitor.post('/accounts', { name: 'anna', fullName: 'Anna', role: 'manager' }),
  );
  office.clock.advance(1);
  await visitor.post('/account/password', { now: password, password: another, again: another });
  const rows = await office.store.db.selectFrom('audit').selectAll().orderBy('id').execute();
  expect(rows.map(({ what }) => what)).toEqual([
    'login-refused',
    'logged-in',
    'account-invited',
    'password-changed',
  ]);
  for (const secret of [password, another, code, 'a wrong one, typed']) {
    expect(JSON.stringify(rows)).not.toContain(secret);
  }
  const page = await (await visitor.get('/audit')).text();
  expect(page).toContain('data-testid="audit-account-invited"');
});
