/**
 * A PIN pad in software: a terminal master key and the arithmetic of pin-pad/port.ts, without a wire. For tests of what
 * is made with a pad; tests of a pad use a real driver and its emulator.
 */

import { decipherBlock, encipherBlock } from '../../drivers/acquirer/emulator-crypto.ts';
import type { PinEntry, PinPad } from '../../drivers/pin-pad/port.ts';

export function softPad(
  tmkHex: string,
  customer: () => PinEntry | string = () => '123456',
): PinPad {
  const tmk = Buffer.from(tmkHex, 'hex');
  const unwrap = (wrapped: string): Buffer => {
    const blocks = wrapped.match(/.{16}/g) ?? [];
    return Buffer.concat(blocks.map((block) => decipherBlock(tmk, Buffer.from(block, 'hex'))));
  };
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
    showText: async () => {},
    enterPin: async ({ pan, wrappedPik }) => {
      const entry = customer();
      if (typeof entry !== 'string') return entry;
      const pinField = Buffer.from(`0${entry.length.toString(16)}${entry}`.padEnd(16, 'F'), 'hex');
      const panField = Buffer.from(`0000${pan.slice(-13, -1)}`, 'hex');
      const clear = Buffer.from(pinField.map((byte, index) => byte ^ (panField[index] ?? 0)));
      return { kind: 'entered', pinBlock: hex(encipherBlock(unwrap(wrappedPik), clear)) };
    },
    mac: async ({ wrappedKey, data }) => hex(retailMac(unwrap(wrappedKey), data)),
    close: async () => {},
  };
}

/** ISO 9797-1 algorithm 3, padding 1: single DES with the left half, the last block by triple DES. */
function retailMac(key: Buffer, data: Uint8Array): Buffer {
  const left = key.subarray(0, 8);
  let state: Buffer = Buffer.alloc(8);
  for (let at = 0; at < data.length; at += 8) {
    const block = Buffer.alloc(8);
    block.set(data.subarray(at, at + 8));
    const input = Buffer.from(block.map((byte, index) => byte ^ (state[index] ?? 0)));
    state = encipherBlock(at + 8 >= data.length ? key : left, input);
  }
  return state;
}

function hex(bytes: Buffer): string {
  return bytes.toString('hex').toUpperCase();
}
