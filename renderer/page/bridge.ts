/** The typed end of `window.till`: the only door out of the page. */
import type {
  Channel,
  ChannelInput,
  ChannelOutput,
  Envelope,
  TillBridge,
} from '../../domain/contract/ipc.ts';
import type { TillEvent } from '../../domain/contract/told.ts';

declare global {
  interface Window {
    till: TillBridge;
  }
}

/** `grant`: of whoever allowed this very call. Never throws: a call that could not be made at all comes back as `unexpected`. */
export async function call<Name extends Channel>(
  channel: Name,
  input: ChannelInput<Name>,
  grant?: string,
): Promise<Envelope<ChannelOutput<Name>>> {
  try {
    // Main has checked its own answer against the channel's schema before it left.
    return (await window.till.invoke(channel, input, grant)) as Envelope<ChannelOutput<Name>>;
  } catch {
    return { ok: false, problem: { kind: 'unexpected', params: {} } };
  }
}

/** Calls `listener` for each event until the returned function is called. */
export function onTillEvent(listener: (event: TillEvent) => void): () => void {
  return window.till.onEvent((event) => listener(event as TillEvent));
}
