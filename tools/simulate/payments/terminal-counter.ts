/** A counter whose cards go through a ZVT payment terminal: it, its customer, its cable. */
import type { Clock } from '../../../domain/basics/clock.ts';
import type { Fault } from '../../../drivers/emulators/control.ts';
import { createMemoryNetwork } from '../../../drivers/index.ts';
import { ZvtEmulator } from '../../../drivers/payment-terminal/zvt/emulator.ts';
import type { AnyCounter } from '../counter.ts';
import { type Disturbance, disturbed } from './line.ts';

export type TerminalCounter = AnyCounter &
  Readonly<{
    terminal: ZvtEmulator;
    /** How the terminal itself misbehaves until told otherwise. */
    misbehave(fault: Fault): void;
    line: Disturbance;
    /** Pulls the terminal's plug and puts it back after `ms`. */
    unplugFor(ms: number): void;
    act(name: string, input?: object): void;
    look(what: string): string;
    /** What its customers were charged and did not get back, in minor units. */
    chargedMinor(): number;
  }>;

const name = 'payment-terminal';

export async function openTerminalCounter(clock: Clock): Promise<TerminalCounter> {
  const network = createMemoryNetwork();
  let fault: Fault = 'none';
  const terminal = new ZvtEmulator({ clock, fault: () => fault });
  const line = disturbed(clock);
  const plugIn = () => network.listen(name, (far) => terminal.attach(line.over(far)));
  let pull = plugIn();
  const act = (what: string, input: object = {}): void => {
    const found = terminal.acts[what];
    if (!found) throw new Error(`a terminal has no act ${what}`);
    void found.run(found.input.parse(input) as never);
  };
  const look = (what: string): string => String(terminal.look()[what] ?? '');
  return {
    open: network.open,
    devices: [
      {
        device: name,
        family: name,
        protocol: 'zvt',
        address: `memory://${name}`,
        masterKey: '0',
        options: {},
      },
    ],
    acquirer: null,
    currency: 'EUR',
    registered: [
      {
        device: name,
        family: name,
        model: 'Rollcall emulator',
        serialNumber: '00018632',
        seals: ['S-ZVT-1'],
        location: '1 号收银台',
        maintenanceDue: null,
      },
    ],
    // The terminal's own line to its acquirer.
    setReachable: async (reachable) => act('network', { up: reachable }),
    behave: () => {
      fault = 'none';
      line.behave();
      act('network', { up: true });
      act('decide', { code: '00' });
      act('slowHost', { seconds: 0 });
    },
    terminal,
    misbehave: (now) => {
      fault = now;
    },
    line,
    unplugFor: (ms) => {
      pull();
      clock.after(ms, () => {
        pull = plugIn();
      });
    },
    act,
    look,
    chargedMinor: () => Number(look('day total')),
    close: async () => pull(),
  };
}
