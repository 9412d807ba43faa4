/** A number, a PIN or a password as it is entered: what of it is shown, and the keys for it. */

import { Keypad } from '../../parts/keypad.tsx';
import { useWords } from '../../words/i18n.tsx';
import { PinDots } from '../pin-dots.tsx';

const pinDigitsMax = 12;
const numberDigitsMax = 8;
const passwordLengthMax = 64;

export type SecretEntry = Readonly<{
  /** Of somebody without a tile. */
  number: Readonly<{ text: string; state: 'typing' | 'done' }>;
  secret: string;
  /** Letters came, or were asked for: the keypad gives way to a field. */
  isPassword: boolean;
}>;

/** `entry` after one more key: a digit, a letter, `back` or `clear`. */
export function editSecret(entry: SecretEntry, key: string, entersNumber: boolean): SecretEntry {
  if (entersNumber) {
    const text = edit(entry.number.text, key, numberDigitsMax);
    return { ...entry, number: { ...entry.number, text } };
  }
  if (key === 'clear' && entry.secret === '') {
    return entry.isPassword
      ? { ...entry, isPassword: false }
      : { ...entry, number: { ...entry.number, state: 'typing' } };
  }
  const isPassword = entry.isPassword || (key.length === 1 && /\D/.test(key));
  const secret = edit(entry.secret, key, isPassword ? passwordLengthMax : pinDigitsMax);
  return { ...entry, secret, isPassword };
}

function edit(text: string, key: string, max: number): string {
  if (key === 'clear') return '';
  return key === 'back' ? text.slice(0, -1) : (text + key).slice(0, max);
}

type ShownProps = Readonly<{ entry: SecretEntry; entersNumber: boolean }>;

/** As tall in every case: nothing below it moves. */
function Shown({ entry, entersNumber }: ShownProps) {
  const { t } = useWords();
  const { text } = entry.number;
  if (!entersNumber) return <PinDots length={entry.secret.length} />;
  return (
    <p className="pin-number" data-testid="operator-number" aria-live="polite">
      {text === '' ? <span className="pin-ask">{t('operator.enterNumber')}</span> : text}
    </p>
  );
}

type KeysProps = Readonly<{
  entry: SecretEntry;
  disabled: boolean;
  onKey: (key: string) => void;
  onPassword: (text: string) => void;
  onSubmit: () => void;
}>;

function Keys({ entry, disabled, onKey, onPassword, onSubmit }: KeysProps) {
  const { t } = useWords();
  return (
    <div className="pin-keys">
      <Keypad
        left="clear"
        right="back"
        onKey={onKey}
        disabled={disabled}
        clearLabel={t('keypad.clear')}
        backLabel={t('keypad.back')}
      />
      {entry.isPassword ? (
        <form
          className="pin-password"
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          <label className="form-field">
            <span>{t('password.label')}</span>
            <input
              ref={focusOnMount}
              className="field"
              data-testid="password"
              type="password"
              autoComplete="off"
              maxLength={passwordLengthMax}
              disabled={disabled}
              value={entry.secret}
              onChange={(event) => onPassword(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Escape') onKey('clear');
              }}
            />
          </label>
          <p>{t('password.hint')}</p>
        </form>
      ) : null}
    </div>
  );
}

export const SecretPad = { Shown, Keys } as const;

function focusOnMount(input: HTMLInputElement | null): void {
  input?.focus();
}
