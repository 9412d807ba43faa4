/** A device's own side of the line, misbehaving on demand. */
import { assertNever } from '../../domain/basics/assert.ts';
import { type Clock, sleep } from '../../domain/basics/clock.ts';
import type { Transport } from '../transports/transport.ts';
import type { Fault } from './control.ts';

/** Longer than a patient person, shorter than the five seconds a pad may take to acknowledge. */
const lateMs = 3_000;
/** 300 baud: ten bits a byte. */
const slowByteMs = 33;
const nak = 0x15;
/** No start byte, no control byte, not 7-bit: what a wrong baud rate looks like. */
const noise = Uint8Array.of(0xff, 0xe0, 0x9c, 0x80, 0xfc, 0xbe, 0x81);

/** Passes everything through until `fault()` says otherwise; asked anew for every write. */
export function misbehaving(transport: Transport, clock: Clock, fault: () => Fault): Transport {
  let line = Promise.resolve();
  // One writer at a time, so that a slow answer is not overtaken by the next.
  const inTurn = (run: () => Promise<void>): Promise<void> => {
    line = line.then(run, run);
    return line;
  };
  const write = async (data: Uint8Array): Promise<void> => {
    const now = fault();
    switch (now) {
      case 'none':
        return transport.write(data);
      case 'silent':
        return;
      case 'garbage':
        return transport.write(noise);
      case 'nak':
        return transport.write(Uint8Array.of(nak));
      case 'wrong-lrc': {
        const last = data.at(-1) ?? 0;
        return transport.write(
          data.length === 1 ? data : Uint8Array.from([...data.subarray(0, -1), last ^ 0x40]),
        );
      }
      case 'slow':
        for (const byte of data) {
          await sleep(clock, slowByteMs);
          await transport.write(Uint8Array.of(byte));
        }
        return;
      case 'late':
        await sleep(clock, lateMs);
        return transport.write(data);
      default:
        return assertNever(now);
    }
  };
  return {
    bytes: transport.bytes,
    write: (data) => inTurn(() => write(data)),
    close: () => transport.close(),
  };
}
