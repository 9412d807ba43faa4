/** `/devices/…`: one device in the register, its maintenance, and what the journal says of it. */
import { html } from 'hono/html';
import { z } from 'zod';
import { businessDateOf, localText } from '../../../domain/basics/business-date.ts';
import { holdsPan } from '../../../domain/basics/mask.ts';
import type { RegisteredDevice } from '../../../domain/devices/register.ts';
import type { SentenceParams } from '../../../domain/words/problem.ts';
import { isSamePerson } from '../../basics/same-person.ts';
import type { Seen } from '../../changes/seen.ts';
import { readHistory } from '../../devices/read.ts';
import {
  type Answer,
  changePage,
  type GoTo,
  type Page,
  type PageAnswer,
  readPage,
} from '../entry/pages.ts';
import { addDays } from '../frame/days.ts';
import {
  areaField,
  changeForm,
  checkForm,
  errorNote,
  type FieldErrors,
  fieldsOf,
  submitButton,
  textField,
} from '../frame/forms.ts';
import { heading, keepStore, type Markup, type Said, tillLabel } from '../frame/page.ts';
import { seenBy, seenField, staleNote } from '../frame/stale.ts';
import { findTill, type Shop, type Visit } from '../frame/visit.ts';
import { historyTable } from './device-history.ts';

const route = { section: 'devices', right: 'change', scope: 'all' } as const;
const path = '/devices/:till/:device';
const usualDays = 365;

const text = z
  .string()
  .trim()
  .max(60, 'devices.wrong.text')
  .refine((value) => !holdsPan(value), 'form.card');
const editSchema = z.object({
  model: text.min(1, 'devices.wrong.model'),
  serialNumber: text.transform((serial) => serial || null),
  seals: z
    .string()
    .transform((lines) => lines.split(/[\n,;]+/).map((seal) => seal.trim()))
    .transform((seals) => seals.filter(Boolean))
    .refine(
      (seals) => seals.length <= 12 && seals.every((seal) => seal.length <= 40),
      'devices.wrong.seals',
    ),
  location: text,
  maintenanceDue: z
    .literal('')
    .transform(() => null)
    .or(z.iso.date('devices.wrong.date')),
});

type Place = Readonly<{ shop: Shop; till: string; tillName: string; seen: Seen<RegisteredDevice> }>;

export const devicePages: readonly Page[] = [
  readPage({ path, ...route, right: 'read' }, async (visit) => {
    const place = await find(visit);
    return place && devicePage(visit, place);
  }),
  changePage({ path, ...route }, edit),
  changePage({ path: `${path}/maintenance`, ...route }, maintained),
  changePage({ path: `${path}/confirmation`, ...route }, confirmed),
];

async function find(visit: Visit): Promise<Place | null> {
  const till = await findTill(visit, visit.param('till'));
  if (!till) return null;
  const { store } = till.shop;
  const id = visit.param('till');
  const seen = await visit.desk.admin.findDevice(store, id, visit.param('device'));
  return seen && { shop: till.shop, till: id, tillName: till.row.name, seen };
}

async function edit(visit: Visit, form: FormData): Promise<Answer | GoTo> {
  const place = await find(visit);
  if (!place) return null;
  const given = fieldsOf(form);
  const { value, errors } = checkForm(visit, editSchema, given);
  if (errors) return devicePage(visit, place, { given, errors });
  const { device, serialNumber, seals } = place.seen.value;
  const params = {
    till: place.till,
    device,
    serialBefore: serialNumber ?? '',
    serialAfter: value.serialNumber ?? '',
    sealsBefore: seals.join(' '),
    sealsAfter: value.seals.join(' '),
  };
  const next = { ...place.seen.value, ...value };
  return keep(visit, place, next, form, ['device-changed', params], { word: 'said.saved' });
}

async function maintained(visit: Visit, form: FormData): Promise<Answer | GoTo> {
  const place = await find(visit);
  if (!place) return null;
  const { shop, till, seen } = place;
  const date = z.iso.date().safeParse(form.get('next')).data;
  if (!date || date <= businessDateOf(visit.now, shop.settings)) {
    return devicePage(visit, place, { errors: { next: visit.say('devices.next.wrong') } });
  }
  const params = { till, device: seen.value.device, next: date };
  const said = { word: 'devices.done.said', values: { date } } as const;
  const next = { ...seen.value, maintenanceDue: date };
  return keep(visit, place, next, form, ['device-maintained', params], said);
}

/** A second person vouches for what a technician attached: never whoever wrote the row, under either of their names. */
async function confirmed(visit: Visit, form: FormData): Promise<Answer | GoTo> {
  const place = await find(visit);
  if (!place) return null;
  const { unconfirmed, ...device } = place.seen.value;
  if (!unconfirmed) return devicePage(visit, place);
  if (await isWriter(visit, place.shop.store, unconfirmed.by)) {
    return devicePage(visit, place, { errors: { confirm: visit.say('devices.confirm.same') } });
  }
  const { by, before } = unconfirmed;
  const after = device.serialNumber ?? '-';
  const params = { till: place.till, device: device.device, by, before, after };
  const said = { word: 'devices.confirm.said' } as const;
  return keep(visit, place, device, form, ['device-confirmed', params], said);
}

