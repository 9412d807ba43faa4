/** One call of the page: what exactly was asked for, the grant that came with it, and who allows it. */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { lentSchema } from '../../domain/people/lent.ts';

/** `approval` goes into the entry of the act: empty where whoever did it needed nobody. */
export type Allowed = Readonly<{
  by: string;
  approval: Readonly<{ approvedBy?: string; lent?: z.infer<typeof lentSchema> }>;
}>;

export type Call = Readonly<{
  /** Hex of SHA-256 over channel and input, as it was checked. */
  what: string;
  grant: string | null;
  /**
   * Who allows it, where the channel asks for a right that can be lent; null for any other. Asked once all that may be
   * refused was refused: a grant is good once. Throws `Problem` as `allowed`.
   */
  allow: (() => Allowed) | null;
}>;

export function callOf(channel: string, input: unknown, grant: string | null): Call {
  const text = `${channel} ${JSON.stringify(input)}`;
  return { what: createHash('sha256').update(text).digest('hex'), grant, allow: null };
}
