/** A drawer as it is counted: what main says of it, what was entered, and why it holds another sum than it should. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Envelope } from '../../../domain/contract/ipc.ts';
import type { DrawerView } from '../../../domain/day/channels.ts';
import type { ProblemData } from '../../../domain/words/problem.ts';
import type { Counts } from '../../cash/count-table.tsx';
import { useWords } from '../../words/i18n.tsx';

/** What a count that stands leads to; null where nobody allowed it. */
type Finish<Value> = (reasonId: string | null, lead: string) => Promise<Envelope<Value> | null>;

/** `ask` and `write` are the calls that tell what lies there and write down what was counted. */
export function useCount<View extends DrawerView>(
  ask: () => Promise<Envelope<View>>,
  write: (counts: Counts, view: View) => Promise<Envelope<View>>,
) {
  const { t, money } = useWords();
  const [view, setView] = useState<View | null>(null);
  const [counts, setCounts] = useState<Counts>({});
  const [again, setAgain] = useState(false);
  const [reason, setReason] = useState<string | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [busy, setBusy] = useState(false);
  const calls = useRef({ ask, write });
  calls.current = { ask, write };

  const hear = useCallback((answer: Envelope<View>): boolean => {
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) setView(answer.value);
    return answer.ok;
  }, []);
  const look = useCallback(() => {
    void calls.current.ask().then(hear);
  }, [hear]);
  useEffect(look, [look]);

  const stage =
    view === null
      ? ('looking' as const)
      : again || !view.stands
        ? ('counting' as const)
        : ('counted' as const);
  const difference = view?.due?.differenceMinor ?? 0;
  const ready = stage === 'counted' && !busy && (difference === 0 || reason !== null);

  async function count(): Promise<void> {
    if (view === null || busy) return;
    setBusy(true);
    const stands = hear(await write(counts, view));
    setBusy(false);
    if (!stands) return;
    setAgain(false);
    setReason(null);
  }

  /** Answers what it came to; null where it did not. */
  async function finish<Value>(act: Finish<Value>): Promise<Value | null> {
    if (!ready) return null;
    setBusy(true);
    setProblem(null);
    const lead = t('close.differenceAsks', { amount: money(Math.abs(difference)) });
    const answer = await act(difference === 0 ? null : reason, lead);
    setBusy(false);
    if (answer?.ok) return answer.value;
    if (answer) setProblem(answer.problem);
    return null;
  }

  /** The key of the count: it stands, or once more. */
  const countKey =
    stage === 'counting' ? () => void count() : stage === 'counted' ? () => setAgain(true) : null;
  return {
    ...{ view, stage, counts, setCounts, reason, setReason, problem, busy, ready },
    ...{ look, count, countAgain: () => setAgain(true), countKey, finish },
  };
}

export type TheCount = Omit<ReturnType<typeof useCount>, 'finish'>;
