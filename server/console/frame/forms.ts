/** Forms: fields with a label, a hint and what is wrong with them; and what a form said, checked. */
import { html } from 'hono/html';
import type { z } from 'zod';
import type { Markup } from './page.ts';
import type { View, Visit } from './visit.ts';
import { isWord, type Word } from './words.ts';

/** Field → what is wrong with it, in the reader's language. */
export type FieldErrors = Readonly<Record<string, string>>;

/** A form that changes something: it carries the token of the session. */
export function changeForm(
  { session }: Pick<Visit, 'session'>,
  { action, upload, testId }: Readonly<{ action: string; upload?: boolean; testId?: string }>,
  content: Markup | readonly Markup[],
): Markup {
  return html`<form method="post" action="${action}" class="form"${upload ? html` enctype="multipart/form-data"` : ''}${testIdOf(testId)}><input type="hidden" name="csrf" value="${session.csrf}">${content}</form>`;
}

/** A form that only asks: a search. Its answers stand in the address. */
export function searchForm(
  view: View & Readonly<{ store?: string | null }>,
  { action, label, submit }: Readonly<{ action: string; label: string; submit: string }>,
  content: Markup | readonly Markup[],
): Markup {
  const store = new URLSearchParams(view.here.split('?')[1] ?? '').get('store');
  return html`<form method="get" action="${action}" class="search" role="search" aria-label="${label}">${
    store === null ? '' : html`<input type="hidden" name="store" value="${store}">`
  }${content}<button type="submit">${submit}</button></form>`;
}

type FieldBase = Readonly<{
  name: string;
  label: string;
  value?: string;
  hint?: string;
  error?: string | undefined;
  required?: boolean;
}>;

export type TextField = FieldBase &
  Readonly<{
    type?: 'text' | 'password' | 'date' | 'time' | 'search' | 'number' | 'datetime-local' | 'tel';
    autocomplete?: string;
    inputmode?: 'numeric' | 'decimal' | 'text';
    maxLength?: number;
    pattern?: string;
    placeholder?: string;
    autofocus?: boolean;
  }>;

export function textField(field: TextField): Markup {
  const { name, type = 'text', value = '', autocomplete = 'off', inputmode, maxLength } = field;
  const { pattern, placeholder, autofocus } = field;
  return wrap(
    field,
    html`<input id="f-${name}" name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}"${
      inputmode ? html` inputmode="${inputmode}"` : ''
    }${maxLength ? html` maxlength="${maxLength}"` : ''}${pattern ? html` pattern="${pattern}"` : ''}${
      placeholder ? html` placeholder="${placeholder}"` : ''
    }${autofocus ? html` autofocus` : ''}${common(field)}>`,
  );
}

export function areaField(field: FieldBase & Readonly<{ rows?: number }>): Markup {
  const { name, value = '', rows = 4 } = field;
  return wrap(
    field,
    html`<textarea id="f-${name}" name="${name}" rows="${rows}"${common(field)}>${value}</textarea>`,
  );
}

export type Choice = Readonly<{ value: string; label: string }>;

export function selectField(field: FieldBase & Readonly<{ choices: readonly Choice[] }>): Markup {
  const { name, value = '', choices } = field;
  return wrap(
    field,
    html`<select id="f-${name}" name="${name}"${common(field)}>${choices.map(
      (choice) =>
        html`<option value="${choice.value}"${choice.value === value ? html` selected` : ''}>${choice.label}</option>`,
    )}</select>`,
  );
}

/** Several of a few, each with its own box; all carry the same name. */
export function boxesField(
  field: Omit<FieldBase, 'value'> &
    Readonly<{ choices: readonly Choice[]; values: readonly string[] }>,
): Markup {
  const { name, label, hint, error, choices, values } = field;
  return html`<fieldset class="field boxes"${describedBy(field)}><legend>${label}</legend>${choices.map(
    (choice) =>
      html`<label class="box"><input type="checkbox" name="${name}" value="${choice.value}"${
        values.includes(choice.value) ? html` checked` : ''
      }> ${choice.label}</label>`,
  )}${notes(name, hint, error)}</fieldset>`;
}

export function checkField({
  name,
  label,
  checked,
}: Readonly<{ name: string; label: string; checked: boolean }>): Markup {
  return html`<label class="box"><input type="checkbox" name="${name}" value="yes"${checked ? html` checked` : ''}> ${label}</label>`;
}

export function fileField(field: FieldBase & Readonly<{ accept: string }>): Markup {
  const { name, accept } = field;
  return wrap(
    field,
    html`<input id="f-${name}" name="${name}" type="file" accept="${accept}"${common(field)}>`,
  );
}

export function hiddenField(name: string, value: string): Markup {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}

export function submitButton(
  label: string,
  {
    tone,
    testId,
    name,
    value,
  }: Readonly<{ tone?: 'quiet' | 'danger'; testId?: string; name?: string; value?: string }> = {},
): Markup {
  return html`<button type="submit"${tone ? html` class="${tone}"` : ''}${
    name ? html` name="${name}" value="${value ?? ''}"` : ''
  }${testIdOf(testId)}>${label}</button>`;
}

/** Above a form that came back: says that something is marked below. */
export function errorNote({ say }: View, errors: FieldErrors): Markup {
  return Object.keys(errors).length === 0
    ? html``
    : html`<p class="said bad" role="alert" data-testid="form-errors">${say('form.errors')}</p>`;
}

/** The texts of a form, as they were typed. */
export function fieldsOf(form: FormData): Record<string, string> {
  return Object.fromEntries(
    [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

export type Checked<Value> =
  | Readonly<{ value: Value; errors: null }>
  | Readonly<{ value: null; errors: FieldErrors }>;

/** A schema's own message is shown where it is a word of words.ts, such as `z.string().min(1, 'form.required')`. */
export function checkForm<Schema extends z.ZodType>(
  { say }: View,
  schema: Schema,
  given: unknown,
): Checked<z.output<Schema>> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return { value: parsed.data, errors: null };
  const errors: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) {
    const word: Word = isWord(message) ? message : 'form.invalid';
    errors[String(path[0] ?? '')] ??= say(word);
  }
  return { value: null, errors };
}

function wrap({ name, label, hint, error }: FieldBase, control: Markup): Markup {
  return html`<div class="field"><label for="f-${name}">${label}</label>${control}${notes(name, hint, error)}</div>`;
}

function notes(name: string, hint: string | undefined, error: string | undefined): Markup {
  return html`${hint ? html`<p class="hint" id="h-${name}">${hint}</p>` : ''}${
    error ? html`<p class="error" id="e-${name}" data-testid="error-${name}">${error}</p>` : ''
  }`;
}

function common(field: FieldBase): Markup {
  return html`${field.required ? html` required` : ''}${field.error ? html` aria-invalid="true"` : ''}${describedBy(field)}`;
}

function describedBy({ name, hint, error }: Pick<FieldBase, 'name' | 'hint' | 'error'>): Markup {
  const ids = [hint ? `h-${name}` : '', error ? `e-${name}` : ''].filter(Boolean).join(' ');
  return ids === '' ? html`` : html` aria-describedby="${ids}"`;
}

function testIdOf(testId: string | undefined): Markup {
  return testId ? html` data-testid="${testId}"` : html``;
}
