/** Somebody who is not logged in yet: their forms are bound to a cookie, so that nobody else can send them. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { newToken } from '../../accounts/desk.ts';
import type { ChallengeSeal } from '../../accounts/passkeys.ts';
import type { Markup } from '../frame/page.ts';
import type { ConsoleDesk } from '../frame/visit.ts';
import { giveCookie, readCookie } from './cookies.ts';

/** What this browser is known by; empty where it is not. With `desk` it is given a cookie then. */
export function visitorOf(context: Context, desk?: ConsoleDesk): string {
  const known = readCookie(context, 'visitor');
  if (known !== undefined || !desk) return known ?? '';
  const made = newToken(desk.random);
  giveCookie(context, 'visitor', made);
  return made;
}

/** Stands in the forms of this visitor. */
export function visitorToken({ seal }: ConsoleDesk, visitor: string): string {
  // Without a cookie there is nothing that a form could be bound to.
  return visitor === '' ? ' ' : seal.mark('visitor', visitor);
}

/** `bound` is the visitor, or the token of a session. */
export function challengeSeal({ seal }: ConsoleDesk, bound: string): ChallengeSeal {
  return {
    mark: (text) => seal.mark('challenge', `${bound} ${text}`),
    fits: (text, mark) => bound !== '' && seal.fits('challenge', `${bound} ${text}`, mark),
  };
}

export function visitorForm(csrf: string, action: string, content: Markup): Markup {
  return html`<form method="post" action="${action}" class="form"><input type="hidden" name="csrf" value="${csrf}">${content}</form>`;
}
