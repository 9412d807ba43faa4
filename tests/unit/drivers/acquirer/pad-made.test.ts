/** What the acquirer client has the pad make, against ../shared/vectors/iso8583-cups.json. */
import { describe, expect, test } from 'vitest';
import { Problem } from '../../../../domain/words/problem.ts';
import { hostMac, openPinBlock, openTrack2 } from '../../../../drivers/acquirer/emulator-crypto.ts';
import { cupMac, foldBlocks, withMac } from '../../../../drivers/acquirer/mac.ts';
import { parseKeys } from '../../../../drivers/acquirer/sign-on.ts';
import { encipherTrack2, packTrack2 } from '../../../../drivers/acquirer/track.ts';
import { decodeFrame } from '../../../../drivers/codecs/iso8583/frame.ts';
import { bytesUnderMac, decodeMessage } from '../../../../drivers/codecs/iso8583/message.ts';
import { cups } from '../../../../drivers/codecs/iso8583/specs/cups.ts';
import { keyCheckValue, wrapKey } from '../../../../drivers/emulators/keys.ts';
import { softPad } from '../../../helpers/soft-pad.ts';
import { cupsVectors, vectorsAbsent } from '../../../helpers/vectors.ts';

const { signal } = new AbortController();
const bytesOf = (hex: string | undefined): Buffer => Buffer.from(hex ?? '', 'hex');
const hexOf = (bytes: Buffer): string => bytes.toString('hex').toUpperCase();

