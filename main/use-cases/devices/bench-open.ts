/** Who has the bench open, and what is of this opening only. */
import type { OperatorView } from '../../../domain/contract/ipc.ts';
import type { BenchResult } from '../../../domain/devices/bench.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { memoryOfPerson } from '../../till/memory.ts';
import type { OpenTill } from '../../till/open-till.ts';

export type OpenBench = {
  readonly operator: OperatorView;
  /** When it shuts by itself, monotonic ms. */
  until: number;
  /** The last soak of each device: too long for the journal, wanted in the report. */
  readonly soaks: Map<string, BenchResult>;
  /** Tests that run: they end with the bench. */
  readonly runs: Set<string>;
};

/** A technician who walks away leaves the bench open this long. */
const idleMs = 15 * 60_000;

const kept = memoryOfPerson<{ bench: OpenBench | null }>(() => ({ bench: null }), shutBench);

/** Null while nobody has it open. */
export function benchOf(till: OpenTill): OpenBench | null {
  return kept(till).bench;
}

/** Opens it for `operator`; the one before is shut. */
export function openBenchFor(till: OpenTill, operator: OperatorView): void {
  shutBench(till);
  const until = till.ports.clock.monotonic() + idleMs;
  kept(till).bench = { operator, until, soaks: new Map(), runs: new Set() };
}

/** The tests that run by the right of whoever opened it end as well. */
export function shutBench(till: OpenTill): void {
  const { bench } = kept(till);
  if (bench === null) return;
  kept(till).bench = null;
  for (const run of bench.runs) {
    till.inBackground('stop test', false, async () => {
      await till.ports.devices.request('stopTest', { run });
    });
  }
  till.emit({ kind: 'bench-shut' });
}

/** Whoever has the bench open; every use keeps it open. */
export function benchOperator(till: OpenTill): OperatorView | null {
  const now = till.ports.clock.monotonic();
  const { bench } = kept(till);
  if (bench === null) return null;
  if (bench.until < now) {
    shutBench(till);
    return null;
  }
  bench.until = now + idleMs;
  return bench.operator;
}

/** The same behind the gate. Throws `Problem` `bench-closed`. */
export function benchUser(till: OpenTill): OperatorView {
  const operator = benchOperator(till);
  if (!operator) throw new Problem('bench-closed');
  return operator;
}
