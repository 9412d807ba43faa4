/** Everything that goes wrong on the way of a payment, as often as its weight says. */
import { type HostRequestKind, hostFaults } from '../../../drivers/acquirer/emulator-control.ts';
import type { Fault } from '../../../drivers/emulators/control.ts';
import type { SeededRandom } from '../random.ts';
import type { HostCounter } from './host-counter.ts';
import { lineFaults } from './line.ts';
import type { TerminalCounter } from './terminal-counter.ts';

type Row<Counter> = Readonly<{
  weight: number;
  plan: (counter: Counter, random: SeededRandom) => void;
}>;
export type FaultTable<Counter> = Readonly<Record<string, Row<Counter>>>;

/** Of which only a manager makes an end. */
export const refusedForGood = 'reversal refused for good';

const asked: readonly HostRequestKind[] = ['sale', 'reversal', 'sign-on', 'echo'];
/** Refused, again, and what no list names. Not 12 and 25, which of a reversal say that there is nothing to take back. */
const refusals = ['05', '30', '51', '58', '64', '91', '94', '96', '99', 'A0', 'ZZ'] as const;
/** Of a reversal: refused, whoever asks and however often. */
const refusalsForGood = ['64', '05', '40', '58', '91', '94', '96'] as const;
/** Refusals have a row of their own. */
const misbehaviours = hostFaults.filter((fault) => fault !== 'decline');
const deviceFaults: readonly Fault[] = ['silent', 'garbage', 'nak', 'wrong-lrc', 'slow', 'late'];
const terminalRefusals = ['05', '6C', '6F', '9B', 'A0', 'FF'] as const;
/** A payment has some twenty writes a way; a fault comes to each of them. */
const writesMax = 24;

export const hostCounterFaults: FaultTable<HostCounter> = {
  none: { weight: 30, plan: () => {} },
  'host misbehaves': {
    weight: 24,
    plan: ({ host }, random) => {
      host.control.next(random.pick(misbehaviours), {
        for: random.pick(['sale', 'sale', ...asked]),
        times: random.integer(1, 2),
      });
    },
  },
  'host refuses': {
    weight: 8,
    plan: ({ host }, random) => {
      host.control.next('decline', { for: random.pick(asked), code: random.pick(refusals) });
    },
  },
  'host forgets its keys': { weight: 3, plan: ({ host }) => host.control.forgetKeys() },
  'host out of reach': {
    weight: 3,
    plan: ({ host }) => void host.control.setReachable(false),
  },
  'host crashes': {
    weight: 3,
    plan: (counter, random) =>
      counter.crash({
        inMs: random.integer(0, 20_000),
        forMs: random.integer(1_000, 90_000),
        forgets: random.chance(0.5),
      }),
  },
  [refusedForGood]: {
    weight: 3,
    plan: ({ host }, random) => {
      const spoiler = random.pick(['silent', 'lost', 'late', 'wrong-mac', 'garbage'] as const);
      host.control.next(spoiler, { for: 'sale' });
      host.control.always('decline', { for: 'reversal', code: random.pick(refusalsForGood) });
    },
  },
  'line to the host': {
    weight: 14,
    plan: ({ lines }, random) => disturb(lines.acquirer, random, 3),
  },
  'line to the pad': {
    weight: 12,
    plan: ({ lines }, random) => disturb(lines['pin-pad'], random, writesMax),
  },
  'pad misbehaves': {
    weight: 4,
    plan: (counter, random) => counter.misbehave(random.pick(deviceFaults)),
  },
};

export const terminalCounterFaults: FaultTable<TerminalCounter> = {
  none: { weight: 30, plan: () => {} },
  'line to the terminal': {
    weight: 30,
    plan: ({ line }, random) => disturb(line, random, writesMax),
  },
  'terminal misbehaves': {
    weight: 4,
    plan: (counter, random) => counter.misbehave(random.pick(deviceFaults)),
  },
  'terminal refuses': {
    weight: 8,
    plan: (counter, random) => counter.act('decide', { code: random.pick(terminalRefusals) }),
  },
  'slow acquirer': {
    weight: 4,
    plan: (counter, random) => counter.act('slowHost', { seconds: random.integer(5, 200) }),
  },
  'no acquirer': { weight: 3, plan: (counter) => counter.act('network', { up: false }) },
  'terminal starts again': { weight: 2, plan: (counter) => counter.act('reboot') },
};

/** One of the table's faults, by weight; its name. */
export function plan<Counter>(
  table: FaultTable<Counter>,
  counter: Counter,
  random: SeededRandom,
): string {
  const weights = Object.fromEntries(
    Object.entries(table).map(([name, { weight }]) => [name, weight]),
  );
  const name = random.weighted(weights);
  table[name]?.plan(counter, random);
  return name;
}

function disturb(
  line: HostCounter['lines']['acquirer'],
  random: SeededRandom,
  skipMax: number,
): void {
  line.next(
    random.pick(['near', 'far'] as const),
    random.pick(lineFaults),
    random.integer(0, skipMax),
  );
}
