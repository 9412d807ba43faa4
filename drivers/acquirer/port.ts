/**
 * What an acquirer can do for a till. The clear card and the PIN block are passed in per call and kept by nobody here;
 * working keys are ciphertext under the pad's master key, and every use of one happens in the pad.
 */
import type { Clock } from '../../domain/basics/clock.ts';
import type {
  Authorisation,
  HostSignOn,
  VerbInput,
  VerbOutput,
  WrappedKeys,
} from '../../domain/devices/verbs.ts';
import type { ClearCard } from '../card-reader/port.ts';
import type { PinEntry, PinPad } from '../pin-pad/port.ts';
import type { Tap } from '../tap.ts';
import type { OpenTransport } from '../transports/transport.ts';

export type AcquirerPorts = Readonly<{
  clock: Clock;
  open: OpenTransport;
  /** The pad that holds the master key. Throws `Problem` (`device-gone`) while it is away. */
  pad: () => PinPad;
  tap: Tap;
  /** Told of an answer that came after its exchange had been given up. It changes nothing by itself. */
  onLateAnswer?: (answer: LateAnswer) => void;
}>;

export type LateAnswer = Readonly<{
  mti: string;
  stan: string | null;
  responseCode: string | null;
}>;

export type AuthoriseInput = VerbInput<'authorise'> & Readonly<{ card: ClearCard; pin: PinEntry }>;

export type Acquirer = Readonly<{
  /** 0800: brings working keys and has the pad compute their check values. Throws `Problem` (`host-…`). */
  signOn(input: VerbInput<'hostSignOn'>, signal: AbortSignal): Promise<HostSignOn>;
  /** 0820 / 301. `keys`: the working keys, where there are any. */
  echo(keys: WrappedKeys | null, signal: AbortSignal): Promise<VerbOutput<'hostEcho'>>;
  /** 0200. Throws only when nothing was sent; once a byte may have gone out the outcome is a value, `unknown` included. */
  authorise(input: AuthoriseInput, keys: WrappedKeys, signal: AbortSignal): Promise<Authorisation>;
  /** 0400, up to `reversalTriesMax` times. Throws `Problem` when the host has not confirmed. */
  reverse(
    input: VerbInput<'reverse'>,
    keys: WrappedKeys,
    signal: AbortSignal,
  ): Promise<VerbOutput<'reverse'>>;
  close(): Promise<void>;
}>;
