/** A call that somebody else may have to allow, as the page makes it. */
import type { ChannelInput, Envelope } from '../../domain/contract/ipc.ts';

export type Allows = ChannelInput<'approval.give'>['proof'];
type Handle = (channel: string, input: unknown, grant?: string) => Promise<Envelope<unknown>>;

/** Where somebody must allow it, `by` proves that they may, and it is asked for once more. */
export async function askAllowed(
  handle: Handle,
  channel: string,
  input: unknown,
  by: Allows | undefined,
): Promise<Envelope<unknown>> {
  const answer = await handle(channel, input);
  if (answer.ok || answer.problem.kind !== 'approval-needed' || by === undefined) return answer;
  const given = await handle('approval.give', { ask: answer.problem.params.ask, proof: by });
  if (!given.ok) return given;
  return handle(channel, input, (given.value as { grant: string }).grant);
}
