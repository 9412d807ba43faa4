/**
 * A PIN pad in software: a terminal master key and the arithmetic of pin-pad/port.ts, without a wire. For tests of what
 * is made with a pad; tests of a pad use a real driver and its emulator.
 */
import { encryptBlock, unwrapKey, upperHex } from '../../drivers/emulators/keys.ts';
import { retailMac } from '../../drivers/emulators/macs.ts';
import { clearPinBlock } from '../../drivers/emulators/pin-blocks.ts';
import type { PinPad } from '../../drivers/pin-pad/port.ts';

/** `pin` is what the customer types each time. */
export function softPad(tmk: string, pin = '123456'): PinPad {
  return {
    identify: async () => ({ model: 'soft', serialNumber: '1', firmware: null }),
    health: async (level) => ({
      device: 'pin-pad',
      level,
      state: 'healthy',
      problems: [],
      facts: {},
      tookMs: 0,
    }),
    rest: async () => {},
    showText: async () => {},
    enterPin: async ({ pan, wrappedPik }) => {
      const block = encryptBlock(unwrapKey(tmk, wrappedPik), clearPinBlock(pin, pan));
      return { kind: 'entered', pinBlock: upperHex(block) };
    },
    mac: async ({ wrappedKey, data }) => upperHex(retailMac(unwrapKey(tmk, wrappedKey), data)),
    askKey: async () => null,
    askDigits: async () => null,
    keySlots: async () => [{ slot: '0', present: true }],
    enterDukptPin: async () => ({ kind: 'cancelled' }),
    close: async () => {},
  };
}
