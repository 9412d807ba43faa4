/** The key that does what stands beside it. For eyes only: the control says it by aria-keyshortcuts. */
import type { ReactNode } from 'react';

export function Hint({ children }: Readonly<{ children: ReactNode }>) {
  return (
    <span className="hint" aria-hidden="true">
      {children}
    </span>
  );
}

/** Hints as the keyboard has them printed → key names of `aria-keyshortcuts` (WAI-ARIA 1.2, KeyboardEvent.key). */
const keyNames: Readonly<Record<string, string>> = { Esc: 'Escape', Del: 'Delete' };

/** A `ref` for React Aria's buttons, which pass this attribute on in no other way. */
export function announceKey(hint: string | undefined): (button: HTMLButtonElement | null) => void {
  return (button) => {
    if (hint !== undefined) button?.setAttribute('aria-keyshortcuts', keyNames[hint] ?? hint);
  };
}
