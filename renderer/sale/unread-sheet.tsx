/** A basket that this version cannot read: what happened to it, and that somebody has seen to it. */
import { useState } from 'react';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor } from '../page/keys.ts';
import { closeDialog, useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useWords } from '../words/i18n.tsx';

const keys = { check: 'unread.act', back: 'dialog.back' } satisfies Keys;

export function UnreadSheet() {
  const words = useWords();
  const { t } = words;
  const unread = useTill((till) => till.state?.unread) ?? [];
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const basket = unread[0];

  async function seenTo(): Promise<void> {
    if (!basket) return;
    const answer = await call('basket.seenTo', { saleId: basket.id });
    if (!answer.ok) setProblem(answer.problem);
    else if (unread.length === 1) closeDialog();
  }

  return (
    <Sheet
      id="unread-dialog"
      title={t('unread.title')}
      keys={keys}
      on={{ check: basket ? () => void seenTo() : null }}
      onClose={closeDialog}
    >
      <p className="form-lead">
        {basket && [basket.name, words.time(basket.at)].filter((part) => part !== '').join(' · ')}
      </p>
      <ProblemNote
        problem={problem ?? { kind: 'basket-unread', params: {} }}
        id="unread-problem"
        tone={problem === null ? 'amber' : 'seal'}
      />
      <div className="form-two">
        <Act id="unread-back" hint={keyFor.back} autoFocus onPress={closeDialog}>
          {t('dialog.back')}
        </Act>
        <Act
          id="unread-act"
          tone="ink"
          hint={keyFor.check}
          disabled={!basket}
          onPress={() => void seenTo()}
        >
          {t('unread.act')}
        </Act>
      </div>
    </Sheet>
  );
}
