/** Why: one of the store's reasons. */
import { type ReasonFor, reasonsOf } from '../../domain/journal/reasons.ts';
import { useTill } from '../page/use-till.ts';
import { Hint, keyShortcut } from '../parts/hint.tsx';
import { useWords } from '../words/i18n.tsx';
import './reasons.css';

/** There are no more digits. */
const keysMax = 9;

type Props = Readonly<{
  /** Which list. */
  of: ReasonFor;
  legend: string;
  /** The key that chooses the nth; the screen binds it. */
  hint: (nth: number) => string;
  /** By id. */
  chosen: string | null;
  onChoose: (reasonId: string) => void;
}>;

export function Reasons({ of, legend, hint, chosen, onChoose }: Props) {
  const words = useWords();
  const reasons = useReasons(of);
  return (
    <fieldset className="reasons">
      <legend>{legend}</legend>
      {reasons.map(({ id, name }, index) => (
        <button
          key={id}
          type="button"
          className={chosen === id ? 'reason reason-chosen' : 'reason'}
          data-testid={`reason-${id}`}
          aria-pressed={chosen === id}
          aria-keyshortcuts={index < keysMax ? keyShortcut(hint(index + 1)) : undefined}
          // Enter goes on with what was chosen; the focus stays where it was.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(id)}
        >
          <span>
            {words.name(name)} {index < keysMax ? <Hint>{hint(index + 1)}</Hint> : null}
          </span>
        </button>
      ))}
    </fieldset>
  );
}

/** The store's list, in its order. */
export function useReasons(of: ReasonFor) {
  return reasonsOf(useTill((till) => till.state?.reasons) ?? {}, of);
}
