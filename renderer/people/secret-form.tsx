/** A new PIN or password, typed twice; the old one before it where nobody has just shown it. By keys or by fingers. */
import { useState } from 'react';
import { judgeSecret } from '../../domain/people/ways-in.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { keyFor } from '../page/keys.ts';
import { useScanner } from '../page/scans.ts';
import { useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Keypad } from '../parts/keypad.tsx';
import { useWords } from '../words/i18n.tsx';

const secretLengthMax = 64;
const fields = ['old', 'fresh', 'again'] as const;
type Field = (typeof fields)[number];
type Typed = Readonly<Record<Field, string>>;

const nothing: Typed = { old: '', fresh: '', again: '' };

type Props = Readonly<{
  /** Whose it will be: it may not be the secret itself. */
  number: string;
  asksOld: boolean;
  submitLabel: string;
  /** Answers with what went wrong, or null. */
  onSecret: (fresh: string, old: string) => Promise<ProblemData | null>;
}>;

export function SecretForm({ number, asksOld, submitLabel, onSecret }: Props) {
  const { t } = useWords();
  const rules = useTill((till) => till.state?.secrets);
  const [typed, setTyped] = useState(nothing);
  const [active, setActive] = useState<Field>(asksOld ? 'old' : 'fresh');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [differ, setDiffer] = useState(false);
  const shown = fields.filter((field) => asksOld || field !== 'old');
  const ready = !busy && shown.every((field) => typed[field] !== '');

  function edit(field: Field, text: string): void {
    setDiffer(false);
    setProblem(null);
    setTyped((before) => ({ ...before, [field]: text.slice(0, secretLengthMax) }));
  }

  function press(key: string): void {
    const text = typed[active];
    edit(active, key === 'clear' ? '' : key === 'back' ? text.slice(0, -1) : text + key);
  }

  async function submit(): Promise<void> {
    if (!ready || !rules) return;
    if (typed.fresh !== typed.again) {
      setDiffer(true);
      return;
    }
    const weak = judgeSecret(rules, number, typed.fresh);
    const { fresh, old } = typed;
    setTyped(nothing);
    setActive(shown[0] ?? 'fresh');
    setBusy(true);
    const refused = weak?.toData() ?? (await onSecret(fresh, old));
    setBusy(false);
    setProblem(refused);
  }

  useScanner({
    onBadge: () => setTyped(nothing),
    onCard: () => {
      setTyped(nothing);
      setProblem({ kind: 'payment-card-scanned', params: {} });
    },
  });

  return (
    <form
      className="form secret-form"
      onSubmit={(event) => {
        event.preventDefault();
        const empty = shown.find((field) => typed[field] === '');
        if (empty === undefined) void submit();
        else event.currentTarget.querySelector<HTMLInputElement>(`[name=${empty}]`)?.focus();
      }}
    >
      <SecretSays problem={problem} differ={differ} />
      <div className="form-fields">
        {shown.map((field, index) => (
          <label key={field} className={active === field ? 'form-field form-active' : 'form-field'}>
            <span>{t(`secret.${field}`)}</span>
            <input
              className="field"
              name={field}
              data-testid={`secret-${field}`}
              type="password"
              autoComplete="off"
              ref={index === 0 ? focusOnMount : undefined}
              value={typed[field]}
              onFocus={() => setActive(field)}
              onChange={(event) => edit(field, event.target.value)}
            />
          </label>
        ))}
      </div>
      <Keypad
        left="clear"
        right="back"
        onKey={press}
        disabled={busy}
        clearLabel={t('keypad.clear')}
        backLabel={t('keypad.back')}
      />
      <Act
        id="secret-submit"
        tone="ink"
        size="large"
        hint={keyFor.confirm}
        disabled={!ready}
        onPress={() => void submit()}
      >
        {submitLabel}
      </Act>
      <button type="submit" className="hidden" tabIndex={-1} aria-hidden="true" />
    </form>
  );
}

/** The rules, or why the last one was not taken: as tall in both cases, so that no key moves under a finger. */
function SecretSays({
  problem,
  differ,
}: Readonly<{ problem: ProblemData | null; differ: boolean }>) {
  const words = useWords();
  const { t } = words;
  const rules = useTill((till) => till.state?.secrets);
  if (problem !== null) {
    return (
      <p
        className="secret-says secret-bad"
        role="alert"
        data-testid="secret-problem"
        data-kind={problem.kind}
      >
        <b>{words.problem(problem, 'what')}</b> {words.problem(problem, 'next')}
      </p>
    );
  }
  if (differ) {
    return (
      <p className="secret-says secret-bad" role="alert" data-testid="secret-differ">
        <b>{t('secret.differ')}</b>
      </p>
    );
  }
  return (
    <p className="secret-says">
      {t('secret.rules', { digitsMin: rules?.digitsMin ?? 0 })}{' '}
      {rules?.passwords ? t('secret.passwords') : ''}
    </p>
  );
}

function focusOnMount(input: HTMLInputElement | null): void {
  input?.focus();
}
