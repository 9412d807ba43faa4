/** Who has the bench open, and one test at a time with its progress and result. */
import { useCallback, useEffect, useState } from 'react';
import type { BenchProgress, BenchResult, BenchTest } from '../../../domain/devices/bench.ts';
import type { BenchView } from '../../../domain/devices/channels.ts';
import type { DeviceHealth, HealthLevel } from '../../../domain/devices/verbs.ts';
import type { ProblemData } from '../../../domain/words/problem.ts';
import { call, onTillEvent } from '../../page/bridge.ts';
import type { Approval } from '../../people/approval-sheet.tsx';

const shut: BenchView = { operator: null, mayRaw: false, mayRegister: false };

export type Bench = Readonly<{
  view: BenchView;
  /** Answers with what went wrong, or null. */
  open(approval: Approval): Promise<ProblemData | null>;
  close(): Promise<void>;
}>;

export function useBench(): Bench {
  const [view, setView] = useState(shut);
  useEffect(() => {
    void call('bench.view', {}).then((answer) => answer.ok && setView(answer.value));
    return onTillEvent((event) => {
      if (event.kind === 'bench-shut') setView(shut);
    });
  }, []);
  return {
    view,
    open: async (approval) => {
      const answer = await call('bench.open', approval);
      if (!answer.ok) return answer.problem;
      setView(answer.value);
      return null;
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
  /** It opens the drawer, and somebody who may must allow it. */
  asks: Doing | null;
  /** Answers with what went wrong, or null. */
  approve(approval: Approval): Promise<ProblemData | null>;
  giveUp(): void;
}>;

let runs = 0;

/** `isOpen`: results are kept. A shut bench still asks a device how it is; nobody keeps that. */
export function useBed(device: string, isOpen: boolean, onKept: () => void): Bed {
  const [doing, setDoing] = useState<Doing | null>(null);
  const [run, setRun] = useState('');
  const [progress, setProgress] = useState<BenchProgress | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [asks, setAsks] = useState<Doing | null>(null);

  useEffect(
    () =>
      onTillEvent((event) => {
        if (event.kind === 'test-progress' && event.progress.run === run) {
          setProgress(event.progress);
        }
      }),
    [run],
  );

  const perform = useCallback(
    async (next: Doing, approval: Approval | null) => {
      runs += 1;
      const name = `bench-${runs}`;
      setRun(name);
      setDoing(next);
      setProgress(null);
      setOutcome(null);
      const outcome = await carryOut({ device, run: name, isOpen, approval }, next);
      setDoing(null);
      setProgress(null);
      onKept();
      return outcome;
    },
    [device, isOpen, onKept],
  );
  const start = useCallback(
    async (next: Doing) => {
      const outcome = await perform(next, null);
      const lacksRight = outcome.kind === 'problem' && outcome.problem.kind === 'not-permitted';
      if (lacksRight && isOpen) setAsks(next);
      else setOutcome(outcome);
    },
    [perform, isOpen],
  );
  const approve = async (approval: Approval): Promise<ProblemData | null> => {
    if (asks === null) return null;
    const outcome = await perform(asks, approval);
    if (outcome.kind === 'problem') return outcome.problem;
    setAsks(null);
    setOutcome(outcome);
    return null;
  };
  const stop = useCallback(async () => {
    await call('bench.stopTest', { run });
  }, [run]);
  return { doing, progress, outcome, start, stop, asks, approve, giveUp: () => setAsks(null) };
}

type Place = Readonly<{ device: string; run: string; isOpen: boolean; approval: Approval | null }>;

async function carryOut({ device, run, isOpen, approval }: Place, doing: Doing): Promise<Outcome> {
  if (doing.kind === 'test') {
    const answer = await call('bench.test', { device, run, test: doing.test, approval });
    return answer.ok
      ? { kind: 'test', result: answer.value }
      : { kind: 'problem', problem: answer.problem };
  }
  const { level } = doing;
  const answer = isOpen
    ? await call('bench.check', { device, level, approval })
    : await call('devices.health', { device, level: 'internal' });
  return answer.ok
    ? { kind: 'health', health: answer.value }
    : { kind: 'problem', problem: answer.problem };
}
