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
const keyNames: Readonly<Record<string, string>> = {
  Esc: 'Escape',
  Del: 'Delete',
  Ctrl: 'Control',
};

/** `Alt 1` → `Alt+1`. */
export function keyShortcut(hint: string | undefined): string | undefined {
  return hint
    ?.split(' ')
    .map((key) => keyNames[key] ?? key)
    .join('+');
}
