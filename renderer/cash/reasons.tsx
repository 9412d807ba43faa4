/** Why: one of the store's reasons. */
import { type ReasonFor, reasonsOf } from '../../domain/journal/reasons.ts';
import { useTill } from '../page/use-till.ts';
import { useWords } from '../words/i18n.tsx';
import './reasons.css';

type Props = Readonly<{
  /** Which list. */
  of: ReasonFor;
  legend: string;
  /** By id. */
  chosen: string | null;
  onChoose: (reasonId: string) => void;
}>;

export function Reasons({ of, legend, chosen, onChoose }: Props) {
  const words = useWords();
  const reasons = useReasons(of);
  return (
    <fieldset className="reasons">
      <legend>{legend}</legend>
      {reasons.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          className={chosen === id ? 'reason reason-chosen' : 'reason'}
          data-testid={`reason-${id}`}
          aria-pressed={chosen === id}
          // Enter goes on with what was chosen; the focus stays where it was.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(id)}
        >
          {words.name(name)}
        </button>
      ))}
    </fieldset>
  );
}

/** The store's list, in its order. */
export function useReasons(of: ReasonFor) {
  return reasonsOf(useTill((till) => till.state?.reasons) ?? {}, of);
}
