/** The key that does what stands beside it. For eyes only: the control says it by aria-keyshortcuts. */
import type { ReactNode } from 'react';

export function Hint({ children }: Readonly<{ children: ReactNode }>) {
  return (
    <span className="hint" aria-hidden="true">
      {children}
    </span>
  );
}
