/** The line above every screen but the sale: where we are. */
import type { ReactNode } from 'react';

type Props = Readonly<{ title: string; children?: ReactNode; right?: ReactNode }>;

export function TopBar({ title, children, right }: Props) {
  return (
    <header className="bar">
      <b className="bar-title">{title}</b>
      {children}
      <span className="bar-space" />
      {right}
    </header>
  );
}
