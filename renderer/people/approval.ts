/**
 * A call that somebody else may have to allow: where main wants that, they are asked on the spot, whatever the act, and the
 * call is made once more with their grant.
 */
import type { ReactNode } from 'react';
import { create } from 'zustand';
import type { Channel, ChannelInput, ChannelOutput, Envelope } from '../../domain/contract/ipc.ts';
import { call } from '../page/bridge.ts';

/** How the act is called where the name of its right does not say enough, and another way than an approval. */
export type About = Readonly<{ title?: string; lead?: string; instead?: ReactNode }>;
export type Asking = About & Readonly<{ ask: string; settle: (grant: string | null) => void }>;

/** What the one approval sheet asks now; null: nothing. */
export const useAsking = create<{ asking: Asking | null }>()(() => ({ asking: null }));

/** Null where nobody allowed it: then nothing has happened, and nobody needs to be told. */
export async function callAllowed<Name extends Channel>(
  channel: Name,
  input: ChannelInput<Name>,
  about: About = {},
): Promise<Envelope<ChannelOutput<Name>> | null> {
  let answer = await call(channel, input);
  while (!answer.ok && answer.problem.kind === 'approval-needed') {
    const grant = await grantFor(String(answer.problem.params.ask), about);
    if (grant === null) return null;
    answer = await call(channel, input, grant);
  }
  return answer;
}

/** Puts the sheet away, with a grant or without. */
export function endAsking(grant: string | null): void {
  const { asking } = useAsking.getState();
  useAsking.setState({ asking: null });
  asking?.settle(grant);
}

function grantFor(ask: string, about: About): Promise<string | null> {
  endAsking(null);
  return new Promise((settle) => useAsking.setState({ asking: { ...about, ask, settle } }));
}