async function isWriter({ desk, account }: Visit, store: string, by: string): Promise<boolean> {
  const operators = await desk.admin.operators(store);
  const name = operators.find(({ number }) => number === by)?.name;
  return isSamePerson(account.name, { number: by, name });
}

async function keep(
  visit: Visit,
  { shop, till }: Place,
  device: RegisteredDevice,
  form: FormData,
  [what, params]: readonly [string, SentenceParams],
  said: Said,
): Promise<Answer | GoTo> {
  const isKept = await visit.change(what, params, ({ admin }) =>
    admin.changeDevice(shop.store, till, device, seenBy(form)),
  );
  if (isKept) return { goTo: '/devices', said };
  const now = await find(visit);
  return now && devicePage(visit, now, { isStale: true });
}

type Shown = Readonly<{
  given?: Readonly<Record<string, string>>;
  errors?: FieldErrors;
  isStale?: boolean;
}>;

async function devicePage(
  visit: Visit,
  place: Place,
  { given, errors = {}, isStale = false }: Shown = {},
): Promise<PageAnswer> {
  const { say, here } = visit;
  const { shop, till, tillName, seen } = place;
  const family = say(`devices.family.${seen.value.family}`);
  const title = say('devices.edit', {
    family,
    till: tillLabel({ settings: shop.settings, name: tillName }, visit),
  });
  const action = keepStore(here, `/devices/${till}/${encodeURIComponent(seen.value.device)}`);
  const history = await readHistory(visit.desk.db, shop.store, till, seen.value.device);
  return {
    title,
    status: isStale ? 409 : Object.keys(errors).length > 0 ? 422 : 200,
    content: html`${heading(title, seen.value.device)}${isStale ? staleNote(visit) : errorNote(visit, errors)}
${seen.value.unconfirmed ? confirmPanel(visit, place, action, errors) : ''}
<div class="panels even"><section class="panel"><h2>${say('devices.details')}</h2>${detailForm(visit, seen, action, given, errors)}</section>
${visit.may('change') ? maintenancePanel(visit, place, action, errors) : ''}</div>
<h2>${say('devices.history')}</h2>${historyTable(visit, till, shop.settings.zone, history)}
<p class="foot"><a href="${keepStore(here, '/devices')}">${say('back')}</a></p>`,
  };
}

function detailForm(
  visit: Visit,
  { value, version }: Seen<RegisteredDevice>,
  action: string,
  given: Shown['given'],
  errors: FieldErrors,
): Markup {
  const { say } = visit;
  const texts = given ?? {
    model: value.model,
    serialNumber: value.serialNumber ?? '',
    seals: value.seals.join('\n'),
    location: value.location,
    maintenanceDue: value.maintenanceDue ?? '',
  };
  const field = (name: string) => ({ name, value: texts[name] ?? '', error: errors[name] });
  const fields = html`${textField({ ...field('model'), label: say('devices.model'), required: true, maxLength: 60 })}
${textField({ ...field('serialNumber'), label: say('devices.serial'), hint: say('devices.serial.hint'), maxLength: 60 })}
${areaField({ ...field('seals'), label: say('devices.seals'), hint: say('devices.seals.hint'), rows: 3 })}
${textField({ ...field('location'), label: say('devices.location'), maxLength: 60 })}
${textField({ ...field('maintenanceDue'), label: say('devices.due'), type: 'date' })}`;
  return visit.may('change')
    ? changeForm(
        visit,
        { action },
        html`${seenField(version)}${fields}${submitButton(say('form.save'), { testId: 'save' })}`,
      )
    : html`<fieldset class="form" disabled>${fields}</fieldset>`;
}

function confirmPanel(
  visit: Visit,
  { shop, seen }: Place,
  action: string,
  errors: FieldErrors,
): Markup {
  const { say } = visit;
  const { by = '', at = 0, before = '' } = seen.value.unconfirmed ?? {};
  const time = localText(at, shop.settings.zone).slice(0, 16);
  const after = seen.value.serialNumber ?? '-';
  const [path, query] = action.split('?');
  const to = `${path}/confirmation${query ? `?${query}` : ''}`;
  return html`<section class="panel" data-testid="unconfirmed"><h2>${say('devices.confirm')}</h2><p>${say('devices.confirm.lead', { by, time, before, after })}</p>${
    errors.confirm ? html`<p class="said bad" role="alert">${errors.confirm}</p>` : ''
  }${
    visit.may('change')
      ? changeForm(
          visit,
          { action: to },
          html`${seenField(seen.version)}${submitButton(say('devices.confirm.do'), { testId: 'confirm' })}`,
        )
      : ''
  }</section>`;
}

function maintenancePanel(
  visit: Visit,
  { shop, seen }: Place,
  action: string,
  errors: FieldErrors,
): Markup {
  const { say, now } = visit;
  const next = addDays(businessDateOf(now, shop.settings), usualDays);
  const [path, query] = action.split('?');
  const to = `${path}/maintenance${query ? `?${query}` : ''}`;
  return html`<section class="panel"><h2>${say('devices.done')}</h2><p>${say('devices.done.lead')}</p>${changeForm(
    visit,
    { action: to },
    html`${seenField(seen.version)}${textField({ name: 'next', type: 'date', label: say('devices.next'), value: next, error: errors.next, required: true })}${submitButton(say('devices.done'), { tone: 'quiet', testId: 'maintained' })}`,
  )}</section>`;
}
