/** The cookies of the page: `__Host-`, so that no neighbour under the same name can set them. */
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

const names = {
  session: 'rollcall-session',
  /** Before anybody is logged in: what the forms of logging in are bound to. */
  visitor: 'rollcall-visitor',
  /** Somebody has logged in with this browser; see known-browser.ts. */
  browser: 'rollcall-browser',
  language: 'rollcall-language',
} as const;
type Cookie = keyof typeof names;

const options = {
  path: '/',
  secure: true,
  httpOnly: true,
  sameSite: 'Lax',
  prefix: 'host',
} as const;

export function readCookie(context: Context, cookie: Cookie): string | undefined {
  return getCookie(context, names[cookie], 'host') || undefined;
}

/** Until the browser closes where there is no `maxAge`, in seconds. */
export function giveCookie(context: Context, cookie: Cookie, value: string, maxAge?: number): void {
  setCookie(context, names[cookie], value, maxAge === undefined ? options : { ...options, maxAge });
}

export function dropCookie(context: Context, cookie: Cookie): void {
  deleteCookie(context, names[cookie], options);
}
