/** One channel of the till's page: what it takes to call it, what goes in and what comes out. */
import { z } from 'zod';
import type { Right } from './right.ts';

/**
 * `nobody`: may be called before sign-in. A permission asks for an operator who holds it, signed in and not locked;
 * `sells` asks in addition whether the gate is open. `bench` and a permission: whoever opened the bench holds it. `here`
 * and a permission: one of the two holds it. `lent` and a permission: whoever is signed in, within their limit, or
 * somebody who allows it; the use case is told who.
 */
export type Needs =
  | 'nobody'
  | 'sells'
  | Right
  | `bench:${Right}`
  | `here:${Right}`
  | `lent:${Right}`;

/** `about`: how much of a right with a limit the input asks for. */
export const channel = <Input extends z.ZodType, Output extends z.ZodType>(
  needs: Needs,
  input: Input,
  output: Output,
  about?: (input: z.output<Input>) => number,
) => ({ needs, input, output, about });

/** What an act has told, instead of a view: the page has it, or asks. */
export const toldUpTo = z.object({ seq: z.int().nonnegative() });
