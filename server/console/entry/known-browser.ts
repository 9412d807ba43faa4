/**
 * A browser that logged in lately counts its wrong tries by itself: whoever guesses elsewhere, or behind the same address,
 * does not make its owner wait. The cookie lets nobody in; it is only worth something for the name it was given for.
 */
import type { Context } from 'hono';
import { newToken } from '../../accounts/desk.ts';
import type { ConsoleDesk } from '../frame/visit.ts';
import { giveCookie, readCookie } from './cookies.ts';

const knownForMs = 90 * 24 * 3_600_000;

export function rememberBrowser(desk: ConsoleDesk, context: Context, name: string): void {
  const text = `${desk.clock.now()}.${newToken(desk.random)}`;
  const mark = desk.seal.mark('browser', `${text} ${name.toLowerCase()}`);
  giveCookie(context, 'browser', `${text}.${mark}`, knownForMs / 1_000);
}

/** What the browser is known by, where it logged in as `name` (lower case) lately; else null. */
export function knownBrowser(desk: ConsoleDesk, context: Context, name: string): string | null {
  const [at = '', id = '', mark = ''] = (readCookie(context, 'browser') ?? '').split('.');
  if (!desk.seal.fits('browser', `${at}.${id} ${name}`, mark)) return null;
  return desk.clock.now() - Number(at) < knownForMs ? id : null;
}
