/** An emulated ZVT terminal and its real driver, joined by a pipe within the process or by a line a test has opened. */
import type { Clock } from '../../domain/basics/clock.ts';
import type { Fault } from '../../drivers/emulators/control.ts';
import { createZvtTerminal, type ZvtTerminal } from '../../drivers/payment-terminal/zvt/driver.ts';
import { ZvtEmulator } from '../../drivers/payment-terminal/zvt/emulator.ts';
import { optionsSchema } from '../../drivers/payment-terminal/zvt/options.ts';
import { createTap, type Tap } from '../../drivers/tap.ts';
import { createMemoryNetwork } from '../../drivers/transports/memory.ts';
import type { OpenTransport } from '../../drivers/transports/transport.ts';
import { type HandClock, handClock } from './hand-clock.ts';
import { lookForAll, until } from './until.ts';

export type ZvtHands = Readonly<{
  emulator: ZvtEmulator;
  act(name: string, input?: object): Promise<void>;
  look(what: string): string | readonly string[];
  /** Waits until the terminal wants a card, a PIN or the card's removal, and gives it. */
  chip(): Promise<void>;
  contactless(): Promise<void>;
  insert(): Promise<void>;
}>;

export function zvtHands(emulator: ZvtEmulator): ZvtHands {
  const act = async (name: string, input: object = {}): Promise<void> => {
    const found = emulator.acts[name];
    if (!found) throw new Error(`no act ${name}`);
    await found.run(found.input.parse(input) as never);
  };
  const look = (what: string): string | readonly string[] => emulator.look()[what] ?? '';
  const wants = (what: string): Promise<void> =>
    until(() => look('wants') === what, `the terminal wants ${what}`);
  const insert = async (): Promise<void> => {
    await wants('card');
    await act('presentCard', { card: 'VISA', how: 'chip' });
    await wants('pin');
  };
  return {
    emulator,
    act,
    look,
    insert,
    chip: async () => {
      await insert();
      await act('typePin', { digits: '1234' });
      await wants('removed');
      await act('removeCard');
    },
    contactless: async () => {
      await wants('card');
      await act('presentCard', { card: 'girocard', how: 'contactless' });
    },
  };
}

export type EmulatedZvt = ZvtHands &
  Readonly<{
    terminal: ZvtTerminal;
    clock: HandClock;
    tap: Tap;
    /** Moves the clock in steps small enough for every wait until `done` has settled. */
    pass<T>(done: Promise<T>, stepMs?: number, onTurn?: () => void): Promise<T>;
    passUntil(condition: () => boolean): Promise<void>;
    misbehave(fault: Fault): void;
    /** A line to the terminal for somebody else, whatever the address says. */
    open: OpenTransport;
    /** Asked of every write on its way: what becomes of it. */
    disturb(line: Disturb): void;
    /** Pulls the plug of a device with a port of its own: the driver's line is gone. */
    unplug(): void;
    /** The plug is back: a driver on the new line. */
    replug(): Promise<ZvtTerminal>;
    close(): Promise<void>;
  }>;

/** `spoil` turns a bit of the last byte. */
export type Disturb = (from: 'till' | 'terminal') => 'pass' | 'lose' | 'spoil';

export async function emulatedZvt(
  options: Record<string, string | number | boolean> = {},
  framing: 'serial' | 'tcp' = 'serial',
): Promise<EmulatedZvt> {
  const clock = handClock();
  const network = createMemoryNetwork();
  let fault: Fault = 'none';
  const emulator = new ZvtEmulator({ clock, fault: () => fault });
  const tap = createTap(clock);
  let disturb: Disturb = () => 'pass';
  const on = (from: 'till' | 'terminal', data: Uint8Array): Uint8Array => {
    const fate = disturb(from);
    if (fate === 'pass') return data;
    return fate === 'lose' ? new Uint8Array() : data.with(-1, (data.at(-1) ?? 0) ^ 0x40);
  };
  const listen = (): (() => void) =>
    network.listen('zvt', (line) =>
      emulator.attach({
        bytes: (async function* () {
          for await (const chunk of line.bytes) yield on('till', chunk);
        })(),
        write: (data) => line.write(on('terminal', data)),
        close: () => line.close(),
      }),
    );
  const open = async (): Promise<ZvtTerminal> => {
    const transport = await network.open('memory://zvt', new AbortController().signal);
    const ports = { device: 'terminal', transport, clock, tap };
    return createZvtTerminal(ports, optionsSchema.parse(options), framing);
  };
  let cut = listen();
  const terminal = await open();
  return {
    ...zvtHands(emulator),
    terminal,
    clock,
    tap,
    pass: (done, stepMs, onTurn) => pass(clock, done, stepMs, onTurn),
    passUntil: (condition) => {
      let met = (): void => {};
      const done = new Promise<void>((resolve) => {
        met = resolve;
      });
      return pass(clock, done, 500, () => condition() && met());
    },
    misbehave: (now) => {
      fault = now;
    },
    open: (_, signal) => network.open('memory://zvt', signal),
    disturb: (line) => {
      disturb = line;
    },
    unplug: () => cut(),
    replug: () => {
      cut = listen();
      return open();
    },
    close: async () => {
      await terminal.close();
      cut();
    },
  };
}

/**
 * As many steps as an hour of waiting; a promise that never settles is told. `onTurn` is called whenever something may have
 * happened.
 */
export async function pass<T>(
  clock: Clock & Readonly<{ advance(ms: number): void }>,
  done: Promise<T>,
  stepMs = 500,
  onTurn: () => void = () => {},
): Promise<T> {
  let settled = false;
  const end = (): void => {
    settled = true;
  };
  done.then(end, end);
  for (let passed = 0; !settled && passed < 3_600_000; passed += stepMs) {
    // Everything that can happen now happens before any time passes, also what somebody waits for to do.
    for (let turns = 0; turns < 6 && !settled; turns += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      onTurn();
      if (lookForAll()) turns = 0;
    }
    if (!settled) clock.advance(stepMs);
  }
  if (!settled) throw new Error('an hour passed and it did not settle');
  return done;
}
