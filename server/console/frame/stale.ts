/** Edits of what somebody else has changed meanwhile: refused with a sentence, and what stands now. */
import { html } from 'hono/html';
import { z } from 'zod';
import { hiddenField } from './forms.ts';
import type { Markup } from './page.ts';
import type { View } from './visit.ts';

/** Which version the form was made from; empty: it was to be new. */
export function seenField(version: number | null): Markup {
  return hiddenField('seen', version === null ? '' : String(version));
}

const seenSchema = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

/** Null where there was nothing to see, or the form says nothing sensible. */
export function seenBy(form: FormData): number | null {
  return seenSchema.safeParse(form.get('seen')).data ?? null;
}

export function staleNote({ say }: View): Markup {
  return html`<p class="said bad" role="alert" data-testid="stale">${say('said.stale')}</p>`;
}
