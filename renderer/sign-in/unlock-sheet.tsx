/** Somebody locked out: a manager beside them, or the back office on the telephone, forgives the wrong tries. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor, useKeys } from '../page/keys.ts';
import { notify } from '../page/notices.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { WhomToCall } from '../parts/whom-to-call.tsx';
import { callAllowed, endAsking } from '../people/approval.ts';
import { CodeForm } from '../people/code-form.tsx';
import { useWords } from '../words/i18n.tsx';

type Props = Readonly<{ number: string; onClose: () => void }>;

const keys = { pick: 'code.instead' } satisfies Keys;
/** After the ways in, which have 7 to 9. */
const byCodePlace = 6;

export function UnlockSheet({ number, onClose }: Props) {
  const { t } = useWords();
  const [byCode, setByCode] = useState(false);
  const title = t('operator.unlockTitle', { number });
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    let instead = false;
    const toCode = () => {
      instead = true;
      setByCode(true);
      endAsking(null);
    };
    const about = { title, instead: <ToCode onPress={toCode} /> };
    void callAllowed('signIn.unlockOperator', { number }, about).then((answer) => {
      if (answer && !answer.ok) notify(answer.problem);
      if (!instead) onClose();
    });
  }, [number, title, onClose]);
  return byCode ? <ByCode title={title} number={number} onClose={onClose} /> : null;
}

function ToCode({ onPress }: Readonly<{ onPress: () => void }>) {
  const { t } = useWords();
  useKeys(keys, { pick: (nth) => nth === byCodePlace && onPress() });
  return (
    <Act id="unlock-by-code" tone="quiet" hint={`Alt ${byCodePlace}`} onPress={onPress}>
      {t('code.instead')}
    </Act>
  );
}

function ByCode({ title, number, onClose }: Props & Readonly<{ title: string }>) {
  const { t } = useWords();
  const asked = useChallenge(number);

  async function unlock(code: string): Promise<ProblemData | null> {
    const answer = await call('signIn.unlockOperator', { number, code });
    if (answer.ok) {
      onClose();
      return null;
    }
    // After the last try another challenge is good.
    if (answer.problem.params.triesLeft === 0) asked.again();
    return answer.problem;
  }

  return (
    <Sheet id="unlock-code-dialog" title={title} onClose={onClose}>
      {asked.problem === null ? null : (
        <ProblemNote problem={asked.problem}>
          <WhomToCall kind={asked.problem.kind} />
        </ProblemNote>
      )}
      {asked.challenge === null ? null : (
        <CodeForm
          challenge={asked.challenge}
          submitLabel={t('code.unlock')}
          autoFocus
          onCode={unlock}
        />
      )}
      <Act id="unlock-code-cancel" hint={keyFor.back} onPress={onClose}>
        {t('dialog.cancel')}
      </Act>
    </Sheet>
  );
}

/** What the back office must be told for `number`. */
function useChallenge(number: string) {
  const [challenge, setChallenge] = useState<string | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const again = useCallback(() => {
    void call('code.challenge', { number }).then((answer) => {
      setChallenge(answer.ok ? answer.value.challenge : null);
      setProblem(answer.ok ? null : answer.problem);
    });
  }, [number]);
  useEffect(again, [again]);
  return { challenge, problem, again };
}
