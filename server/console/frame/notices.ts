/** Pages that only say something. */
import { html } from 'hono/html';
import type { Problem } from '../../../domain/words/problem.ts';
import { alonePage, type Markup } from './page.ts';
import type { View } from './visit.ts';
import type { Word } from './words.ts';

type Notice = Readonly<{ title: string; content: Markup; status?: 404 }>;

const notice =
  (title: Word, lead: Word, status: 404 | undefined) =>
  ({ say }: View): Notice => ({
    title: say(title),
    content: html`<div class="head"><h1>${say(title)}</h1><p>${say(lead)}</p></div>`,
    ...(status === undefined ? {} : { status }),
  });

export const missingPage = notice('missing.title', 'missing.lead', 404);
export const forbiddenPage = notice('forbidden.title', 'forbidden.lead', undefined);
/** A form from elsewhere, or of a session that has ended since. */
export const stalePage = notice('stale.title', 'stale.lead', undefined);
export const emptyPage = notice('empty.title', 'empty.lead', undefined);

/** Whatever a page could not do; `reference` is what the log calls it. */
export function faultPage(view: View, { params }: Problem, reference: string | null): Markup {
  const { say } = view;
  const kind = reference !== null ? 'fault' : params.why === 'too-large' ? 'large' : 'stale';
  const lead = say(`${kind}.lead`, { reference: reference ?? '' });
  return alonePage(
    view,
    say(`${kind}.title`),
    html`<div class="head"><h1>${say(`${kind}.title`)}</h1><p>${lead}</p></div>
<p><a href="/">${say('back')}</a></p>`,
  );
}
