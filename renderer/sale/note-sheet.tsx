/** What is written on a line or on the whole sale: it stands on the receipt. */
import { useState } from 'react';
import type { BasketView } from '../../domain/contract/ipc.ts';
import { noteMax } from '../../domain/prices/line.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor } from '../page/keys.ts';
import { useScanner } from '../page/scans.ts';
import { useOnce } from '../page/use-once.ts';
import { closeDialog, hearBasket, useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useWords } from '../words/i18n.tsx';

const keys = { pick: 'note.title', confirm: 'note.act', back: 'dialog.cancel' } satisfies Keys;

export function NoteSheet({ basket }: Readonly<{ basket: BasketView }>) {
  const words = useWords();
  const { t } = words;
  const selected = useTill((till) => till.selectedLine);
  const line = basket.lines.find((one) => one.line === selected);
  const [isWhole, setWhole] = useState(line === undefined);
  const [text, setText] = useState((line ?? basket).note ?? '');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  useScanner({ onCard: () => setText('') });

  const choose = (whole: boolean) => {
    setWhole(whole);
    setText((whole || !line ? basket : line).note ?? '');
  };
  const [write, busy] = useOnce(async () => {
    const note = text.trim() === '' ? null : text;
    const number = isWhole || !line ? null : line.line;
    const answer = await call('basket.note', { line: number, note });
    if (!answer.ok) return setProblem(answer.problem);
    await hearBasket(answer.value);
    closeDialog();
  });
  const pick = (nth: number) => {
    if (nth === 1 && line) return choose(false);
    return nth === 2 ? choose(true) : false;
  };

  return (
    <Sheet id="note-dialog" title={t('note.title')} keys={keys} on={{ pick }} onClose={closeDialog}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          write();
        }}
      >
        <div className="discount-choices">
          <Act
            id="note-line"
            size="small"
            hint="Alt 1"
            chosen={!isWhole}
            disabled={line === undefined}
            onPress={() => choose(false)}
          >
            {line ? words.name(line.name) : t('note.line')}
          </Act>
          <Act
            id="note-sale"
            size="small"
            hint="Alt 2"
            chosen={isWhole}
            onPress={() => choose(true)}
          >
            {t('note.sale')}
          </Act>
        </div>
        <label className="form-field">
          <span>{t('note.lead')}</span>
          <input
            ref={(input) => input?.focus()}
            className="field"
            data-testid="note-text"
            autoComplete="off"
            maxLength={noteMax}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        {problem === null ? null : <ProblemNote problem={problem} id="dialog-problem" />}
        <div className="form-two">
          <Act id="note-cancel" hint={keyFor.back} onPress={closeDialog}>
            {t('dialog.cancel')}
          </Act>
          <Act id="note-confirm" tone="ink" hint={keyFor.confirm} disabled={busy} onPress={write}>
            {t('note.act')}
          </Act>
        </div>
      </form>
    </Sheet>
  );
}
