/** One proof at a time; what main still wants of the same person; and what a device reads meanwhile. */
import { useEffect, useRef, useState } from 'react';
import type { ChannelInput, ChannelOutput } from '../../domain/contract/ipc.ts';
import { type WayIn, wayInSchema } from '../../domain/people/ways-in.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call, onTillEvent } from '../page/bridge.ts';
import { useTill } from '../page/use-till.ts';
import { useWords } from '../words/i18n.tsx';
import { endAsking } from './approval.ts';
import { waysText } from './ways-in/ways-text.ts';

export type Given = ChannelInput<'approval.give'>['proof'];
export type Asked = ChannelOutput<'approval.begin'>;
export type Candidate = Asked['who'][number];

export function useApproving(ask: string) {
  const { t } = useWords();
  const stores = useTill((till) => till.state?.ways) ?? ['secret'];
  /** Null until main has said what it is about; main listens to scanner and card reader from then on. */
  const [asked, setAsked] = useState<Asked | null>(null);
  const [more, setMore] = useState<readonly WayIn[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [hint, say] = useState('');
  const [problem, refuse] = useState<ProblemData | null>(null);

  async function approve(find: () => Promise<Given | ProblemData | null>): Promise<void> {
    if (busy) return;
    setBusy(true);
    refuse(null);
    say(t('pin.checking'));
    const proof = await find();
    const answer =
      proof === null || 'kind' in proof ? proof : await call('approval.give', { ask, proof });
    setBusy(false);
    if (answer && 'ok' in answer && answer.ok) return endAsking(answer.value.grant);
    const refused = answer && 'ok' in answer ? answer.problem : answer;
    const wanted = refused?.kind === 'more-proof' ? waysOf(refused) : null;
    setMore(wanted);
    say(wanted === null ? '' : t('ways.moreHint', { ways: waysText(wanted, t) }));
    refuse(wanted === null ? refused : null);
  }

  const latest = useRef(approve);
  latest.current = approve;
  useEffect(() => {
    void call('approval.begin', { ask }).then((answer) => {
      if (answer.ok) setAsked(answer.value);
      else refuse(answer.problem);
    });
    const stopListening = onTillEvent((event) => {
      if (event.kind !== 'approval-shown') return;
      void latest.current(async () => ({ shown: event.id }));
    });
    return () => {
      stopListening();
      void call('approval.end', {});
    };
  }, [ask]);
  return { asked, ways: more ?? stores, busy, hint, say, problem, refuse, approve };
}

const waysOf = ({ params }: ProblemData): WayIn[] =>
  String(params.ways)
    .split(' ')
    .flatMap((way) => wayInSchema.safeParse(way).data ?? []);
