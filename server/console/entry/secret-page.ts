/** A temporary PIN, shown once: the answer to a form, never at an address of its own. */
import { html } from 'hono/html';
import { heading, inShop } from '../frame/page.ts';
import type { ShopVisit } from '../frame/visit.ts';
import type { PageAnswer } from './pages.ts';

export function secretPage(visit: ShopVisit, number: string, pin: string): PageAnswer {
  const { say } = visit;
  const title = say('operators.secret.title', { number });
  return {
    title,
    content: html`${heading(title, say('operators.secret.once'))}
<p class="panel code" data-testid="temporary-pin">${pin}</p>
<p class="foot"><a href="${inShop(visit, `/operators/${number}`)}">${say('back')}</a></p>`,
  };
}
