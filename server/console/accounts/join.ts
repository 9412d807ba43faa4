/** `/setup` makes the first account with the console key; `/join` sets a password with an invitation code. */
import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import {
  accountNameSchema,
  countAccounts,
  createAccount,
  takeInvitation,
} from '../../accounts/accounts.ts';
import { passwordFault, passwordLengthMin } from '../../accounts/passwords.ts';
import { viewOf } from '../entry/view.ts';
import { visitorForm, visitorOf, visitorToken } from '../entry/visitor.ts';
import { type FieldErrors, submitButton, textField } from '../frame/forms.ts';
import { alonePage, type Markup } from '../frame/page.ts';
import { sameText } from '../frame/seal.ts';
import type { ConsoleDesk, View } from '../frame/visit.ts';
import { firstWait, letIn, noteRefusal, readVisitorForm, textOf } from './login.ts';

type Step = 'setup' | 'join';
type Status = 200 | 401 | 403 | 422 | 429;

export function mountJoin(app: Hono, desk: ConsoleDesk): void {
  app.get('/setup', async (context) => {
    if ((await countAccounts(desk)) > 0) return context.redirect('/login', 303);
    return showForm(desk, context, 'setup', 200);
  });
  app.post('/setup', async (context) => {
    if ((await countAccounts(desk)) > 0) return context.redirect('/login', 303);
    return submitted(desk, context, 'setup', async ({ name, secret, password, fullName }) => {
      if (!sameText(secret, desk.consoleKey)) return null;
      const parsed = accountNameSchema.safeParse(name);
      if (!parsed.success) return null;
      const given = { name: parsed.data, fullName, role: 'head-office', stores: null } as const;
      return createAccount(desk, given, password);
    });
  });
  app.get('/join', (context) => showForm(desk, context, 'join', 200));
  app.post('/join', (context) =>
    submitted(desk, context, 'join', ({ name, secret, password }) =>
      takeInvitation(desk, { name, code: secret, password }),
    ),
  );
}

type Given = Readonly<{ name: string; secret: string; password: string; fullName: string }>;

async function submitted(
  desk: ConsoleDesk,
  context: Context,
  step: Step,
  make: (given: Given) => ReturnType<typeof takeInvitation>,
): Promise<Response> {
  const form = await readVisitorForm(desk, context);
  const view = viewOf(context, desk.clock);
  if (!form) return showForm(desk, context, step, 403, { alert: view.say('stale.title') });
  const given: Given = {
    name: textOf(form, 'name').trim().toLowerCase(),
    secret: textOf(form, 'secret').trim(),
    password: textOf(form, 'password'),
    fullName: textOf(form, 'fullName').trim().slice(0, 80) || textOf(form, 'name').trim(),
  };
  const errors = passwordErrors(view, given.password, textOf(form, 'again'), given.name);
  if (step === 'setup' && !accountNameSchema.safeParse(given.name).success) {
    errors.name = view.say('accounts.name.rule');
  }
  if (Object.keys(errors).length > 0) return showForm(desk, context, step, 422, { errors, given });
  // The code is guarded as a password is.
  const waitMs = await firstWait(desk, context, `code ${given.name}`);
  if (waitMs > 0) {
    const alert = view.say('login.wait', { seconds: Math.ceil(waitMs / 1_000) });
    return showForm(desk, context, step, 429, { alert, given });
  }
  const account = await make(given);
  if (account) {
    const what = step === 'setup' ? 'account-made' : 'invitation-taken';
    return letIn(desk, context, account, '/', what);
  }
  await noteRefusal(desk, context, step === 'setup' ? 'key' : 'code');
  const alert = view.say(step === 'setup' ? 'setup.key.wrong' : 'join.wrong');
  return showForm(desk, context, step, 401, { alert, given });
}

/** What is wrong with a new password, by field. */
export function passwordErrors(
  { say }: View,
  password: string,
  again: string,
  name: string,
): Record<string, string> {
  const fault = passwordFault(password, name);
  if (fault) return { password: say(`password.${fault}`, { count: passwordLengthMin }) };
  return password === again ? {} : { again: say('password.differs') };
}

/** Typed twice; browsers and password managers know what it is. */
export function newPasswordFields({ say }: View, errors: FieldErrors): Markup {
  const common = { type: 'password', autocomplete: 'new-password', required: true } as const;
  return html`${textField({ ...common, name: 'password', label: say('password.new'), hint: say('password.rule', { count: passwordLengthMin }), error: errors.password })}
${textField({ ...common, name: 'again', label: say('password.again'), error: errors.again })}`;
}

type Shown = Readonly<{ alert?: string; errors?: FieldErrors; given?: Given }>;

function showForm(
  desk: ConsoleDesk,
  context: Context,
  step: Step,
  status: Status,
  shown: Shown = {},
): Response | Promise<Response> {
  const view = viewOf(context, desk.clock);
  const { say } = view;
  const csrf = visitorToken(desk, visitorOf(context, desk));
  context.header('cache-control', 'no-store');
  const content = html`<div class="panel key"><h1>${say(`${step}.title`)}</h1><p>${say(`${step}.lead`)}</p>
${shown.alert ? html`<p class="said bad" role="alert" data-testid="join-wrong">${shown.alert}</p>` : ''}
${visitorForm(csrf, `/${step}`, joinFields(view, step, shown))}</div>`;
  return context.html(alonePage(view, say(`${step}.title`), content), status);
}

function joinFields(view: View, step: Step, { errors = {}, given }: Shown): Markup {
  const { say } = view;
  const secret =
    step === 'setup'
      ? textField({ name: 'secret', type: 'password', label: say('setup.key'), required: true })
      : textField({ name: 'secret', label: say('join.code'), required: true, maxLength: 40 });
  const fullName = textField({
    name: 'fullName',
    label: say('accounts.full-name'),
    value: given?.fullName ?? '',
    autocomplete: 'name',
    required: true,
    maxLength: 80,
  });
  return html`${secret}
${textField({ name: 'name', label: say('login.name'), value: given?.name ?? '', autocomplete: 'username', hint: step === 'setup' ? say('accounts.name.rule') : '', error: errors.name, required: true, maxLength: 40 })}
${step === 'setup' ? fullName : ''}
${newPasswordFields(view, errors)}
${submitButton(say(`${step}.done`), { testId: 'join-done' })}`;
}
