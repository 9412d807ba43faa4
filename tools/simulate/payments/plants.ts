/** Faults put into a till on purpose, to see that the auditor finds them. */
import type { Entry } from '../../../domain/contract/entry.ts';
import type { DevicesHost } from '../../../drivers/index.ts';
import type { Plant } from '../shop.ts';

export const plantNames = ['believes-wrong-mac', 'reuses-stan', 'forgets-reversal'] as const;
export type PlantName = (typeof plantNames)[number];

/** How often a number that should be new is the one before. */
const reusedEvery = 5;

const refusal = {
  kind: 'declined',
  responseCode: '05',
  problem: { kind: 'card-declined', params: { code: '05' } },
  signOnAgain: false,
} as const;

export const plants: Readonly<Record<PlantName, () => Plant>> = {
  /** An answer under a wrong MAC ends the attempt as if it were the host's word. */
  'believes-wrong-mac': () => ({
    database: (db) => db,
    devices: (devices) =>
      instead(devices, async (verb, ask) => {
        const answer = await ask();
        const isForged =
          verb === 'authorise' && (answer as { reversalReason?: string }).reversalReason === 'A0';
        return isForged ? refusal : answer;
      }),
  }),
  /** Neither the file nor the witness beside it learns of every so-manieth number: it is given out once more. */
  'reuses-stan': () => {
    let prepared = 0;
    let hidden: string | null = null;
    const hide = (entry: Entry): Entry => {
      if (entry.kind !== 'attempt-prepared') return entry;
      prepared += 1;
      if (prepared % reusedEvery !== 0) return entry;
      hidden = entry.body.stan;
      const before = String(Number(hidden) - 1).padStart(6, '0');
      return { ...entry, body: { ...entry.body, stan: before } };
    };
    return {
      devices: (devices) => devices,
      database: (db) => ({
        ...db,
        journal: { ...db.journal, append: (...write) => db.journal.append(...write).map(hide) },
        numbers: {
          ...db.numbers,
          nextStan: () => {
            const again = hidden;
            hidden = null;
            return again ?? db.numbers.nextStan();
          },
        },
      }),
    };
  },
  /** A reversal is taken for done without asking the host, or the terminal. */
  'forgets-reversal': () => ({
    database: (db) => db,
    devices: (devices) =>
      instead(devices, (verb, ask) =>
        verb === 'reverse' || verb === 'terminalReverse'
          ? Promise.resolve({ responseCode: '00' })
          : ask(),
      ),
  }),
};

/** The devices, asked by way of `change`. */
function instead(
  devices: DevicesHost,
  change: (verb: string, ask: () => Promise<unknown>) => Promise<unknown>,
): DevicesHost {
  return {
    onEvent: (listener) => devices.onEvent(listener),
    close: () => devices.close(),
    request: async (verb, input) =>
      (await change(verb, () => devices.request(verb, input))) as never,
  };
}
