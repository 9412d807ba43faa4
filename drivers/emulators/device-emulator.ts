/** The face of every emulator: a device's own side of a line, with hands to touch it and eyes to look at it. */
import type { z } from 'zod';
import type { Clock } from '../../domain/basics/clock.ts';
import type { Random } from '../../domain/basics/random.ts';
import type { HidFeatures, Transport } from '../transports/transport.ts';
import type { Fault } from './control.ts';

/** What a hand can do to a device: press a key, pull a card through, take the paper out. */
export type EmulatorAct = Readonly<{
  /** Checks what a script or the control window sends; `z.object({})` where nothing is needed. */
  input: z.ZodType;
  /** Gets what `input` let through. Throws an Error with a sentence when it cannot be done now. */
  run(input: never): void | Promise<void>;
}>;

export type DeviceEmulator = Readonly<{
  /** Speaks on this line from now on; the line before it has gone. */
  attach(line: Transport): void;
  /** USB HID devices only: feature reports and the report descriptor. */
  hid?: HidFeatures;
  acts: Readonly<Record<string, EmulatorAct>>;
  /** What an eye can see, by name: `display`, `paper`, `state`. */
  look(): Readonly<Record<string, string | readonly string[]>>;
}>;

/** What every emulator is given. */
export type EmulatorPorts = Readonly<{
  clock: Clock;
  random: Random;
  /** Asked before every write; see misbehave.ts. */
  fault: () => Fault;
}>;
