/** One channel of the till's page: what it takes to call it, what goes in and what comes out. */
import { z } from 'zod';
import type { Right } from './right.ts';

/**
 * `nobody`: may be called before sign-in. A permission asks for an operator who holds it, signed in and not locked;
 * `sells` asks in addition whether the gate is open. `bench` and a permission: whoever opened the bench holds it. `here`
 * and a permission: one of the two holds it.
 */
export type Needs = 'nobody' | 'sells' | Right | `bench:${Right}` | `here:${Right}`;

export const channel = <Input extends z.ZodType, Output extends z.ZodType>(
  needs: Needs,
  input: Input,
  output: Output,
) => ({ needs, input, output });

/** What an act has told, instead of a view: the page has it, or asks. */
export const toldUpTo = z.object({ seq: z.int().nonnegative() });
