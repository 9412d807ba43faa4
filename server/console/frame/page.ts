/** The frame of every page, and how it writes money and time. */
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { localText } from '../../../domain/basics/business-date.ts';
import { type Locale, languages } from '../../../domain/basics/languages.ts';
import { navGroups, type SectionId } from './sections.ts';
import { type Shop, type ShopVisit, shopName, type View, type Visit } from './visit.ts';
import type { Word } from './words.ts';

/** Escaped already; whatever goes into it through `html` is. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

export type Frame = Readonly<{
  title: string;
  section: SectionId | null;
  /** Loads its content again every 20 seconds. A reader can switch that off: `?still=1`. */
  live?: boolean;
}>;

export const refreshSeconds = 20;

/** A page of somebody who is logged in. */
export function page(visit: Visit, frame: Frame, content: Markup): Markup {
  const { say, chosen, shops } = visit;
  const zone = (chosen[0] ?? shops[0])?.settings.zone;
  const { said } = visit.session;
  return sheet(
    visit,
    frame,
    html`${shopPicker(visit)}<span class="space"></span>
${zone ? html`<span data-testid="wall-clock">${clockText(visit.now, zone, visit.locale)}</span>` : ''}
<a href="/account" data-testid="own-account">${visit.account.fullName} · ${say(`role.${visit.account.role}`)}</a>
${languageLinks(visit)}
<form method="post" action="/logout" class="inline"><input type="hidden" name="csrf" value="${visit.session.csrf}"><button type="submit" class="link" data-testid="log-out">${say('nav.log-out')}</button></form>`,
    html`<div class="frame">${navigation(visit, frame.section)}
<main id="content" tabindex="-1">${said === null ? '' : saidNote(visit, said)}${
      frame.live ? html`<div data-live="${refreshSeconds}">${content}</div>` : content
    }</main></div>`,
  );
}

/** In groups; one without a section that this person may see is not there. */
function navigation({ say, here, sections, may }: Visit, current: SectionId | null): Markup {
  const seen = sections.filter(({ right }) => may(right));
  const groups = navGroups
    .map((group) => ({ group, members: seen.filter((one) => one.group === group) }))
    .filter(({ members }) => members.length > 0);
  return html`<nav class="nav" aria-label="${say('nav.label')}">${groups.map(
    ({ group, members }) =>
      html`<div class="nav-group" role="group" aria-labelledby="nav-${group}"><h2 id="nav-${group}">${say(`nav.group.${group}`)}</h2>${members.map(
        ({ id, path }) =>
          html`<a href="${keepStore(here, path)}"${id === current ? html` aria-current="page"` : ''}>${say(`nav.${id}`)}</a>`,
      )}</div>`,
  )}</nav>`;
}

/** A page of somebody nobody knows yet. */
export function alonePage(view: View, title: string, content: Markup): Markup {
  return sheet(
    view,
    { title, section: null },
    html`<span class="space"></span>${languageLinks(view)}`,
    html`<div class="frame alone"><main id="content" tabindex="-1">${content}</main></div>`,
  );
}

