/** Everything in ../shared/vectors/iso8583-cups.json, worked out. Runs in Node and, bundled, inside Electron. */
import { decodeCups } from '../../drivers/acquirer/decode.ts';
import { hostMac, openPinBlock, openTrack2 } from '../../drivers/acquirer/emulator-crypto.ts';
import { cupMac } from '../../drivers/acquirer/mac.ts';
import { encipherTrack2 } from '../../drivers/acquirer/track.ts';
import { decodeFrame, encodeFrame } from '../../drivers/codecs/iso8583/frame.ts';
import {
  bytesUnderMac,
  decodeMessage,
  encodeMessage,
} from '../../drivers/codecs/iso8583/message.ts';
import { cups } from '../../drivers/codecs/iso8583/specs/cups.ts';
import {
  encryptBlock,
  keyCheckValue,
  unwrapKey,
  upperHex,
  wrapKey,
} from '../../drivers/emulators/keys.ts';
import { retailMac } from '../../drivers/emulators/macs.ts';
import { clearPinBlock } from '../../drivers/emulators/pin-blocks.ts';
import type { Check } from './crypto-vectors/check.ts';
import { softPad } from './soft-pad.ts';
import type { CupsVector, CupsVectors } from './vectors.ts';

const { signal } = new AbortController();
const bufferOf = (hex: string | undefined): Buffer => Buffer.from(hex ?? '', 'hex');

export async function cupsChecks(vectors: CupsVectors): Promise<Check[]> {
  const messages = [...vectors.published, ...vectors.own];
  return [
    ...messages.flatMap(messageChecks),
    ...messages.flatMap((vector) => macChecks(vector, vectors.syntheticKeys.mak ?? '')),
    ...keyChecks(vectors),
    ...pinChecks(vectors),
    ...(await padChecks(vectors)),
  ];
}

/** V16 is a bare message, V21 has no length: as a serial link would carry them. */
function messageChecks(vector: CupsVector): Check[] {
  const { id } = vector;
  const bytes = bufferOf(vector.wire);
  const hasLength = bytes.readUInt16BE(0) === bytes.length - 2;
  const packet = hasLength ? bytes.subarray(2) : bytes;
  const frame = packet[0] === 0x60 ? decodeFrame(packet) : null;
  const message = decodeMessage(cups, frame?.message ?? packet);
  const written = Object.entries(message.fields).map(([number, value]) => [
    number,
    asVectorWrites(vector, Number(number), value),
  ]);
  const encoded = encodeMessage(cups, message);
  const again = frame ? encodeFrame({ ...frame, message: encoded }) : encoded;
  return [
    { id, what: 'fields', made: Object.fromEntries(written), wanted: vector.fields },
    {
      id,
      what: 'bytes again',
      made: upperHex(frame && !hasLength ? again.subarray(2) : again),
      wanted: vector.wire,
    },
    { id, what: 'decoder', made: decodeCups(bytes).errors, wanted: [] },
  ];
}

/** The vectors write packed fields with their filler nibble; V16 leaves out the last blank of DE63. */
function asVectorWrites(vector: CupsVector, number: number, value: string): string {
  if (vector.id === 'V16' && number === 63) return value.trimEnd();
  const row = cups[number];
  if (value.length % 2 === 0 || !row) return value;
  if (row.encoding === 'bcd' || row.encoding === 'track') return `${value}0`;
  return row.encoding === 'bcd-right' ? `0${value}` : value;
}

function macChecks({ id, wire, mac }: CupsVector, mak: string): Check[] {
  if (mac === undefined) return [];
  const { message } = decodeFrame(bufferOf(wire).subarray(2));
  return [{ id, what: 'MAC', made: hostMac(mak, bytesUnderMac(message)), wanted: mac }];
}

function keyChecks({ syntheticKeys: keys, singleDes }: CupsVectors): Check[] {
  const tmk = keys.tmk ?? '';
  const checkValues = [keys, singleDes].flatMap((table) =>
    Object.keys(table)
      .filter((name) => `${name}Kcv` in table)
      .map((name) => ({
        id: name,
        what: 'check value',
        made: keyCheckValue(table[name] ?? ''),
        wanted: table[`${name}Kcv`],
      })),
  );
  const wrapped = Object.keys(keys).filter((name) => `${name}UnderTmk` in keys);
  return [
    ...checkValues,
    ...wrapped.flatMap((id) => {
      const [key = '', underTmk = ''] = [keys[id], keys[`${id}UnderTmk`]];
      return [
        { id, what: 'wrapped', made: wrapKey(tmk, key), wanted: underTmk },
        { id, what: 'unwrapped', made: unwrapKey(tmk, underTmk), wanted: key },
      ];
    }),
  ];
}

function pinChecks({ syntheticKeys: keys }: CupsVectors): Check[] {
  const { pin = '', pan = '', pik = '', pinBlock = '' } = keys;
  const clear = clearPinBlock(pin, pan);
  return [
    { id: 'clearPinBlock', what: 'made', made: upperHex(clear), wanted: keys.clearPinBlock },
    { id: 'pinBlock', what: 'made', made: upperHex(encryptBlock(pik, clear)), wanted: pinBlock },
    { id: 'pinBlock', what: 'read', made: openPinBlock(pik, pinBlock, pan), wanted: pin },
  ];
}

/** What the till has the pad make, and what the host makes of it. */
async function padChecks(vectors: CupsVectors): Promise<Check[]> {
  const { syntheticKeys: keys, macCrossCheck: cross, trackEncryption: track } = vectors;
  const pad = softPad(keys.tmk ?? '');
  const data = bufferOf(cross.data);
  const { track2 = '', encrypted = '', block } = track;
  const cipher = upperHex(encryptBlock(keys.tdk ?? '', bufferOf(block)));
  return [
    {
      id: 'macCrossCheck',
      what: 'cupEcb',
      made: await cupMac(pad, keys.makUnderTmk ?? '', data, signal),
      wanted: cross.cupEcb,
    },
    {
      id: 'macCrossCheck',
      what: 'x99Cbc',
      made: upperHex(retailMac(cross.key ?? '', data)),
      wanted: cross.x99Cbc,
    },
    {
      id: 'macCrossCheck',
      what: 'x919WithMak16',
      made: upperHex(retailMac(keys.mak16 ?? '', data)),
      wanted: cross.x919WithMak16,
    },
    {
      id: 'trackEncryption',
      what: 'made',
      made: await encipherTrack2(pad, keys.tdkUnderTmk ?? '', track2, signal),
      wanted: encrypted,
    },
    {
      id: 'trackEncryption',
      what: 'read',
      made: openTrack2(keys.tdk ?? '', encrypted),
      wanted: track2,
    },
    { id: 'trackEncryption', what: 'block', made: encrypted.includes(cipher), wanted: true },
  ];
}
