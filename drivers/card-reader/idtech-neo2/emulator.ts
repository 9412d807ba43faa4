/** The NEO2's side: answers questions, waits for a card when told to, enciphers it under test keys. */
import { z } from 'zod';
import { writeTlv } from '../../codecs/emv-tlv.ts';
import type { DeviceEmulator, EmulatorPorts } from '../../emulators/device-emulator.ts';
import { encryptCbc } from '../../emulators/keys.ts';
import { misbehaving } from '../../emulators/misbehave.ts';
import type { Transport } from '../../transports/transport.ts';
import { firstNumbers } from '../../usb-model.ts';
import {
  idTechKey,
  isBankStripe,
  ReaderKeys,
  type Stripe,
  sentinels,
  swipeActs,
} from '../emulated-swipe.ts';
import { encodeCardData } from '../idtech-securemag/codec.ts';
import { enciphered } from '../idtech-securemag/emulator.ts';
import { encodeSecureFrame } from '../idtech-securemag/framer.ts';
import {
  encodeEvent,
  encodeNeo2,
  type FrameState,
  foldNeo2,
  frameStart,
  fromReport,
  type Neo2Frame,
  toReports,
} from './codec.ts';
import { commands, models, reportDataBytes, reportIds, status, tags } from './spec.ts';

const serialNumber = '630Z000001';
const firmware = 'NEO2 v1.00.012';
const firstKsn = 'FFFF9876543210E00000';
/** Attribution: captured data type, and that all of it is enciphered. */
const attribution = { swipe: 0xc8, tap: 0xc1 } as const;
const failed = 0x0a;
const unknownCommand = 0x02;

/** `hid`: in reports; else as on a serial line. */
export function createNeo2Emulator(ports: EmulatorPorts, hid = true): DeviceEmulator {
  const keys = new ReaderKeys(firstKsn);
  let line: Transport | null = null;
  let active = false;
  const write = (frame: Uint8Array): void => {
    for (const bytes of hid ? toReports(frame) : [frame]) line?.write(bytes).catch(() => {});
  };
  const answer = (command: number, code: number, data?: Uint8Array): void =>
    write(encodeNeo2('reader', command, code, data));
  const present = (data: Uint8Array | null): void => {
    // Nobody hears of a card that nobody waits for.
    if (!active) return;
    active = false;
    write(encodeEvent(Uint8Array.of(3, data ? 4 : 5, 0, 0)));
    answer(commands.activate[0], data ? status.ok : failed, data ?? undefined);
  };
  const obey = (frame: Neo2Frame): void => {
    if (frame.kind !== 'command') return;
    const is = ([command, sub]: readonly [number, number]): boolean =>
      frame.command === command && frame.sub === sub;
    if (is(commands.activate)) active = true;
    else if (is(commands.ping)) answer(frame.command, status.ok);
    else if (is(commands.serialNumber)) answer(frame.command, status.ok, padded(serialNumber, 15));
    else if (is(commands.firmware)) answer(frame.command, status.ok, padded(firmware, 0));
    else if (is(commands.cancel)) {
      active = false;
      answer(frame.command, status.ok);
    } else answer(frame.command, unknownCommand);
  };
  const listen = async (transport: Transport): Promise<void> => {
    let state: FrameState = frameStart;
    for await (const chunk of transport.bytes) {
      const part = hid ? fromReport(chunk) : { restart: false, data: chunk };
      const folded = foldNeo2(part?.restart ? frameStart : state, part?.data ?? new Uint8Array(0));
      state = folded.state;
      for (const frame of folded.frames) obey(frame);
    }
  };
  return {
    attach: (transport) => {
      active = false;
      line = misbehaving(transport, ports.clock, ports.fault);
      // The cable went: to a reader that is the same as a till that closed its port.
      listen(transport).catch(() => {});
    },
    ...(hid ? { hid: noFeatures } : {}),
    acts: {
      ...swipeActs((stripe) => present(swiped(stripe, keys))),
      tap: {
        input: z.object({ track2: z.string().regex(/^;?\d{12,19}=\d{7,}\??$/) }),
        run: (input: Readonly<{ track2: string }>) => present(tapped(input.track2, keys)),
      },
    },
    look: () => ({ state: active ? 'waits for a card' : 'idle', ksn: keys.ksn() }),
  };
}

/** Null for a stripe that could not be read. */
function swiped(stripe: Stripe, keys: ReaderKeys): Uint8Array | null {
  const tracks = sentinels(stripe);
  if (!tracks.some((each) => each)) return null;
  const next = isBankStripe(tracks) ? keys.next() : null;
  const frame = encodeSecureFrame(encodeCardData(enciphered(tracks, 'enhanced', next)));
  return Uint8Array.from([attribution.swipe, ...writeTlv([{ tag: tags.msr, value: frame }])]);
}

function tapped(text: string, keys: ReaderKeys): Uint8Array | null {
  const next = keys.next();
  if (!next) return null;
  const track2 = text.replace(/[;?]/g, '').replace('=', 'D');
  const even = (digits: string): Buffer =>
    Buffer.from(digits.length % 2 === 0 ? digits : `${digits}F`, 'hex');
  const end = track2.indexOf('D');
  const masked = `${track2.slice(0, 4)}${'C'.repeat(end - 8)}${track2.slice(end - 4, end + 5)}${'C'.repeat(track2.length - end - 5)}`;
  const clear = even(track2);
  const cipher = encryptCbc(idTechKey(next.key), Uint8Array.from([0x57, clear.length, ...clear]));
  const ksn = writeTlv([{ tag: tags.ksn, value: Buffer.from(next.ksn, 'hex') }]);
  const shown = even(masked);
  return Uint8Array.from([
    attribution.tap,
    ...ksn,
    ...[0x57, 0xa1, shown.length, ...shown],
    ...[0x57, 0xc1, cipher.length, ...cipher],
  ]);
}

const padded = (text: string, length: number): Uint8Array =>
  Uint8Array.from(Buffer.from(text.padEnd(length, '\0'), 'latin1'));

/** Vendor page FF00; each report id with 63 bytes of data, in and out: USB HID 1.11 §6.2.2, NEO2 guide §2.8.1. */
const reportDescriptor = Uint8Array.from([
  ...[0x06, 0x00, 0xff, 0x09, 0x01, 0xa1, 0x01],
  ...[0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08, 0x95, reportDataBytes],
  ...Object.values(reportIds).flatMap((id) => [0x85, id, 0x09, 0x01, 0x81, 2, 0x09, 0x01, 0x91, 2]),
  0xc0,
]);

const noFeatures = {
  ...firstNumbers(models),
  reportDescriptor,
  sendFeature: async () => {},
  getFeature: async (reportId: number) => Uint8Array.of(reportId),
} as const;
