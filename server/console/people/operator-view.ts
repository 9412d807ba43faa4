/** One operator as the page shows them: details, PIN, lock, badges, cards, passkeys. */
import { html } from 'hono/html';
import type { Operator } from '../../../domain/people/operator.ts';
import type { Seen } from '../../changes/seen.ts';
import type { PageAnswer } from '../entry/pages.ts';
import {
  changeForm,
  checkField,
  errorNote,
  type FieldErrors,
  hiddenField,
  submitButton,
  textField,
} from '../frame/forms.ts';
import { heading, inShop, type Markup } from '../frame/page.ts';
import { seenField, staleNote } from '../frame/stale.ts';
import type { ShopVisit } from '../frame/visit.ts';
import { detailFields } from './operator-fields.ts';

type Shown = Readonly<{
  given?: Readonly<Record<string, string>>;
  errors?: FieldErrors;
  /** Somebody else was faster: what is shown is what stands now. */
  isStale?: boolean;
}>;

export async function operatorPage(
  visit: ShopVisit,
  seen: Seen<Operator>,
  { given, errors = {}, isStale = false }: Shown = {},
): Promise<PageAnswer> {
  const { say } = visit;
  const { value: operator } = seen;
  const title = say('operators.edit', { number: operator.number });
  return {
    title,
    status: isStale ? 409 : Object.keys(errors).length > 0 ? 422 : 200,
    content: html`${heading(title, operator.name)}${isStale ? staleNote(visit) : errorNote(visit, errors)}
<div class="panels even">${await detailPanel(visit, seen, given, errors)}
<div>${visit.may('change') ? secretPanel(visit, seen) : ''}${tokenPanel(visit, seen, errors)}${passkeyPanel(visit, seen)}</div></div>
<p class="foot"><a href="${inShop(visit, '/operators')}">${say('back')}</a></p>`,
  };
}

/** A form of this operator, with the version it was made from. */
function formOf(
  visit: ShopVisit,
  { value, version }: Seen<Operator>,
  part: string,
  content: Markup,
): Markup {
  const action = inShop(visit, `/operators/${value.number}${part}`);
  return changeForm(visit, { action }, html`${seenField(version)}${content}`);
}

async function detailPanel(
  visit: ShopVisit,
  seen: Seen<Operator>,
  given: Shown['given'],
  errors: FieldErrors,
): Promise<Markup> {
  const { say } = visit;
  const { name, role, locale, withdrawn } = seen.value;
  const texts = given ?? { name, role, locale, withdrawn: withdrawn ? 'yes' : '' };
  const fields = html`${await detailFields(visit, texts, errors)}${checkField({ name: 'withdrawn', label: say('operators.withdrawn'), checked: texts.withdrawn === 'yes' })}`;
  return html`<section class="panel"><h2>${say('operators.details')}</h2>${
    visit.may('change')
      ? formOf(
          visit,
          seen,
          '',
          html`${fields}${submitButton(say('form.save'), { testId: 'save' })}`,
        )
      : html`<fieldset class="form" disabled>${fields}</fieldset>`
  }</section>`;
}

function secretPanel(visit: ShopVisit, seen: Seen<Operator>): Markup {
  const { say } = visit;
  const { secretDoubt } = seen.value;
  const warning = secretDoubt
    ? html`<p class="said bad" data-testid="secret-doubt">${say('operators.secret.doubt', { till: secretDoubt.till })}</p>`
    : '';
  return html`<section class="panel"><h2>${say('operators.secret')}</h2>${warning}<p>${say('operators.secret.lead')}</p>${formOf(
    visit,
    seen,
    '/secret',
    submitButton(say('operators.secret.make'), { tone: 'quiet', testId: 'new-secret' }),
  )}</section>
<section class="panel"><h2>${say('operators.unlock')}</h2><p>${say('operators.unlock.lead')}</p>${formOf(
    visit,
    seen,
    '/unlock',
    submitButton(say('operators.unlock'), { tone: 'quiet', testId: 'unlock' }),
  )}</section>`;
}

function tokenPanel(visit: ShopVisit, seen: Seen<Operator>, errors: FieldErrors): Markup {
  const { say } = visit;
  const { tokens } = seen.value;
  const rows = tokens.map(({ kind, hash }) => ({
    label: say(`operators.${kind}`, { mark: hash.slice(0, 6) }),
    form: removal(visit, seen, '/tokens/removal', 'hash', hash),
  }));
  return html`<section class="panel"><h2>${say('operators.badges')}</h2>${
    rows.length === 0 ? html`<p>${say('operators.none')}</p>` : rowList(visit, rows)
  }${
    visit.may('change')
      ? html`${formOf(visit, seen, '/badge', submitButton(say('operators.badge.make'), { tone: 'quiet', testId: 'make-badge' }))}
${formOf(
  visit,
  seen,
  '/card',
  html`${textField({ name: 'card', type: 'password', label: say('operators.card.number'), hint: say('operators.card.hint'), error: errors.card, required: true, inputmode: 'numeric', maxLength: 19 })}${submitButton(say('operators.card.add'), { tone: 'quiet', testId: 'add-card' })}`,
)}`
      : ''
  }</section>`;
}

function passkeyPanel(visit: ShopVisit, seen: Seen<Operator>): Markup {
  const { say } = visit;
  const rows = seen.value.passkeys.map(({ credentialId, label }) => ({
    label: label || credentialId.slice(0, 8),
    form: removal(visit, seen, '/passkeys/removal', 'credentialId', credentialId),
  }));
  return html`<section class="panel"><h2>${say('operators.passkeys')}</h2>${
    rows.length === 0 ? html`<p>${say('operators.passkeys.none')}</p>` : rowList(visit, rows)
  }</section>`;
}

function removal(
  visit: ShopVisit,
  seen: Seen<Operator>,
  part: string,
  name: string,
  value: string,
): Markup {
  const content = html`${hiddenField(name, value)}${submitButton(visit.say('operators.remove'), { tone: 'quiet' })}`;
  return formOf(visit, seen, part, content);
}

function rowList(
  visit: ShopVisit,
  rows: readonly Readonly<{ label: string; form: Markup }>[],
): Markup {
  return html`<ul class="rows">${rows.map(
    ({ label, form }) => html`<li><span>${label}</span>${visit.may('change') ? form : ''}</li>`,
  )}</ul>`;
}
