/** Asks for the console key. */
import { html } from 'hono/html';
import { type Markup, page, type View } from './page.ts';

export function keyPage(view: View, wrong: boolean): Markup {
  const { say } = view;
  return page(
    view,
    { title: say('key.title'), section: null, shop: null },
    html`<form class="panel key" action="/key" method="post">
<h1>${say('key.title')}</h1><p id="lead">${say('key.lead')}</p>
${wrong ? html`<p role="alert" data-testid="key-wrong">${say('key.wrong')}</p>` : ''}
<label for="key">${say('key.label')}</label>
<input id="key" name="key" type="password" autocomplete="current-password" aria-describedby="lead" maxlength="200" required autofocus>
<button type="submit">${say('key.enter')}</button></form>`,
  );
}
