/** A button that does something, with the key that does the same. */
import type { KeyboardEvent, ReactNode } from 'react';
import { Hint, keyShortcut } from './hint.tsx';
import { Icon } from './icon.tsx';

type Tone = 'plain' | 'ink' | 'seal' | 'quiet';

type Props = Readonly<{
  id: string;
  onPress: () => void;
  children: ReactNode;
  /** Shown on the button; the screen binds it. */
  hint?: string;
  tone?: Tone;
  size?: 'small' | 'normal' | 'large' | 'huge';
  disabled?: boolean;
  /** Takes the focus when it appears: the expected next act. */
  autoFocus?: boolean;
  /** What it is done to, for whoever hears one of several such buttons. Part of the text: its name begins with what is seen. */
  of?: string;
  /** One of several to choose from: whether it is the chosen one. */
  chosen?: boolean;
}>;

export function Act(props: Props) {
  const { tone = 'plain', size = 'normal' } = props;
  return (
    <button
      type="button"
      className={`act act-${tone} act-${size}`}
      data-testid={props.id}
      disabled={props.disabled ?? false}
      ref={props.autoFocus ? focusOnMount : undefined}
      aria-keyshortcuts={keyShortcut(props.hint)}
      aria-pressed={props.chosen}
      onKeyDown={pressOnce}
      onClick={props.onPress}
    >
      {props.chosen ? <Icon name="passed" /> : null}
      <span className="act-text">
        {props.children}
        {props.of === undefined ? null : <span className="hidden"> {props.of}</span>}
      </span>
      {props.hint === undefined ? null : <Hint>{props.hint}</Hint>}
    </button>
  );
}

/** A key held down presses again and again; one press is one act. */
export function pressOnce(event: KeyboardEvent): void {
  if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault();
}

function focusOnMount(button: HTMLButtonElement | null): void {
  button?.focus();
}
