/** Faults put into a till on purpose, to see that the auditor finds them. */
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
  'reuses-stan': () => {
    let asked = 0;
    let last: string | null = null;
    return {
      devices: (devices) => devices,
      database: (db) => ({
        ...db,
        numbers: {
          ...db.numbers,
          nextStan: () => {
            asked += 1;
            if (last === null || asked % reusedEvery !== 0) last = db.numbers.nextStan();
            return last;
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
