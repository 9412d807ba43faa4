/** The reader's side: a stripe is pulled through, lines of text go out. */
import type { Clock } from '../../../domain/basics/clock.ts';
import type { Fault, ReaderControl } from '../../emulators/control.ts';
import { misbehaving } from '../../emulators/misbehave.ts';
import type { Transport } from '../../transports/transport.ts';

export type ReaderEmulator = Readonly<{
  control: ReaderControl;
  attach(transport: Transport): void;
}>;

const lineEnd = '\r\n';

export function createReaderEmulator(
  options: Readonly<{ clock: Clock; fault: () => Fault }>,
): ReaderEmulator {
  let line: Transport | null = null;
  const send = (track: string): void => {
    // A reader that is unplugged reads the stripe all the same; nobody hears of it.
    line?.write(Buffer.from(track + lineEnd, 'latin1')).catch(() => {});
  };
  return {
    attach: (transport) => {
      line = misbehaving(transport, options.clock, options.fault);
      void forget(transport);
    },
    control: {
      swipe: (track1, track2) => {
        if (track1 !== '') send(withSentinels('%', track1));
        if (track2 !== '') send(withSentinels(';', track2));
      },
    },
  };
}

const withSentinels = (start: string, track: string | null): string => {
  if (track === null) return `${start}E?`;
  return track.startsWith(start) ? track : `${start}${track}?`;
};

/** Readers hear nothing they are told; reading keeps the line from filling up. */
async function forget(transport: Transport): Promise<void> {
  try {
    for await (const _heard of transport.bytes);
  } catch {
    // The cable went.
  }
}