describe.skipIf(!cupsVectors)(`keys, MACs, PIN and track (skipped when ${vectorsAbsent})`, () => {
  const keys = cupsVectors?.syntheticKeys ?? {};
  const own = new Map(cupsVectors?.own.map((vector) => [vector.id, vector]));
  const all = new Map(
    [...(cupsVectors?.published ?? []), ...(cupsVectors?.own ?? [])].map((vector) => [
      vector.id,
      vector,
    ]),
  );
  const tmk = keys.tmk ?? '';
  const pad = softPad(tmk);

  test.each(['pik', 'mak', 'mak16', 'tdk'])('the pad finds the check value of %s', async (name) => {
    const wrappedKey = keys[`${name}UnderTmk`] ?? '';
    const mac = await pad.mac({ wrappedKey, data: Buffer.alloc(8), encoding: 'binary' }, signal);
    expect(mac.slice(0, 8)).toBe(keys[`${name}Kcv`]);
    expect(wrapKey(tmk, keys[name] ?? '')).toBe(wrappedKey);
    expect(keyCheckValue(keys[name] ?? '')).toBe(keys[`${name}Kcv`]);
  });

  test('the check value of the master key itself is the well-known one', () => {
    expect(keyCheckValue(tmk)).toBe(keys.tmkKcv);
  });

  test.each(['pik', 'mak'])('single DES is triple DES with one key three times: %s', (name) => {
    const single = cupsVectors?.singleDes ?? {};
    expect(keyCheckValue(single[name] ?? '')).toBe(single[`${name}Kcv`]);
  });

  test.each(['G6', 'G7', 'G8', 'G9'])('the MAC of %s comes out of the pad', async (id) => {
    const vector = own.get(id);
    const { message } = decodeFrame(bytesOf(vector?.wire).subarray(2));
    expect(await cupMac(pad, keys.makUnderTmk ?? '', bytesUnderMac(message), signal)).toBe(
      vector?.mac,
    );
    expect(hostMac(keys.mak ?? '', bytesUnderMac(message))).toBe(vector?.mac);
  });

  test('a request gets its DE64 over the bitmap that already says so', async () => {
    const { message } = decodeFrame(bytesOf(own.get('G6')?.wire).subarray(2));
    const { 64: mac, ...fields } = decodeMessage(cups, message).fields;
    const wrapped = { pik: '', mak: keys.makUnderTmk ?? '', tdk: null };
    const signed = await withMac(pad, wrapped, { mti: '0200', fields }, signal);
    expect(signed.fields[64]).toBe(mac);
  });

  test('the MAC over bytes that fill no block', async () => {
    const check = cupsVectors?.macCrossCheck ?? {};
    const data = bytesOf(check.data);
    expect(await cupMac(pad, keys.makUnderTmk ?? '', data, signal)).toBe(check.cupEcb);
  });

  test('with a double-length MAC key pad and host agree, in two calls of one block', async () => {
    const calls: number[] = [];
    const counting = {
      ...pad,
      mac: (request: Parameters<typeof pad.mac>[0]) => {
        calls.push(request.data.length);
        return pad.mac(request, signal);
      },
    };
    const data = bytesOf(cupsVectors?.macCrossCheck.data);
    const made = await cupMac(counting, keys.mak16UnderTmk ?? '', data, signal);
    expect(made).toBe(hostMac(keys.mak16 ?? '', data));
    expect(made).not.toBe(await cupMac(pad, keys.makUnderTmk ?? '', data, signal));
    expect(calls).toEqual([8, 8]);
  });

  test('the track leaves the pad as in the vector, and the host reads it', async () => {
    const { track2 = '', encrypted } = cupsVectors?.trackEncryption ?? {};
    const made = await encipherTrack2(pad, keys.tdkUnderTmk ?? '', track2, signal);
    expect(made).toBe(encrypted);
    expect(openTrack2(keys.tdk ?? '', made)).toBe(track2);
  });

  test('in a track of odd length the block ends one digit before the end', async () => {
    const track2 = '6217000000000000012D30122010000000000';
    expect(track2).toHaveLength(37);
    const made = await encipherTrack2(pad, keys.tdkUnderTmk ?? '', track2, signal);
    expect(made.slice(0, 20)).toBe(track2.slice(0, 20));
    expect(made.slice(20, 36)).not.toBe(track2.slice(20, 36));
    expect(made.slice(36)).toBe(track2.slice(36));
    expect(openTrack2(keys.tdk ?? '', made)).toBe(track2);
  });

  test('the host finds the PIN in the block, and no PIN under another card', async () => {
    const { pan = '', pik = '', pinBlock = '', pin, pikUnderTmk = '' } = keys;
    const request = { pan, amountMinor: 1, wrappedPik: pikUnderTmk, timeoutMs: 1 };
    expect(await pad.enterPin(request, signal)).toEqual({ kind: 'entered', pinBlock });
    expect(openPinBlock(pik, pinBlock, pan)).toBe(pin);
    expect(openPinBlock(keys.mak ?? '', pinBlock, pan)).toBeNull();
  });

  const received = (id: string) => parseKeys(all.get(id)?.fields['62'] ?? '');

  test('G2: a MAC key of single length is filled with zeros', () => {
    expect(received('G2')).toEqual({
      pik: { wrapped: keys.pikUnderTmk, kcv: keys.pikKcv },
      mak: { wrapped: keys.makUnderTmk, kcv: keys.makKcv },
      tdk: null,
    });
  });

  test('G3: a track key follows', () => {
    expect(received('G3').tdk).toEqual({ wrapped: keys.tdkUnderTmk, kcv: keys.tdkKcv });
  });

  test('G4 and V4: the MAC key has double length when its right half is not zero', () => {
    expect(received('G4').mak).toEqual({ wrapped: keys.mak16UnderTmk, kcv: keys.mak16Kcv });
    expect(received('V4').mak.wrapped).toHaveLength(32);
  });

  test('V2: the published keys have the check values that came with them', () => {
    // The clear keys stand in the notes of the vectors file.
    expect(received('V2').mak.wrapped).toHaveLength(16);
    expect(keyCheckValue('D931648F3DE313A4A22C15DCA4F4299E')).toBe(received('V2').pik.kcv);
    expect(keyCheckValue('AB7C577CC7A18045')).toBe(received('V2').mak.kcv);
  });

  test('G5: keys of single DES are refused', () => {
    expect(() => received('G5')).toThrow(Problem);
  });
});

test('blocks fold by XOR, the last one filled with zeros', () => {
  expect(hexOf(foldBlocks(Buffer.from('FF000000000000010F', 'hex')))).toBe('F000000000000001');
});

test.each([
  '',
  '1234=',
  '620000000000001330122010000000000',
  `62000000000000130=${'1'.repeat(24)}`,
])('what is no track 2 is a card that could not be read: "%s"', (track2) => {
  expect(() => packTrack2(track2)).toThrow(new Problem('card-unreadable'));
});

test('a track too short to hide a block is refused, not sent in clear', async () => {
  const pad = softPad('0123456789ABCDEFFEDCBA9876543210');
  const wrappedTdk = '9D9B0A7255115A749128C4CD91532A57';
  await expect(encipherTrack2(pad, wrappedTdk, '620000000012D301', signal)).rejects.toMatchObject({
    kind: 'card-unreadable',
  });
});
