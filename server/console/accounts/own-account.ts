/** `/account`: one's own password, passkeys and sessions. */
import { html } from 'hono/html';
import { z } from 'zod';
import { checkPassword, setPassword } from '../../accounts/accounts.ts';
import { addingOptions, addPasskey, listPasskeys, removePasskey } from '../../accounts/passkeys.ts';
import { hashPassword } from '../../accounts/passwords.ts';
import { endOtherSessions, endSession, listSessions } from '../../accounts/sessions.ts';
import { countTry, forgetTries, type Subject } from '../../accounts/throttle.ts';
import { webauthnLibrary } from '../assets/files.ts';
import { originOf } from '../entry/guard.ts';
import { changePage, type Page, type PageAnswer, readPage } from '../entry/pages.ts';
import { challengeSeal } from '../entry/visitor.ts';
import {
  changeForm,
  errorNote,
  type FieldErrors,
  hiddenField,
  submitButton,
  textField,
} from '../frame/forms.ts';
import { heading, type Markup, momentText } from '../frame/page.ts';
import type { Visit } from '../frame/visit.ts';
import { newPasswordFields, passwordErrors } from './join.ts';
import { textOf } from './login.ts';

const route = { section: null, right: 'read', scope: 'all' } as const;
const nameSchema = z.string().trim().min(1).max(60);

export const ownAccountPages: readonly Page[] = [
  readPage({ path: '/account', ...route }, (visit) => ownPage(visit)),
  changePage({ path: '/account/password', ...route }, async (visit, form) => {
    const { account, desk, session, say } = visit;
    const password = textOf(form, 'password');
    const errors = passwordErrors(visit, password, textOf(form, 'again'), account.name);
    if (Object.keys(errors).length > 0) return ownPage(visit, errors);
    // Somebody at a screen that was left alone has no more tries than somebody outside.
    const subject: Subject = { kind: 'browser', value: `account ${account.name}` };
    const waitMs = await countTry(desk, subject);
    const fits = waitMs === 0 && (await checkPassword(desk, account.name, textOf(form, 'now')));
    if (!fits) {
      const seconds = Math.ceil(waitMs / 1_000);
      const now = waitMs > 0 ? say('login.wait', { seconds }) : say('own.password.wrong');
      return ownPage(visit, { now });
    }
    await forgetTries(desk, subject);
    const hashed = await hashPassword(password, desk.random);
    await visit.change('password-changed', {}, (own) =>
      setPassword(own, account.id, hashed, session.hash),
    );
    return { goTo: '/account', said: { word: 'own.password.changed' } };
  }),
  changePage({ path: '/account/passkeys', ...route }, async (visit, form) => {
    const { account, desk } = visit;
    const name = nameSchema.catch('passkey').parse(form.get('name'));
    const response = textOf(form, 'response');
    const seal = challengeSeal(desk, visit.session.csrf);
    const isAdded = await visit.change('own-passkey-added', { name }, (own) =>
      addPasskey(own, partyOf(visit), seal, account, { name, response }),
    );
    return {
      goTo: '/account',
      said: isAdded ? { word: 'own.passkey.added' } : { word: 'own.passkey.refused', tone: 'bad' },
    };
  }),
  changePage({ path: '/account/passkeys/remove', ...route }, async (visit, form) => {
    const isRemoved = await visit.change('own-passkey-removed', {}, (own) =>
      removePasskey(own, visit.account.id, textOf(form, 'id')),
    );
    if (!isRemoved) return null;
    return { goTo: '/account', said: { word: 'own.passkey.removed' } };
  }),
  changePage({ path: '/account/sessions', ...route }, async (visit, form) => {
    const { account, desk, session } = visit;
    const hash = textOf(form, 'session');
    const own = await listSessions(desk, account.id);
    if (hash !== '' && !own.some((one) => one.hash === hash)) return null;
    await visit.change('sessions-ended', {}, (its) =>
      hash === '' ? endOtherSessions(its, account.id, session.hash) : endSession(its, hash),
    );
    return { goTo: '/account', said: { word: 'own.sessions.ended' } };
  }),
];

