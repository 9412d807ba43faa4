/** What the guest says over its serial port, one JSON object per line, and the count that comes of it. */
import { z } from 'zod';
import type { Counts } from '../test-counts.ts';

export const findingLineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('begin'), tests: z.int() }),
  z.object({
    kind: z.literal('test'),
    title: z.string(),
    state: z.enum(['passed', 'failed', 'skipped']),
    ms: z.number(),
    /** Why it failed, or was skipped. */
    why: z.string().nullable(),
  }),
  z.object({ kind: z.literal('end') }),
]);
export type FindingLine = z.infer<typeof findingLineSchema>;

/** Null for what is no line of ours: a kernel in trouble writes where it can. */
export function parseFinding(line: string): FindingLine | null {
  if (!line.startsWith('{')) return null;
  try {
    return findingLineSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

/** Tests that were announced and never told have failed; so has a run that did not come to its end. */
export function countFindings(lines: readonly FindingLine[]): Counts {
  const told = lines.filter((line) => line.kind === 'test');
  const of = (state: string): number => told.filter((line) => line.state === state).length;
  const announced = lines.find((line) => line.kind === 'begin')?.tests ?? 1;
  const ended = lines.some((line) => line.kind === 'end');
  const untold = Math.max(ended ? 0 : 1, announced - told.length);
  return { passed: of('passed'), failed: of('failed') + untold, skipped: of('skipped') };
}
