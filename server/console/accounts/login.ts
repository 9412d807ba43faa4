/** `/login`, `/login/passkey`, `/logout`: in and out. */
import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { type Account, checkPassword, countAccounts } from '../../accounts/accounts.ts';
import { checkPasskey, loginOptions } from '../../accounts/passkeys.ts';
import { endSession, findSession, openSession } from '../../accounts/sessions.ts';
import { countTry, forgetOldTries, forgetTries, type Subject } from '../../accounts/throttle.ts';
import { webauthnLibrary } from '../assets/files.ts';
import { dropCookie, giveCookie, readCookie } from '../entry/cookies.ts';
import { addressOf, holdsToken, isOurOwn, originOf, readForm } from '../entry/guard.ts';
import { knownBrowser, rememberBrowser } from '../entry/known-browser.ts';
import { viewOf } from '../entry/view.ts';
import { challengeSeal, visitorForm, visitorOf, visitorToken } from '../entry/visitor.ts';
import { hiddenField, submitButton, textField } from '../frame/forms.ts';
import { alonePage, type Markup } from '../frame/page.ts';
import type { ConsoleDesk, View } from '../frame/visit.ts';

const formBytesMax = 16 * 1024;

export function mountLogin(app: Hono, desk: ConsoleDesk): void {
  app.get('/login', async (context) => {
    if ((await countAccounts(desk)) === 0) return context.redirect('/setup', 303);
    return showLogin(desk, context, nextOf(context.req.query('next')), null, 200);
  });
  app.post('/login', async (context) => {
    const form = await readVisitorForm(desk, context);
    if (!form) return showLogin(desk, context, '/', (view) => view.say('stale.title'), 403);
    const name = textOf(form, 'name');
    const next = nextOf(textOf(form, 'next'));
    const typed = name.trim().toLowerCase();
    const waitMs = await firstWait(desk, context, typed);
    if (waitMs > 0) return refuseForNow(desk, context, next, waitMs);
    const account = await checkPassword(desk, name, textOf(form, 'password'));
    if (!account) {
      await noteRefusal(desk, context, 'password');
      return showLogin(desk, context, next, (view) => view.say('login.wrong'), 401, name);
    }
    await forgetTries(desk, ownSubject(desk, context, typed));
    return letIn(desk, context, account, next);
  });
  app.post('/login/passkey', async (context) => {
    const form = await readVisitorForm(desk, context);
    if (!form) return showLogin(desk, context, '/', (view) => view.say('stale.title'), 403);
    const next = nextOf(textOf(form, 'next'));
    const waitMs = await firstWait(desk, context, null);
    if (waitMs > 0) return refuseForNow(desk, context, next, waitMs);
    const party = { origin: originOf(context, desk.publicOrigin) };
    const seal = challengeSeal(desk, visitorOf(context));
    const account = await checkPasskey(desk, party, seal, textOf(form, 'response'));
    if (account) return letIn(desk, context, account, next);
    await noteRefusal(desk, context, 'passkey');
    return showLogin(desk, context, next, (view) => view.say('login.passkey.wrong'), 401);
  });
  app.post('/logout', async (context) => {
    const found = await findSession(desk, readCookie(context, 'session') ?? '');
    const form = await readForm(context, formBytesMax);
    const isMeant =
      found && isOurOwn(context, desk.publicOrigin) && holdsToken(form, found.session.csrf);
    if (isMeant) {
      await endSession(desk, found.session.hash);
      dropCookie(context, 'session');
    }
    return context.redirect('/login', 303);
  });
}

/** A form of somebody who is not logged in, sent by our own page in this browser; null for any other. */
export async function readVisitorForm(
  desk: ConsoleDesk,
  context: Context,
): Promise<FormData | null> {
  if (!isOurOwn(context, desk.publicOrigin)) return null;
  const form = await readForm(context, formBytesMax);
  return holdsToken(form, visitorToken(desk, visitorOf(context))) ? form : null;
}

/** A new session whatever the browser brought along, so that nobody can plant one. */
export async function letIn(
  desk: ConsoleDesk,
  context: Context,
  account: Account,
  next: string,
  what: 'logged-in' | 'account-made' | 'invitation-taken' = 'logged-in',
): Promise<Response> {
  const old = await findSession(desk, readCookie(context, 'session') ?? '');
  if (old) await endSession(desk, old.session.hash);
  const agent = context.req.header('user-agent') ?? '';
  const address = addressOf(context);
  const token = await openSession(desk, account, { agent, address });
  await desk.audit.did(desk.db, {
    store: '',
    who: `account:${account.name}`,
    what,
    params: { address },
  });
  giveCookie(context, 'session', token);
  rememberBrowser(desk, context, account.name);
  dropCookie(context, 'visitor');
  return context.redirect(next, 303);
}

