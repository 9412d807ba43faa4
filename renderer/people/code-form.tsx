/** A challenge to read out on the telephone, and the code that comes back. */
import { useState } from 'react';
import type { ProblemData } from '../../domain/words/problem.ts';
import { type Keys, keyFor, useKeys } from '../page/keys.ts';
import { useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useWords } from '../words/i18n.tsx';

const codeLengthMin = 4;
const codeLengthMax = 16;

type Props = Readonly<{
  challenge: string;
  submitLabel: string;
  autoFocus?: boolean;
  /** Answers with what went wrong, or null. */
  onCode: (code: string) => Promise<ProblemData | null>;
}>;

const keys = { confirm: 'code.label' } satisfies Keys;

export function CodeForm({ challenge, submitLabel, autoFocus = false, onCode }: Props) {
  const { t } = useWords();
  const phone = useTill((till) => till.state?.contacts.backOffice || till.state?.helpPhone || '');
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const ready = code.trim().length >= codeLengthMin && !busy;

  useKeys(keys);

  async function submit(): Promise<void> {
    if (!ready) return;
    setBusy(true);
    const refused = await onCode(code.trim());
    setBusy(false);
    setProblem(refused);
    if (refused !== null) setCode('');
  }

  return (
    <form
      className="form code-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p className="form-lead">{phone === '' ? t('code.lead') : t('code.leadPhone', { phone })}</p>
      <p className="code-challenge" data-testid="code-challenge">
        {challenge}
      </p>
      <label className="form-field">
        <span>{t('code.label')}</span>
        <input
          className="field field-code"
          data-testid="code"
          ref={autoFocus ? focusOnMount : undefined}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={codeLengthMax}
          value={code}
          onChange={(event) => setCode(event.target.value.toUpperCase())}
        />
      </label>
      {problem === null ? null : <ProblemNote problem={problem} id="code-problem" />}
      <Act
        id="code-submit"
        tone="ink"
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

function focusOnMount(input: HTMLInputElement | null): void {
  input?.focus();
}
