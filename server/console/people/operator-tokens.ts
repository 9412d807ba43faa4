/** Badges, staff cards and passkeys of one operator. A badge is shown once, to be printed; only its hash is kept. */
import { html, raw } from 'hono/html';
import { encodeQR } from 'qr';
import { holdsPan } from '../../../domain/basics/mask.ts';
import { badgeBytes, badgeText } from '../../../domain/people/badge.ts';
import type { Operator } from '../../../domain/people/operator.ts';
import type { TokenKind } from '../../../domain/people/slow-hash.ts';
import type { SentenceParams } from '../../../domain/words/problem.ts';
import { hashToken } from '../../people/pin-hash.ts';
import { type Answer, changePage, type GoTo, type Page, type PageAnswer } from '../entry/pages.ts';
import { heading, inShop } from '../frame/page.ts';
import type { ShopVisit } from '../frame/visit.ts';
import { changing, findOperator } from './operator-change.ts';
import { operatorPage } from './operator-view.ts';

const route = { section: 'operators', right: 'change', scope: 'one' } as const;
const path = '/operators/:number';
/** `operatorSchema` holds no more. */
const tokensMax = 8;

export const tokensPages: readonly Page[] = [
  changePage({ path: `${path}/badge`, ...route }, makeBadge),
  changePage({ path: `${path}/card`, ...route }, assignCard),
  changePage({ path: `${path}/tokens/removal`, ...route }, (visit, form) => {
    const hash = form.get('hash');
    return remove(visit, form, 'token-removed', (operator) => ({
      ...operator,
      tokens: operator.tokens.filter((token) => token.hash !== hash),
    }));
  }),
  changePage({ path: `${path}/passkeys/removal`, ...route }, (visit, form) => {
    const id = form.get('credentialId');
    return remove(visit, form, 'passkey-removed', (operator) => ({
      ...operator,
      passkeys: operator.passkeys.filter(({ credentialId }) => credentialId !== id),
    }));
  }),
];

function remove(
  visit: ShopVisit,
  form: FormData,
  what: string,
  change: (operator: Operator) => Operator,
): Promise<Answer | GoTo> {
  const number = visit.param('number');
  return changing(
    visit,
    form,
    async (operator) => change(operator),
    [what, { number }],
    () => ({ goTo: `/operators/${number}`, said: { word: 'operators.removed' } }),
  );
}

async function makeBadge(visit: ShopVisit, form: FormData): Promise<Answer | GoTo> {
  const found = await findOperator(visit);
  if (!found) return null;
  const text = badgeText(visit.desk.random.bytes(badgeBytes));
  const note = ['badge-issued', { number: found.value.number }] as const;
  return addToken(visit, form, { kind: 'badge', text, note }, () =>
    badgePage(visit, found.value, text),
  );
}

async function assignCard(visit: ShopVisit, form: FormData): Promise<Answer | GoTo> {
  const found = await findOperator(visit);
  if (!found) return null;
  const { number } = found.value;
  const text = String(form.get('card') ?? '').trim();
  const refuse = (card: string) => operatorPage(visit, found, { errors: { card } });
  if (!/^\d{4,19}$/.test(text) || holdsPan(text)) return refuse(visit.say('operators.card.wrong'));
  const hash = await hashToken(visit.shop.store, 'card', text);
  const owner = (await visit.desk.admin.operators(visit.shop.store)).find(({ tokens }) =>
    tokens.some((token) => token.hash === hash),
  );
  if (owner) return refuse(visit.say('operators.card.taken', { number: owner.number }));
  const note = ['card-assigned', { number }] as const;
  return addToken(visit, form, { kind: 'card', text, note }, () => ({
    goTo: `/operators/${number}`,
    said: { word: 'said.saved' },
  }));
}

async function addToken(
  visit: ShopVisit,
  form: FormData,
  {
    kind,
    text,
    note,
  }: Readonly<{ kind: TokenKind; text: string; note: readonly [string, SentenceParams] }>,
  then: () => Answer | GoTo,
): Promise<Answer | GoTo> {
  const hash = await hashToken(visit.shop.store, kind, text);
  return changing(
    visit,
    form,
    async (operator) =>
      operator.tokens.length < tokensMax
        ? { ...operator, tokens: [...operator.tokens, { kind, hash }] }
        : fullPage(visit),
    note,
    then,
  );
}

async function fullPage(visit: ShopVisit): Promise<Answer> {
  const found = await findOperator(visit);
  return found && operatorPage(visit, found, { errors: { card: visit.say('operators.full') } });
}

/** Everything around the badge is left out in print. */
function badgePage(visit: ShopVisit, { name, number }: Operator, text: string): PageAnswer {
  const { say } = visit;
  const title = say('operators.badge.title', { name });
  return {
    title,
    content: html`<div class="off-paper">${heading(title, say('operators.badge.once'))}</div>
<section class="panel badge-card"><div role="img" aria-label="${say('operators.badge.qr')}" data-testid="badge-qr">${raw(encodeQR(text, 'svg', { ecc: 'medium', border: 4 }))}</div>
<p><b>${name}</b> · ${say('operator', { number })}</p><p class="note" data-testid="badge-text">${text}</p></section>
<p class="foot off-paper"><a href="${inShop(visit, `/operators/${number}`)}">${say('back')}</a></p>`,
  };
}
