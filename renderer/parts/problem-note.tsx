/** What happened, what was kept safe, what to do next. Read out at once. */
import type { ReactNode } from 'react';
import type { ProblemData } from '../../domain/words/problem.ts';
import { useWords } from '../words/i18n.tsx';
import { Icon } from './icon.tsx';

type Props = Readonly<{
  problem: ProblemData;
  id?: string;
  tone?: 'seal' | 'amber';
  children?: ReactNode;
}>;

export function ProblemNote({ problem, id = 'problem', tone = 'seal', children }: Props) {
  const words = useWords();
  const kept = words.problem(problem, 'kept');
  const next = words.problem(problem, 'next');
  return (
    <div className={`note note-${tone}`} role="alert" data-testid={id} data-kind={problem.kind}>
      <span className="note-sign">
        <Icon name="warned" size={20} />
      </span>
      <div className="note-text">
        <p className="note-what">{words.problem(problem, 'what')}</p>
        {kept === '' ? null : <p className="note-kept">{kept}</p>}
        {next === '' ? null : <p className="note-next">{next}</p>}
        {children}
      </div>
    </div>
  );
}
