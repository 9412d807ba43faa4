/** Digits for fingers. On a keyboard the digit keys do the same, so the pad takes no focus and no Tab stop. */
import { Icon } from './icon.tsx';

type Props = Readonly<{
  /** What stands left and right of the zero: `.`, `00`, or nothing. */
  left?: '.' | '00' | 'clear';
  right?: '00' | 'back';
  onKey: (key: string) => void;
  disabled?: boolean;
  clearLabel: string;
  backLabel: string;
}>;

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

export function Keypad(props: Props) {
  const { left = 'clear', right = 'back', onKey, disabled = false } = props;
  const keys = [...digits, left, '0', right];
  return (
    <div className="keypad" data-testid="keypad">
      {keys.map((key) => (
        <button
          key={key}
          type="button"
          className={classOf(key)}
          data-testid={`key-${key === '.' ? 'point' : key}`}
          tabIndex={-1}
          disabled={disabled}
          aria-label={
            key === 'clear' ? props.clearLabel : key === 'back' ? props.backLabel : undefined
          }
          onClick={() => onKey(key)}
        >
          {key === 'back' ? (
            <Icon name="erase" size={22} />
          ) : key === 'clear' ? (
            props.clearLabel
          ) : (
            key
          )}
        </button>
      ))}
    </div>
  );
}

function classOf(key: string): string {
  if (key === '.') return 'key key-point';
  return /^\d$/.test(key) ? 'key' : 'key key-side';
}
