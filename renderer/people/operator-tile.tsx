/** A person to choose: first letter, name, number, key. */
import { Hint, keyShortcut } from '../parts/hint.tsx';

type Props = Readonly<{
  id: string;
  mark: string;
  name: string;
  detail: string;
  hint: string | undefined;
  chosen: boolean;
  onChoose: () => void;
}>;

export function OperatorTile(props: Props) {
  return (
    <button
      type="button"
      aria-pressed={props.chosen}
      aria-keyshortcuts={keyShortcut(props.hint)}
      className={props.chosen ? 'person person-chosen' : 'person'}
      data-testid={props.id}
      onClick={props.onChoose}
    >
      <span className="person-mark" aria-hidden="true">
        {props.mark}
      </span>
      <span className="person-text">
        <span className="person-name">{props.name}</span>
        <small>{props.detail}</small>
      </span>
      {props.hint === undefined ? null : <Hint>{props.hint}</Hint>}
    </button>
  );
}