/** Without the name that was typed: it may be a password in the wrong place. */
export function noteRefusal(
  desk: ConsoleDesk,
  context: Context,
  by: 'password' | 'passkey' | 'code' | 'key',
): Promise<void> {
  const who = `address:${addressOf(context)}` as const;
  return desk.audit.refused(desk.db, { store: '', who, what: 'login-refused', params: { by } });
}

/**
 * Milliseconds until a try of this name (lower case; null where none is typed) from here may be judged; counts it. A
 * browser that is known for the name asks nobody but itself.
 */
export async function firstWait(
  desk: ConsoleDesk,
  context: Context,
  name: string | null,
): Promise<number> {
  await forgetOldTries(desk);
  const own = name === null ? null : ownSubject(desk, context, name);
  if (own?.kind === 'browser') return countTry(desk, own);
  const subjects: Subject[] = [{ kind: 'address', value: addressOf(context) }];
  if (own && name !== null) subjects.push(own, { kind: 'name', value: name });
  for (const subject of subjects) {
    const waitMs = await countTry(desk, subject);
    if (waitMs > 0) return waitMs;
  }
  return 0;
}

function ownSubject(desk: ConsoleDesk, context: Context, name: string): Subject {
  const browser = knownBrowser(desk, context, name);
  return browser === null
    ? { kind: 'pair', value: `${addressOf(context)} ${name}` }
    : { kind: 'browser', value: `${browser} ${name}` };
}

export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

function refuseForNow(desk: ConsoleDesk, context: Context, next: string, waitMs: number) {
  const seconds = Math.ceil(waitMs / 1_000);
  context.header('retry-after', String(seconds));
  return showLogin(desk, context, next, ({ say }) => say('login.wait', { seconds }), 429);
}

/** Only within this page: never the address of somebody else. */
function nextOf(text: string | undefined): string {
  const here = 'https://here.invalid';
  if (text === undefined || !text.startsWith('/')) return '/';
  const url = new URL(text, here);
  return url.origin === here ? url.pathname + url.search : '/';
}

async function showLogin(
  desk: ConsoleDesk,
  context: Context,
  next: string,
  wrong: ((view: View) => string) | null,
  status: 200 | 401 | 403 | 429,
  name = '',
): Promise<Response> {
  const view = { ...viewOf(context, desk.clock), here: '/login' };
  const visitor = visitorOf(context, desk);
  const party = { origin: originOf(context, desk.publicOrigin) };
  const options = await loginOptions(desk, party, challengeSeal(desk, visitor));
  const csrf = visitorToken(desk, visitor);
  context.header('cache-control', 'no-store');
  const content = loginContent(view, { csrf, next, name, wrong: wrong?.(view) ?? null, options });
  return context.html(alonePage(view, view.say('login.title'), content), status);
}

type LoginForm = Readonly<{
  csrf: string;
  next: string;
  name: string;
  wrong: string | null;
  options: object;
}>;

function loginContent({ say }: View, { csrf, next, name, wrong, options }: LoginForm): Markup {
  return html`<div class="panel key"><h1>${say('login.title')}</h1>
${wrong === null ? '' : html`<p class="said bad" role="alert" data-testid="login-wrong">${wrong}</p>`}
${visitorForm(
  csrf,
  '/login',
  html`${hiddenField('next', next)}
${textField({ name: 'name', label: say('login.name'), value: name, autocomplete: 'username', maxLength: 40, required: true, autofocus: true })}
${textField({ name: 'password', type: 'password', label: say('login.password'), autocomplete: 'current-password', maxLength: 200, required: true })}
${submitButton(say('login.enter'), { testId: 'log-in' })}`,
)}
<form method="post" action="/login/passkey" class="form" data-passkey="get" data-library="${webauthnLibrary}" data-options="${JSON.stringify(options)}" hidden><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="response" value="">${hiddenField('next', next)}${submitButton(say('login.passkey'), { tone: 'quiet', testId: 'passkey' })}</form>
<p class="foot"><a href="/join" data-testid="join">${say('login.join')}</a></p></div>`;
}