function sheet(view: View, frame: Frame, bar: Markup, body: Markup): Markup {
  const { say, locale } = view;
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${frame.live ? html`<noscript><meta http-equiv="refresh" content="${refreshSeconds}"></noscript>` : ''}
<title>${frame.title} · ${say('product')}</title>
<link rel="stylesheet" href="/console/console.css">
<script src="/console/console.js" type="module"></script>
</head>
<body>
<a class="skip" href="#content">${say('nav.skip')}</a>
<header class="bar"><b>${say('product')}</b>${bar}</header>
${body}
</body>
</html>`;
}

/** Only where there is something to pick. Choosing loads the same page for another store. */
function shopPicker(visit: Visit): Markup {
  const { shops, chosen, here, say } = visit;
  const [first] = shops;
  if (!first) return html``;
  if (shops.length === 1) return html`<span data-testid="shop">${shopName(first, visit)}</span>`;
  const [path = '/'] = here.split('?');
  const only = chosen.length === 1 ? chosen[0] : null;
  return html`<form method="get" action="${path}" class="inline"><label class="unseen" for="shop">${say('nav.store')}</label><select id="shop" name="store" data-testid="shop"><option value="">${say('nav.store.all')} · ${shops.length}</option>${shops.map(
    (shop) =>
      html`<option value="${shop.store}"${shop.store === only?.store ? html` selected` : ''}>${shopName(shop, visit)}</option>`,
  )}</select><button type="submit" class="small" data-testid="switch-shop">${say('nav.store.choose')}</button></form>`;
}

/** One for each other language, in that language. */
function languageLinks({ locale, here }: View): Markup {
  const others = languages.filter(({ tag }) => tag !== locale);
  return html`${others.map(
    ({ tag, name }) =>
      html`<a href="${withQuery(here, 'lang', tag)}" hreflang="${tag}" lang="${tag}" data-testid="language">${name}</a>`,
  )}`;
}

/** What the last form led to; shown once. */
export type Said = Readonly<{
  word: Word;
  values?: Readonly<Record<string, string | number>>;
  tone?: 'good' | 'bad';
}>;

function saidNote({ say }: View, text: string): Markup {
  const { word, values, tone = 'good' } = JSON.parse(text) as Said;
  return html`<p class="said ${tone}" role="status" data-testid="said">${say(word, values)}</p>`;
}

/** `path` for this store, as a form of `scope: 'one'` must name it. */
export function inShop({ shop }: Pick<ShopVisit, 'shop'>, path: string): string {
  return withQuery(path, 'store', shop.store);
}

/** `path` for the store that `here` is about. */
export function keepStore(here: string, path: string): string {
  const store = new URLSearchParams(here.split('?')[1] ?? '').get('store');
  return store === null || store === '' ? path : withQuery(path, 'store', store);
}

/** `兴业路店 1`: a till's own name is often only a number. */
export function tillLabel(till: Pick<Shop, 'settings'> & Readonly<{ name: string }>, view: View) {
  return `${shopName(till, view)} ${till.name}`;
}

export function heading(title: string, lead: string): Markup {
  return html`<div class="head"><h1>${title}</h1><p>${lead}</p></div>`;
}

export type Stat = Readonly<{
  id: string;
  label: string;
  value: string;
  of?: string;
  tone?: string;
}>;

export function stats(list: readonly Stat[]): Markup {
  return html`<dl class="stats">${list.map(
    ({ id, label, value, of, tone }) =>
      html`<div><dt>${label}</dt><dd class="${tone ?? ''}" data-testid="${id}">${value}${
        of ? html` <small>/ ${of}</small>` : ''
      }</dd></div>`,
  )}</dl>`;
}

/** The address with one query parameter set anew; null takes it out. */
export function withQuery(here: string, name: string, value: string | null): string {
  const [path = '/', query = ''] = here.split('?');
  const parameters = new URLSearchParams(query);
  if (value === null) parameters.delete(name);
  else parameters.set(name, value);
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** `¥1,234.50`, by the currency's own digits. */
export function money(minor: number, currency: string, locale: Locale): string {
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minor / 10 ** digits);
}

/** `08:52` of the store's wall clock. */
export function timeText(at: number, zone: string): string {
  return localText(at, zone).slice(11, 16);
}

/** `08:52` today, `11-21 08:52` on another day. */
export function momentText(at: number | null, now: number, zone: string, none: string): string {
  if (at === null) return none;
  const text = localText(at, zone);
  return text.slice(0, 10) === localText(now, zone).slice(0, 10)
    ? text.slice(11, 16)
    : text.slice(5, 16);
}

function clockText(now: number, zone: string, locale: Locale): string {
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: zone });
  const text = localText(now, zone);
  return `${text.slice(0, 10)} ${weekday.format(now)} ${text.slice(11, 16)}`;
}
