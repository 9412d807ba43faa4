/** One number in a dialog: big figure, keypad, Enter. The keyboard's digits work wherever the focus is. */
import { type ReactNode, useEffect, useState } from 'react';
import type { ProblemData } from '../../domain/words/problem.ts';
import { pressNumberKey } from '../page/entry.ts';
import { type Keys, keyFor } from '../page/keys.ts';
import { useScanner } from '../page/scans.ts';
import { useTakeBack } from '../page/take-back.ts';
import { isOnButton } from '../page/typed-keys.ts';
import { useOnce } from '../page/use-once.ts';
import { useWords } from '../words/i18n.tsx';
import { Act } from './act.tsx';
import { Sheet } from './dialog.tsx';
import { Keypad } from './keypad.tsx';
import { ProblemNote } from './problem-note.tsx';

type Props = Readonly<{
  id: string;
  title: string;
  lead: ReactNode;
  /** What the figure means, before and after it: `¥`, `kg`. */
  before?: string;
  after?: string;
  fractionDigits: number;
  /** Shown in grey until the first key. */
  initial: string;
  confirmLabel: string;
  canConfirm: (text: string) => boolean;
  /** Told what stands there, after each key. */
  onText?: (text: string) => void;
  /** Nothing else is confirmed while it is under way. */
  onConfirm: (text: string) => Promise<void>;
  onClose: () => void;
  problem?: ProblemData | null;
  children?: ReactNode;
}>;

const keys = {
  confirm: 'dialog.set',
  remove: 'keypad.clear',
  back: 'dialog.cancel',
} satisfies Keys;

export function NumberSheet(props: Props) {
  const { t } = useWords();
  const [text, setText] = useState('');
  const [confirm, busy] = useOnce(props.onConfirm);
  const ready = !busy && props.canConfirm(text);
  const { onText } = props;

  useEffect(() => onText?.(text), [onText, text]);

  const press = (key: string) => setText((now) => pressNumberKey(now, key, props.fractionDigits));

  const type = (key: string, event: KeyboardEvent): boolean => {
    if (/^[\d.]$/.test(key)) press(key);
    else if (key === 'Backspace') press('back');
    else if (key === 'Delete') press('clear');
    else if (key === 'Enter' && !isOnButton(event)) {
      if (ready && !event.repeat) confirm(text);
    } else return false;
    return true;
  };
  useTakeBack(text, setText);
  useScanner({ onCard: () => setText('') });

  return (
    <Sheet id={props.id} title={props.title} keys={keys} onTyped={type} onClose={props.onClose}>
      <div className="form-lead">{props.lead}</div>
      <output className="figure" data-testid="number-entry" data-text={text}>
        {props.before === undefined ? null : <span className="figure-unit">{props.before}</span>}
        <span className={text === '' ? 'figure-value figure-old' : 'figure-value'}>
          {text === '' ? props.initial : text}
        </span>
        {props.after === undefined ? null : <span className="figure-unit">{props.after}</span>}
      </output>
      <Keypad
        left={props.fractionDigits > 0 ? '.' : 'clear'}
        right="back"
        onKey={press}
        clearLabel={t('keypad.clear')}
        backLabel={t('keypad.back')}
      />
      {props.children}
      {props.problem ? <ProblemNote problem={props.problem} id="dialog-problem" /> : null}
      <div className="form-two">
        <Act id="number-cancel" hint={keyFor.back} onPress={props.onClose}>
          {t('dialog.cancel')}
        </Act>
        <Act
          id="number-confirm"
          tone="ink"
          hint={keyFor.confirm}
          disabled={!ready}
          onPress={() => confirm(text)}
        >
          {props.confirmLabel}
        </Act>
      </div>
    </Sheet>
  );
}
