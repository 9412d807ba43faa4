/** Who has the bench open, and one test at a time with its progress and result. */
import { useCallback, useEffect, useState } from 'react';
import type { BenchProgress, BenchResult, BenchTest } from '../../../domain/devices/bench.ts';
import type { BenchView } from '../../../domain/devices/channels.ts';
import type { DeviceHealth, HealthLevel } from '../../../domain/devices/verbs.ts';
import type { ProblemData } from '../../../domain/words/problem.ts';
import { call, onTillEvent } from '../../page/bridge.ts';
import { callAllowed } from '../../people/approval.ts';
import { useWords } from '../../words/i18n.tsx';

const shut: BenchView = { operator: null, mayRaw: false, mayRegister: false };

export type Bench = Readonly<{
  view: BenchView;
  /** By whoever may; answers with what went wrong, or null. */
  open(): Promise<ProblemData | null>;
  close(): Promise<void>;
}>;

export function useBench(): Bench {
  const { t } = useWords();
  const [view, setView] = useState(shut);
  useEffect(() => {
    void call('bench.view', {}).then((answer) => answer.ok && setView(answer.value));
    return onTillEvent((event) => {
      if (event.kind === 'bench-shut') setView(shut);
    });
  }, []);
  return {
    view,
    open: async () => {
      const answer = await callAllowed('bench.open', {}, { lead: t('bench.lead') });
      if (answer?.ok) setView(answer.value);
      return answer === null || answer.ok ? null : answer.problem;
    },
    close: async () => {
      await call('bench.close', {});
      setView(shut);
    },
  };
}

/** What a button of the bench starts: a health check or a test. */
export type Doing =
  | Readonly<{ kind: 'health'; level: HealthLevel }>
  | Readonly<{ kind: 'test'; test: BenchTest }>;

export type Outcome =
  | Readonly<{ kind: 'health'; health: DeviceHealth }>
  | Readonly<{ kind: 'test'; result: BenchResult }>
  | Readonly<{ kind: 'problem'; problem: ProblemData }>;

export type Bed = Readonly<{
  doing: Doing | null;
  progress: BenchProgress | null;
  outcome: Outcome | null;
  start(doing: Doing): Promise<void>;
  stop(): Promise<void>;
}>;

let runs = 0;

/** `isOpen`: results are kept. A shut bench still asks a device how it is; nobody keeps that. */
export function useBed(device: string, isOpen: boolean, onKept: () => void): Bed {
  const { t } = useWords();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [run, setRun] = useState('');
  const [progress, setProgress] = useState<BenchProgress | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  useEffect(
    () =>
      onTillEvent((event) => {
        if (event.kind === 'test-progress' && event.progress.run === run) {
          setProgress(event.progress);
        }
      }),
    [run],
  );

  const start = useCallback(
    async (next: Doing) => {
      runs += 1;
      const name = `bench-${runs}`;
      setRun(name);
      setDoing(next);
      setProgress(null);
      setOutcome(null);
      setOutcome(
        await carryOut({ device, run: name, isOpen, lead: t('approval.drawerLead') }, next),
      );
      setDoing(null);
      setProgress(null);
      onKept();
    },
    [device, isOpen, onKept, t],
  );
  const stop = useCallback(async () => {
    await call('bench.stopTest', { run });
  }, [run]);
  return { doing, progress, outcome, start, stop };
}

/** `lead`: what is said to whoever must allow a test that opens the drawer. */
type Place = Readonly<{ device: string; run: string; isOpen: boolean; lead: string }>;

/** Null where nobody allowed it. */
async function carryOut(
  { device, run, isOpen, lead }: Place,
  doing: Doing,
): Promise<Outcome | null> {
  if (doing.kind === 'test') {
    const answer = await callAllowed('bench.test', { device, run, test: doing.test }, { lead });
    if (answer === null) return null;
    return answer.ok
      ? { kind: 'test', result: answer.value }
      : { kind: 'problem', problem: answer.problem };
  }
  const { level } = doing;
  const answer = isOpen
    ? await callAllowed('bench.check', { device, level }, { lead })
    : await call('devices.health', { device, level: 'internal' });
  if (answer === null) return null;
  return answer.ok
    ? { kind: 'health', health: answer.value }
    : { kind: 'problem', problem: answer.problem };
}
