/** crypto.md §3 to §5: PIN blocks, MACs with their paddings, key check values. */
import { aesEcbCheckValue } from '../../../drivers/emulators/aes.ts';
import { keyCheckValue, upperHex } from '../../../drivers/emulators/keys.ts';
import {
  aesCheckValue,
  cbcMac,
  type Padding,
  padded,
  retailMac,
} from '../../../drivers/emulators/macs.ts';
import {
  chipPinBlock,
  clearPinBlock,
  encipheredPinBlock,
  filledPinBlock,
  openPinBlock4,
  panField,
  pinField,
  readPinBlock,
} from '../../../drivers/emulators/pin-blocks.ts';
import { seededRandom } from '../seeded-random.ts';
import { quoted } from '../vector-rows.ts';
import { bufferOf, type Checks, groups } from './check.ts';

export function pinBlocks(cells: readonly string[]): Checks {
  const [format, input, block = ''] = cells;
  const wanted = quoted(block);
  switch (format) {
    case '0':
      return format0(input, wanted);
    case '2':
      return format2(input, wanted);
    case '3':
      return format3(input, wanted);
    case '4':
      return format4(input, wanted);
    default:
      throw new Error(`PIN block format ${format}`);
  }
}

function format0(input: string | undefined, block: string): Checks {
  const [pin = '', pan = ''] = groups(/PIN (\d+), PAN (\d+)/, input);
  return [
    { what: 'format 0', made: upperHex(clearPinBlock(pin, pan)), wanted: block },
    { what: 'format 0, read', made: readPinBlock(0, bufferOf(block), pan), wanted: pin },
  ];
}

function format2(input: string | undefined, block: string): Checks {
  const [pin = ''] = groups(/PIN (\d+)/, input);
  return [
    { what: 'format 2', made: upperHex(chipPinBlock(pin)), wanted: block },
    { what: 'format 2, read', made: readPinBlock(2, bufferOf(block), ''), wanted: pin },
  ];
}

/** The row gives what stands before the random filler. */
function format3(input: string | undefined, block: string): Checks {
  const [pin = '', pan = ''] = groups(/PIN (\d+), PAN (\d+)/, input);
  const [head = ''] = groups(/^([0-9A-F]+)/, block);
  const made = filledPinBlock(pin, pan, seededRandom(pan));
  return [
    { what: 'format 3', made: upperHex(made).slice(0, head.length), wanted: head },
    { what: 'format 3, read', made: readPinBlock(3, made, pan), wanted: pin },
  ];
}

/** A row of the PAN's half alone, one with all halves, one of DUKPT with the halves of §2. */
function format4(input: string | undefined, block: string): Checks {
  const alone = /PAN field of (\d+)/.exec(input ?? '');
  if (alone) {
    return [{ what: 'PAN field', made: upperHex(panField(alone[1] ?? '')), wanted: block }];
  }
  const [pin = '', pan = ''] = groups(/PIN (\d+)(?:,| \/) PAN (\d+)/, input);
  const [key = ''] = groups(/key ([0-9A-F]{32,}|00112233…EEFF)/, input);
  const bytes = key.includes('…') ? '00112233445566778899AABBCCDDEEFF' : key;
  const half = /PIN field ([0-9A-F]{32})/.exec(input ?? '')?.[1];
  const panHalf = /PAN field ([0-9A-F]{32})/.exec(input ?? '')?.[1];
  const random = bufferOf((half ?? '441234AAAAAAAAAA2F69ADDE2E9E7ACE').slice(16));
  const pinHalf = pinField(pin, { bytes: () => random });
  return [
    ...(half ? [{ what: 'PIN field', made: upperHex(pinHalf), wanted: half }] : []),
    ...(panHalf ? [{ what: 'PAN field', made: upperHex(panField(pan)), wanted: panHalf }] : []),
    {
      what: 'format 4',
      made: upperHex(encipheredPinBlock(bytes, pinHalf, pan)),
      wanted: block,
    },
    { what: 'format 4, read', made: openPinBlock4(bytes, bufferOf(block), pan), wanted: pin },
  ];
}

export function macs(cells: readonly string[]): Checks {
  const [what = '', input = '', result] = cells;
  const wanted = quoted(result);
  const [method = ''] = groups(/padding (?:method )?([123])/, what);
  const padding = Number(method) as Padding;
  if (what.startsWith('padding')) {
    return [{ what, made: upperHex(padded(bufferOf(quoted(input) || input), padding)), wanted }];
  }
  const data = Buffer.from(groups(/"([^"]*)"/, input)[0] ?? '');
  const made = what.startsWith('retail')
    ? retailMac(halvesOf(input), data, padding)
    : cbcMac(groups(/key hex ([0-9A-F]+)/, input)[0] ?? '', data, padding);
  return [{ what, made: upperHex(made), wanted }];
}

/** `key1 16×41, key2 16×42 (equal halves = single DES)`: sixteen bytes each, of which the two halves are the same. */
function halvesOf(input: string): string {
  const [first = '', second = ''] = groups(/key1 16×(\d\d), key2 16×(\d\d)/, input);
  return first.repeat(8) + second.repeat(8);
}

export function checkValues(cells: readonly string[]): Checks {
  const [keyCell, values = ''] = cells;
  const key = quoted(keyCell);
  if (keyCell?.startsWith('AES')) {
    return [
      { what: 'by CMAC', made: aesCheckValue(key), wanted: quoted(values) },
      {
        what: 'by ECB',
        made: aesEcbCheckValue(key),
        wanted: groups(/`([0-9A-F]+)` \(ECB/, values)[0],
      },
    ];
  }
  return [{ what: 'check value', made: keyCheckValue(key).slice(0, 6), wanted: quoted(values) }];
}
