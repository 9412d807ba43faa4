/** A counter with PIN pad and acquirer's host whose lines and pad misbehave on demand. */
import type { Clock } from '../../../domain/basics/clock.ts';
import type { Random } from '../../../domain/basics/random.ts';
import type { DeviceConfig } from '../../../domain/devices/verbs.ts';
import { lrc } from '../../../drivers/codecs/lrc.ts';
import type { Fault } from '../../../drivers/emulators/control.ts';
import { type Counter, openCounter } from '../counter.ts';
import { type Disturbance, disturbed } from './line.ts';

export type HostCounter = Counter &
  Readonly<{
    lines: Readonly<Record<'pin-pad' | 'acquirer', Disturbance>>;
    misbehave(fault: Fault): void;
    /** The host goes down in `inMs`, hangs up on everybody, and is back `forMs` later, with its working keys or without. */
    crash(plan: Readonly<{ inMs: number; forMs: number; forgets: boolean }>): void;
    chargedMinor(): number;
  }>;

export async function openHostCounter(clock: Clock, random: Random): Promise<HostCounter> {
  let fault: Fault = 'none';
  const lines = { 'pin-pad': disturbed(clock, withRightCheck), acquirer: disturbed(clock) };
  const counter = await openCounter(clock, random, {
    over: (name, far) => lines[name].over(far),
    padFault: () => fault,
  });
  const { host } = counter;
  let callOff = (): void => {};
  // A printer draws every receipt, and costs more than the payment.
  const isUsed = ({ family }: Pick<DeviceConfig, 'family'>) => family !== 'printer';
  return {
    ...counter,
    devices: counter.devices.filter(isUsed),
    registered: counter.registered.filter(isUsed),
    lines,
    misbehave: (now) => {
      fault = now;
    },
    crash: ({ inMs, forMs, forgets }) => {
      callOff = clock.after(inMs, () => {
        if (forgets) host.control.forgetKeys();
        void host.control.setReachable(false);
        callOff = clock.after(forMs, () => void host.control.setReachable(true));
      });
    },
    chargedMinor: () => host.books.chargedMinor(),
    behave: () => {
      fault = 'none';
      callOff();
      for (const line of Object.values(lines)) line.behave();
      counter.behave();
      void host.control.setReachable(true);
      host.control.forgiveWrongPins();
    },
  };
}

/** A frame of the pad, its check byte made right again: over all after the start byte, the end byte included. */
function withRightCheck(frame: Uint8Array): Uint8Array {
  return frame.length < 4 ? frame : frame.with(-1, lrc(frame.subarray(1, -1)));
}
