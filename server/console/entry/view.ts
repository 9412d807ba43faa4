/** In which language, when and where a page is read. */
import type { Context } from 'hono';
import type { Clock } from '../../../domain/basics/clock.ts';
import { type Locale, locales } from '../../../domain/basics/languages.ts';
import { withQuery } from '../frame/page.ts';
import type { View } from '../frame/visit.ts';
import { preferredLocale, speaker } from '../frame/words.ts';
import { giveCookie, readCookie } from './cookies.ts';

const yearSeconds = 365 * 24 * 3_600;

/** `?lang=` decides and is remembered; then the cookie; then what the browser asks for. */
export function viewOf(context: Context, clock: Clock): View {
  const asked = localeOf(context.req.query('lang'));
  if (asked) giveCookie(context, 'language', asked, yearSeconds);
  const locale =
    asked ??
    localeOf(readCookie(context, 'language')) ??
    preferredLocale(context.req.header('accept-language') ?? '');
  const { pathname, search } = new URL(context.req.url);
  return {
    locale,
    say: speaker(locale),
    here: withQuery(pathname + search, 'lang', null),
    now: clock.now(),
  };
}

function localeOf(text: string | undefined): Locale | undefined {
  return locales.find((locale) => locale === text);
}
