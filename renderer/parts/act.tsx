/** A button that does something, with the key that does the same. */

import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { announceKey, Hint } from './hint.tsx';
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
  label?: string;
  /** One of several to choose from: whether it is the chosen one. */
  chosen?: boolean;
}>;

export function Act(props: Props) {
  const { tone = 'plain', size = 'normal' } = props;
  return (
    <Button
      ref={announceKey(props.hint)}
      className={`act act-${tone} act-${size}`}
      data-testid={props.id}
      isDisabled={props.disabled ?? false}
      autoFocus={props.autoFocus ?? false}
      {...(props.label === undefined ? {} : { 'aria-label': props.label })}
      {...(props.chosen === undefined ? {} : { 'aria-pressed': props.chosen })}
      onPress={props.onPress}
    >
      {props.chosen ? <Icon name="passed" /> : null}
      <span className="act-text">{props.children}</span>
      {props.hint === undefined ? null : <Hint>{props.hint}</Hint>}
    </Button>
  );
}
