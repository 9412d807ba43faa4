/**
 * VISA-style PIN pad: the dialogues. One at a time; every one ends with the pad idle, or with a `Problem`.
 */
import type { Driven, DriverPorts } from '../../driver.ts';
import { oneAtATime } from '../../one-at-a-time.ts';
import type { PinPad } from '../port.ts';
import { cancelAtPad, type Dialogue, showText } from './dialogue.ts';
import { checkHealth, identify, keySlots } from './health.ts';
import { askDigits, askKey } from './inputs.ts';
import { Link } from './link.ts';
import { askForMac } from './mac.ts';
import { enterDukptPin, enterPin } from './pin-entry.ts';
import { type Options, optionsSchema } from './spec.ts';

/** `slot` is the place of the terminal master key, 0–9. */
export function createVisaPad(
  ports: DriverPorts,
  slot: string,
  options: Options = optionsSchema.parse({}),
): Driven<PinPad> {
  const { device, clock, transport } = ports;
  const link = new Link(ports);
  const turn = oneAtATime(device);
  const dialogue = <T>(signal: AbortSignal, run: (dialogue: Dialogue) => Promise<T>): Promise<T> =>
    turn(() => run({ device, link, slot, options, signal }));

  return {
    identify: (signal) => dialogue(signal, identify),
    health: async (level, signal) => {
      const startedAt = clock.monotonic();
      const result = await dialogue(signal, (each) => checkHealth(each, level));
      return { ...result, device, level, tookMs: clock.monotonic() - startedAt };
    },
    rest: (signal) => dialogue(signal, ({ link: idle }) => cancelAtPad(idle)),
    showText: (lines, signal) => dialogue(signal, (each) => showText(each, lines)),
    enterPin: ({ wrappedPik, ...request }, signal) =>
      dialogue(signal, (each) => enterPin(each, { ...request, wrappedKey: wrappedPik }, clock)),
    mac: (request, signal) => dialogue(signal, (each) => askForMac(each, request)),
    askKey: (request, signal) => dialogue(signal, (each) => askKey(each, request)),
    askDigits: (request, signal) => dialogue(signal, (each) => askDigits(each, request)),
    keySlots: (signal) => dialogue(signal, keySlots),
    enterDukptPin: (request, signal) =>
      dialogue(signal, (each) => enterDukptPin(each, request, clock)),
    close: () => transport.close(),
    gone: link.gone,
  };
}
