/** Tables, and turning their pages by key: the last row of a page says where the next begins. */
import { html } from 'hono/html';
import { type Markup, withQuery } from './page.ts';
import type { View } from './visit.ts';

export type Column = Readonly<{ title: string; right?: boolean }>;

export type Row = Readonly<{
  /** The first cell names the row. */
  cells: readonly (Markup | string | number)[];
  testId?: string;
  /** Greyed: withdrawn, no longer valid. */
  faded?: boolean;
}>;

export function table(
  label: string,
  columns: readonly Column[],
  rows: readonly Row[],
  foot: Markup | readonly Markup[] = html``,
): Markup {
  // Whoever has only a keyboard must be able to scroll a wide table.
  return html`<div class="card" role="region" aria-label="${label}" tabindex="0"><table aria-label="${label}">
<thead><tr>${columns.map(({ title, right }) => html`<th scope="col"${right ? html` class="r"` : ''}>${title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => tableRow(columns, row))}</tbody>
<tfoot>${foot}</tfoot></table></div>`;
}

function tableRow(columns: readonly Column[], { cells, testId, faded }: Row): Markup {
  return html`<tr${testId ? html` data-testid="${testId}"` : ''}${faded ? html` class="faded"` : ''}>${cells.map(
    (cell, index) => {
      const right = columns[index]?.right ? html` class="r"` : '';
      return index === 0
        ? html`<th scope="row"${right}>${cell}</th>`
        : html`<td${right}>${cell}</td>`;
    },
  )}</tr>`;
}

/** `next` is the key after which the next page begins; null on the last one. */
export function pager({ say, here }: View, next: string | null): Markup {
  const first = withQuery(here, 'after', null);
  return html`<nav class="foot pager" aria-label="${say('pager.label')}">${
    first === here
      ? ''
      : html`<a href="${first}" data-testid="first-page">${say('pager.first')}</a>`
  } ${next === null ? '' : html`<a href="${withQuery(here, 'after', next)}" data-testid="next-page">${say('pager.older')}</a>`}</nav>`;
}

export type Tone = 'good' | 'warn' | 'bad' | 'none';

export function chip(tone: Tone, text: string, testId?: string): Markup {
  return html`<span class="chip ${tone}"${testId ? html` data-testid="${testId}"` : ''}>${text}</span>`;
}
