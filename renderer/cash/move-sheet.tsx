/** Cash moves without a sale: how much, and why or in which bag. Written down at once; the slip is signed. */
import { type ReactNode, type RefObject, useRef, useState } from 'react';
import type { Way } from '../../domain/cash/movements.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { parseAmount, pressNumberKey } from '../page/entry.ts';
import { type Keys, keyFor } from '../page/keys.ts';
import { useScanner } from '../page/scans.ts';
import { useTakeBack } from '../page/take-back.ts';
import { isOnButton } from '../page/typed-keys.ts';
import { closeDialog } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { Keypad } from '../parts/keypad.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { callAllowed } from '../people/approval.ts';
import { useWords } from '../words/i18n.tsx';
import { Reasons, useReasons } from './reasons.tsx';
import './move-sheet.css';

const keys = {
  pick: 'move.pick',
  confirm: 'move.confirm',
  remove: 'keypad.clear',
  back: 'dialog.cancel',
} satisfies Keys;

const bagLengthMax = 40;

type Stage = 'entry' | 'busy' | 'done';

/** What is entered, and what becomes of it. */
function useMove(way: Way) {
  const { t, money, fractionDigits } = useWords();
  const [text, setText] = useState('');
  const [reason, setReason] = useState<string | null>(null);
  const [bag, setBag] = useState('');
  const [stage, setStage] = useState<Stage>('entry');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const amountMinor = parseAmount(text, fractionDigits) ?? 0;
  const isExplained = way === 'safe-drop' ? bag.trim() !== '' : reason !== null;
  const ready = stage === 'entry' && amountMinor > 0 && isExplained;

  async function confirm(): Promise<void> {
    if (!ready) return;
    setStage('busy');
    setProblem(null);
    const lead = t(`move.approvalLead.${way}`, { amount: money(amountMinor) });
    const answer = await callAllowed(
      'cash.move',
      way === 'safe-drop'
        ? { way, bag, amountMinor }
        : { way, reasonId: reason ?? '', amountMinor },
      { title: t(`move.title.${way}`), lead },
    );
    setStage(answer?.ok ? 'done' : 'entry');
    if (answer && !answer.ok) setProblem(answer.problem);
  }

  const press = (key: string) => setText((now) => pressNumberKey(now, key, fractionDigits));
  const pressInBag = (key: string) => {
    if (key === 'back') setBag((now) => now.slice(0, -1));
    else if (/^\d+$/.test(key)) setBag((now) => (now + key).slice(0, bagLengthMax));
  };
  useTakeBack(text, setText);
  return {
    ...{ text, setText, amountMinor, reason, setReason, bag, setBag },
    ...{ stage, problem, ready, confirm, press, pressInBag },
  };
}
type Moving = ReturnType<typeof useMove>;

export function MoveSheet({ way }: Readonly<{ way: Way }>) {
  const { t, money } = useWords();
  const moving = useMove(way);
  const amount = money(moving.amountMinor);
  if (moving.stage === 'done') {
    return <Done title={t(`move.title.${way}`)}>{t(`move.done.${way}`, { amount })}</Done>;
  }
  return <EntrySheet way={way} moving={moving} />;
}

function EntrySheet({ way, moving }: Readonly<{ way: Way; moving: Moving }>) {
  const { t, money } = useWords();
  const reasons = useReasons(way === 'pay-in' ? 'pay-in' : 'pay-out');
  const bagField = useRef<HTMLInputElement>(null);
  const { amountMinor, bag, stage, problem, confirm } = moving;

  /** The keypad is for the field that has the focus; without one, for the amount. */
  const press = (key: string) => {
    const isInBag = bagField.current !== null && document.activeElement === bagField.current;
    (isInBag ? moving.pressInBag : moving.press)(key);
  };
  const enter = () => {
    if (way === 'safe-drop' && amountMinor > 0 && bag === '') bagField.current?.focus();
    else void confirm();
  };
  const type = (key: string, event: KeyboardEvent): boolean => {
    if (/^[\d.]$/.test(key)) press(key);
    else if (key === 'Backspace') press('back');
    else if (key === 'Delete') press('clear');
    else if (key === 'Enter' && !isOnButton(event)) {
      if (!event.repeat) enter();
    } else return false;
    return true;
  };
  const pick = (nth: number) => {
    const chosen = reasons[nth - 1];
    return way !== 'safe-drop' && chosen ? moving.setReason(chosen.id) : false;
  };
  useScanner({
    onCard: () => moving.setText(''),
    ...(way === 'safe-drop'
      ? { onCode: (code) => moving.setBag(code.slice(0, bagLengthMax)) }
      : {}),
  });

  return (
    <Sheet
      id="move-dialog"
      title={t(`move.title.${way}`)}
      wide
      keys={keys}
      on={{ pick }}
      onTyped={type}
      onClose={stage === 'busy' ? undefined : closeDialog}
    >
      <div className="move">
        <Fields way={way} moving={moving} bagField={bagField} />
        <div className="move-right">
          <Keypad
            left="."
            right="back"
            onKey={press}
            disabled={stage === 'busy'}
            clearLabel={t('keypad.clear')}
            backLabel={t('keypad.back')}
          />
          <Act
            id="move-confirm"
            tone="ink"
            size="large"
            hint={keyFor.confirm}
            disabled={!moving.ready}
            onPress={() => void confirm()}
          >
            {t(`move.do.${way}`, { amount: money(amountMinor) })}
          </Act>
          <Act id="move-cancel" tone="quiet" hint={keyFor.back} onPress={closeDialog}>
            {t('dialog.cancel')}
          </Act>
        </div>
      </div>
      {problem === null ? null : <ProblemNote problem={problem} id="dialog-problem" />}
    </Sheet>
  );
}

type FieldsProps = Readonly<{
  way: Way;
  moving: Moving;
  bagField: RefObject<HTMLInputElement | null>;
}>;

function Fields({ way, moving, bagField }: FieldsProps) {
  const { t, amount, currencySign } = useWords();
  const { text, bag, reason } = moving;
  return (
    <div className="move-left">
      <p className="form-lead">{t('move.amount')}</p>
      <output className="figure" data-testid="number-entry" data-text={text}>
        <span className="figure-unit">{currencySign}</span>
        <span className={text === '' ? 'figure-value figure-old' : 'figure-value'}>
          {text === '' ? amount(0) : text}
        </span>
      </output>
      {way === 'safe-drop' ? (
        <label className="form-field">
          <span>{t('move.bag')}</span>
          <input
            ref={bagField}
            className="field"
            data-testid="move-bag"
            autoComplete="off"
            maxLength={bagLengthMax}
            value={bag}
            onChange={(event) => moving.setBag(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.repeat) void moving.confirm();
            }}
          />
        </label>
      ) : (
        <Reasons
          of={way}
          legend={t('move.why')}
          hint={(nth) => `Alt ${nth}`}
          chosen={reason}
          onChoose={moving.setReason}
        />
      )}
    </div>
  );
}

function Done({ title, children }: Readonly<{ title: string; children: ReactNode }>) {
  const { t } = useWords();
  return (
    <Sheet id="moved-dialog" title={title} onClose={closeDialog}>
      <p className="form-lead" role="status">
        {children}
      </p>
      <Act
        id="moved-back"
        tone="ink"
        size="large"
        hint={keyFor.back}
        autoFocus
        onPress={closeDialog}
      >
        {t('move.back')}
      </Act>
    </Sheet>
  );
}
