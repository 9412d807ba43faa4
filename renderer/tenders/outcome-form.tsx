/** Somebody says what became of money: which of two, in what words. */
import type { PageId } from '../../words/ids.ts';
import { Act } from '../parts/act.tsx';
import { useWords } from '../words/i18n.tsx';

/** What has to be said at least, in characters. */
export const reasonMin = 3;

type OutcomesProps<Outcome extends string> = Readonly<{
  /** Each with what it is called; its button is `<id>-<outcome>`. */
  outcomes: Readonly<Record<Outcome, PageId>>;
  id: string;
  chosen: Outcome | null;
  disabled: boolean;
  onChoose: (outcome: Outcome) => void;
}>;

export function Outcomes<Outcome extends string>(props: OutcomesProps<Outcome>) {
  const { t } = useWords();
  return (
    <div className="form-two">
      {(Object.entries(props.outcomes) as [Outcome, PageId][]).map(([each, says]) => (
        <Act
          key={each}
          id={`${props.id}-${each}`}
          tone={props.chosen === each ? 'ink' : 'plain'}
          chosen={props.chosen === each}
          disabled={props.disabled}
          onPress={() => props.onChoose(each)}
        >
          {t(says)}
        </Act>
      ))}
    </div>
  );
}

type FieldProps = Readonly<{
  id: string;
  label: string;
  max: number;
  value: string;
  onText: (text: string) => void;
}>;

export function Field({ id, label, max, value, onText }: FieldProps) {
  return (
    <label className="form-field">
      <span>{label}</span>
      <input
        className="field"
        data-testid={id}
        autoComplete="off"
        maxLength={max}
        value={value}
        onChange={(event) => onText(event.target.value)}
      />
    </label>
  );
}
