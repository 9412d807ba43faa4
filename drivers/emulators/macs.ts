/**
 * Message authentication codes, for emulators and tests only: the product holds no key, pads and hosts make them.
 *
 * Sources: ISO/IEC 9797-1 algorithms 1 and 3 and padding methods 1–3; NIST SP 800-38B (CMAC), here made of AES in CBC
 * because Electron's engine lends no CMAC. Keys are hex.
 */
import { assert } from '../../domain/basics/assert.ts';
import { aesBlockBytes, encryptAes } from './aes.ts';
import { decryptBlock, desBlockBytes, encryptBlock, encryptCbc, upperHex, xor } from './keys.ts';

/** ISO/IEC 9797-1 §6.3: 1 zeros, 2 a one-bit and zeros, 3 the length in bits in front and zeros. */
export type Padding = 1 | 2 | 3;

/** Whole blocks of eight bytes. With method 1 and 3 even no bytes at all make one block of data. */
export function padded(data: Uint8Array, method: Padding): Buffer {
  if (method === 2) return zeroFilled(Buffer.concat([data, Uint8Array.of(0x80)]));
  const filled = zeroFilled(data.length === 0 ? new Uint8Array(1) : data);
  if (method === 1) return filled;
  const bits = Buffer.alloc(desBlockBytes);
  bits.writeBigUInt64BE(BigInt(data.length) * 8n);
  return Buffer.concat([bits, filled]);
}

function zeroFilled(data: Uint8Array): Buffer {
  const missing = (desBlockBytes - (data.length % desBlockBytes)) % desBlockBytes;
  return Buffer.concat([data, Buffer.alloc(missing)]);
}

/** Algorithm 1: the last block of CBC under the whole key. Eight bytes. */
export const cbcMac = (key: string, data: Uint8Array, padding: Padding = 1): Buffer =>
  Buffer.from(encryptCbc(key, padded(data, padding)).subarray(-desBlockBytes));

/**
 * Algorithm 3 (X9.19), IV 0: CBC with the first half of the key, the last block taken through the second half and the
 * first again. With a single-length key that is plain CBC-DES (X9.9). Eight bytes.
 */
export function retailMac(key: string, data: Uint8Array, padding: Padding = 1): Buffer {
  const first = key.slice(0, 16);
  const second = key.slice(16);
  const last = cbcMac(first, data, padding);
  return second === '' ? last : encryptBlock(first, decryptBlock(second, last));
}

/** CMAC with AES, NIST SP 800-38B §6.2. Sixteen bytes. */
export function aesCmac(key: string, data: Uint8Array): Buffer {
  const whole = data.length > 0 && data.length % aesBlockBytes === 0;
  const subkey1 = doubled(encryptAes(key, Buffer.alloc(aesBlockBytes)));
  const filled = whole ? Buffer.from(data) : oneAndZeros(data);
  const start = filled.length - aesBlockBytes;
  const last = xor(filled.subarray(start), whole ? subkey1 : doubled(subkey1));
  const chained = encryptAes(key, Buffer.concat([filled.subarray(0, start), last]));
  return chained.subarray(-aesBlockBytes);
}

function oneAndZeros(data: Uint8Array): Buffer {
  const blocks = Math.floor(data.length / aesBlockBytes) + 1;
  const filled = Buffer.alloc(blocks * aesBlockBytes);
  filled.set(data);
  filled[data.length] = 0x80;
  return filled;
}

/** One bit to the left; what falls out comes back as 0x87 (§5.3, R128). */
function doubled(block: Buffer): Buffer {
  assert(block.length === aesBlockBytes, 'a whole block');
  const carry = (block[0] ?? 0) >> 7;
  const shifted = Buffer.from(
    block.map((byte, index) => ((byte << 1) & 0xff) | ((block[index + 1] ?? 0) >> 7)),
  );
  shifted[aesBlockBytes - 1] = (shifted[aesBlockBytes - 1] ?? 0) ^ (carry * 0x87);
  return shifted;
}

/** First five bytes of the CMAC of a block of zeros (ANSI X9.24-1:2017 Annex A). Upper-case hex. */
export const aesCheckValue = (key: string): string =>
  upperHex(aesCmac(key, Buffer.alloc(aesBlockBytes)).subarray(0, 5));
