/** The frame of every page, and how it writes money and time. No script; styles and font from here. */
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { localText } from '../../domain/business-date.ts';
import type { TillRow } from './books.ts';
import type { Locale, Say } from './words.ts';

/** Escaped already; whatever goes into it through `html` is. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

export type View = Readonly<{
  locale: Locale;
  say: Say;
  /** Path and query of this page, without `lang`. */
  here: string;
  /** Milliseconds UTC. */
  now: number;
}>;

export type Frame = Readonly<{
  title: string;
  section: 'today' | 'sales' | null;
  /** Shown in the bar: whose books these are, and the wall clock there. */
  shop: Readonly<{ name: string; zone: string }> | null;
  /** Loads itself again every 20 seconds. A reader can switch that off: `?still=1`. */
  refresh?: boolean;
}>;

export const refreshSeconds = 20;

export function page({ say, locale, here, now }: View, frame: Frame, content: Markup): Markup {
  const other = locale === 'en' ? 'zh-CN' : 'en';
  const current = (section: Frame['section']) =>
    frame.section === section ? html` aria-current="page"` : '';
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${frame.refresh ? html`<meta http-equiv="refresh" content="${refreshSeconds}">` : ''}
<title>${frame.title} · ${say('product')}</title>
<link rel="stylesheet" href="/console/console.css">
</head>
<body>
<header class="bar"><b>${say('product')}</b>${frame.shop ? html`<span>${frame.shop.name}</span>` : ''}<span class="space"></span>
${frame.shop ? html`<span data-testid="wall-clock">${clockText(now, frame.shop.zone, locale)}</span>` : ''}
<a href="${withQuery(here, 'lang', other)}" hreflang="${other}" lang="${other}" data-testid="language">${say('language')}</a></header>
<div class="frame${frame.section ? '' : ' alone'}">
${
  frame.section
    ? html`<nav class="nav" aria-label="${say('nav.label')}"><a href="/"${current('today')}>${say('nav.today')}</a><a href="/sales"${current('sales')}>${say('nav.sales')}</a></nav>`
    : ''
}
<main>${content}</main>
</div>
</body>
</html>`;
}

/** `兴业路店 1`: a till's own name is often only a number. */
export function tillLabel(till: TillRow, view: View): string {
  return `${storeLabel(till, view)} ${till.name}`;
}

export function storeLabel({ settings }: TillRow, { locale }: View): string {
  return locale === 'en' ? settings.storeName.en : settings.storeName.zh;
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