async function ownPage(visit: Visit, errors: FieldErrors = {}): Promise<PageAnswer> {
  const { say, account } = visit;
  const isWrong = Object.keys(errors).length > 0;
  return {
    title: say('own.title'),
    status: isWrong ? 422 : 200,
    content: html`${heading(say('own.title'), `${account.fullName} · ${account.name} · ${say(`role.${account.role}`)}`)}
<div class="panels even">${passwordPanel(visit, errors)}${await passkeyPanel(visit)}</div>
${await sessionPanel(visit)}`,
  };
}

function passwordPanel(visit: Visit, errors: FieldErrors): Markup {
  const { say, account } = visit;
  return html`<section class="panel"><h2>${say('own.password')}</h2>${errorNote(visit, errors)}
${changeForm(
  visit,
  { action: '/account/password' },
  html`<input type="text" name="name" value="${account.name}" autocomplete="username" hidden>
${textField({ name: 'now', type: 'password', label: say('own.password.now'), autocomplete: 'current-password', required: true, error: errors.now })}
${newPasswordFields(visit, errors)}${submitButton(say('own.password.change'), { testId: 'change-password' })}`,
)}</section>`;
}

async function passkeyPanel(visit: Visit): Promise<Markup> {
  const { say, desk, account, session, now } = visit;
  const passkeys = await listPasskeys(desk, account.id);
  const seal = challengeSeal(desk, session.csrf);
  const options = await addingOptions(desk, partyOf(visit), seal, account);
  return html`<section class="panel"><h2>${say('own.passkeys')}</h2>
${passkeys.length === 0 ? html`<p>${say('own.passkeys.none')}</p>` : ''}
<ul class="rows">${passkeys.map(
    ({ id, name, usedAt }) =>
      html`<li data-testid="passkey-${name}"><span><b>${name}</b> <small>${
        usedAt === null
          ? say('own.passkey.unused')
          : say('own.passkey.used', { time: momentText(usedAt, now, zoneOf(visit), '') })
      }</small></span>${changeForm(visit, { action: '/account/passkeys/remove' }, html`${hiddenField('id', id)}${submitButton(say('own.passkey.remove'), { tone: 'quiet' })}`)}</li>`,
  )}</ul>
<form method="post" action="/account/passkeys" class="form" data-passkey="add" data-library="${webauthnLibrary}" data-options="${JSON.stringify(options)}" hidden>
${hiddenField('csrf', session.csrf)}${hiddenField('response', '')}
${textField({ name: 'name', label: say('own.passkey.name'), hint: say('own.passkey.name.hint'), required: true, maxLength: 60 })}
${submitButton(say('own.passkey.add'), { testId: 'add-passkey' })}</form>
<p class="hint" data-without-passkey>${say('own.needs-script')}</p></section>`;
}

async function sessionPanel(visit: Visit): Promise<Markup> {
  const { say, desk, account, session, now } = visit;
  const sessions = await listSessions(desk, account.id);
  const time = (at: number) => momentText(at, now, zoneOf(visit), '');
  return html`<section class="panel"><h2>${say('own.sessions')}</h2>
<ul class="rows">${sessions.map(
    (one) => html`<li data-testid="session"><span>${one.address} <small>${one.agent}</small><br>
${say('own.session.since', { time: time(one.createdAt) })} · ${say('own.session.seen', { time: time(one.seenAt) })}</span>${
      one.hash === session.hash
        ? html`<span class="chip good">${say('own.session.this')}</span>`
        : changeForm(
            visit,
            { action: '/account/sessions' },
            html`${hiddenField('session', one.hash)}${submitButton(say('own.session.end'), { tone: 'quiet' })}`,
          )
    }</li>`,
  )}</ul>
${sessions.length > 1 ? changeForm(visit, { action: '/account/sessions' }, submitButton(say('own.sessions.end'), { tone: 'quiet', testId: 'end-others' })) : ''}</section>`;
}

function partyOf({ context, desk }: Visit): { origin: string } {
  return { origin: originOf(context, desk.publicOrigin) };
}

/** An account may be of several stores; the wall clock of the first is as good as any. */
function zoneOf({ shops }: Visit): string {
  return shops[0]?.settings.zone ?? 'UTC';
}
