/** What a person should know now and did not ask for: the same thing once, however often it happens. */
import { create } from 'zustand';
import type { ProblemData, ProblemKind } from '../../domain/words/problem.ts';

export type Notice = Readonly<{
  problem: ProblemData;
  /** How often it happened. */
  times: number;
}>;

/** What was said last comes last. */
export const useNotices = create<readonly Notice[]>()(() => []);

/** These only answer what somebody has just done; they end by themselves. */
const passing: readonly ProblemKind[] = [
  'scan-not-used',
  'badge-scanned',
  'payment-card-scanned',
  'payment-code-scanned',
];
export const isPassing = ({ problem }: Notice): boolean => passing.includes(problem.kind);
/** Long enough to be read twice. */
export const passingMs = 10_000;

export function notify(problem: ProblemData): void {
  const before = useNotices.getState();
  const same = before.find((notice) => isSame(notice.problem, problem));
  const notice = { problem, times: (same?.times ?? 0) + 1 };
  useNotices.setState([...before.filter((other) => other !== same), notice], true);
}

/** Puts `notice` away, or the one that is shown. */
export function dismissNotice(notice = useNotices.getState().at(-1)): void {
  useNotices.setState(
    useNotices.getState().filter((other) => other !== notice),
    true,
  );
}

/** A code was scanned where nothing can be done with it. */
export function tellUnusedScan(): void {
  notify({ kind: 'scan-not-used', params: {} });
}

const isSame = (one: ProblemData, other: ProblemData): boolean =>
  one.kind === other.kind && one.params.device === other.params.device;
