/** `/codes`: somebody at a till reads a challenge out on the telephone, and is read a code. */
import { html } from 'hono/html';
import { localText } from '../../../domain/basics/business-date.ts';
import { deviceFamilySchema } from '../../../domain/devices/register.ts';
import { type CodeRequest, readChallenge } from '../../../domain/people/one-time-code.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { TillName } from '../../office/read.ts';
import { answerChallenge, recentCodes } from '../../people/one-time-codes.ts';
import { textOf } from '../accounts/login.ts';
import { changePage, type Page, type PageAnswer, readPage } from '../entry/pages.ts';
import {
  changeForm,
  errorNote,
  type FieldErrors,
  hiddenField,
  selectField,
  submitButton,
  textField,
} from '../frame/forms.ts';
import { heading, inShop, money } from '../frame/page.ts';
import { table } from '../frame/table.ts';
import { listTills, type ShopVisit, shopName } from '../frame/visit.ts';

const route = { section: 'codes', right: 'change', scope: 'one' } as const;
const recentShown = 20;

export const codesPages: readonly Page[] = [
  readPage({ path: '/codes', ...route, nav: 'people' }, async (visit) => askPage(visit)),
  /** Says what is asked for, before it is allowed. */
  changePage({ path: '/codes', ...route }, async (visit, form) => {
    const tills = await listTills(visit, [visit.shop]);
    const till = tills.find((one) => one.till === textOf(form, 'till'));
    if (!till) return null;
    const heard = textOf(form, 'challenge');
    const read = readChallenge(heard);
    if (!read) {
      return askPage(visit, { till: till.till, heard }, { challenge: visit.say('codes.misheard') });
    }
    return confirmPage(visit, till, read);
  }),
  changePage({ path: '/codes/answer', ...route }, async (visit, form) => {
    const { shop, account } = visit;
    const tills = await listTills(visit, [shop]);
    const till = tills.find((one) => one.till === textOf(form, 'till'));
    if (!till) return null;
    const challenge = textOf(form, 'challenge');
    const question = { store: shop.store, till: till.till, challenge, by: account.name };
    try {
      const read = readChallenge(challenge);
      const params = { till: till.till, challenge: read?.challenge ?? '', ...read?.request };
      const answer = await visit.change('code-given', params, ({ db, clock }) =>
        answerChallenge(db, clock, question),
      );
      return codePage(visit, till, answer);
    } catch (cause) {
      if (!(cause instanceof Problem && cause.params.why === 'no-code-key')) throw cause;
      return askPage(
        visit,
        { till: till.till, heard: challenge },
        { till: visit.say('codes.no-key') },
      );
    }
  }),
];

type Typed = Readonly<{ till: string; heard: string }>;

async function askPage(
  visit: ShopVisit,
  { till, heard }: Typed = { till: '', heard: '' },
  errors: FieldErrors = {},
): Promise<PageAnswer> {
  const { say, shop, desk } = visit;
  const tills = await listTills(visit, [shop]);
  const given = await recentCodes(desk.db, shop.store, recentShown);
  const names = new Map(tills.map((one) => [one.till, one.name]));
  const columns = ['column.time', 'column.till', 'codes.purpose', 'codes.by'] as const;
  return {
    title: say('nav.codes'),
    status: Object.keys(errors).length > 0 ? 422 : 200,
    content: html`${heading(say('nav.codes'), shopName(shop, visit))}
<section class="panel"><p>${say('codes.lead')}</p>${errorNote(visit, errors)}${changeForm(
      visit,
      { action: inShop(visit, '/codes') },
      html`${selectField({ name: 'till', label: say('column.till'), value: till, error: errors.till, choices: tills.map((one) => ({ value: one.till, label: one.name })) })}
${textField({ name: 'challenge', label: say('codes.challenge'), value: heard, hint: say('codes.challenge.hint'), error: errors.challenge, required: true, maxLength: 40 })}
${submitButton(say('codes.look'), { testId: 'look' })}`,
    )}</section>
<h2>${say('codes.given')}</h2>${table(
      say('codes.given'),
      columns.map((word) => ({ title: say(word) })),
      given.map((one) => ({
        cells: [
          localText(one.givenAt, shop.settings.zone).slice(0, 16),
          names.get(one.till) ?? one.till,
          requestText(visit, one.request),
          one.givenBy,
        ],
      })),
    )}`,
  };
}

function confirmPage(
  visit: ShopVisit,
  till: TillName,
  { challenge, request }: Readonly<{ challenge: string; request: CodeRequest }>,
): PageAnswer {
  const { say } = visit;
  return {
    title: say('codes.confirm'),
    content: html`${heading(say('codes.confirm'), tillText(visit, till))}
<section class="panel"><p data-testid="purpose"><b>${requestText(visit, request)}</b></p><p>${say('codes.confirm.lead')}</p>
${changeForm(
  visit,
  { action: inShop(visit, '/codes/answer') },
  html`${hiddenField('till', till.till)}${hiddenField('challenge', challenge)}${submitButton(say('codes.give'), { testId: 'give' })}`,
)}<p class="foot"><a href="${inShop(visit, '/codes')}">${say('form.cancel')}</a></p></section>`,
  };
}

function codePage(
  visit: ShopVisit,
  till: TillName,
  { code, request }: Readonly<{ code: string; request: CodeRequest }>,
): PageAnswer {
  const { say } = visit;
  return {
    title: say('codes.code'),
    content: html`${heading(say('codes.code'), tillText(visit, till))}
<p class="panel code" data-testid="code">${code}</p><p>${requestText(visit, request)}</p>
<p class="foot"><a href="${inShop(visit, '/codes')}">${say('back')}</a></p>`,
  };
}

function requestText({ say, shop, locale }: ShopVisit, request: CodeRequest): string {
  if (request.purpose === 'operator-unlock') {
    return say('codes.unlock', { number: request.number });
  }
  if (request.purpose === 'device-confirm') {
    const family = deviceFamilySchema.options[request.family];
    return say('codes.device', {
      family: family === undefined ? '?' : say(`devices.family.${family}`),
      serial: request.serialEnd || say('none'),
    });
  }
  const amount = money(request.unsyncedMinor, shop.settings.currency, locale);
  return say(`codes.lift.${request.limit}`, { days: request.days, amount });
}

function tillText(visit: ShopVisit, { name }: TillName): string {
  return `${shopName(visit.shop, visit)} ${name}`;
}
