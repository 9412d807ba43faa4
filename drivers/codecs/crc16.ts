/**
 * The three CRC-16 of polynomial x¹⁶+x¹²+x⁵+1 (0x1021) that devices use; names and check values as in the catalogue
 * of parametrised CRC algorithms.
 */

/** ZVT (PA00P016 calls it "CRC-XModem"). 0x2189 over ASCII `123456789`; bits are taken lowest first. */
export function crc16Kermit(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = (crc >> 8) ^ (reflected[(crc ^ byte) & 0xff] ?? 0);
  return crc;
}

/** ABECS PIN pads. 0x31C3 over ASCII `123456789`. */
export function crc16Xmodem(bytes: Uint8Array): number {
  return highestFirst(0x0000, bytes);
}

/** ID TECH NEO2. 0x29B1 over ASCII `123456789`. */
export function crc16CcittFalse(bytes: Uint8Array): number {
  return highestFirst(0xffff, bytes);
}

function highestFirst(start: number, bytes: Uint8Array): number {
  let crc = start;
  for (const byte of bytes) crc = ((crc << 8) & 0xffff) ^ (straight[(crc >> 8) ^ byte] ?? 0);
  return crc;
}

const reflected = Uint16Array.from({ length: 256 }, (_, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0x8408 : crc >> 1;
  return crc;
});

const straight = Uint16Array.from({ length: 256 }, (_, index) => {
  let crc = index << 8;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
  return crc;
});
