/**
 * A USB HID device made in this process: functionfs hands every request for the interface up to here, so its report
 * descriptor, feature reports and input reports are the emulator's own.
 *
 * Linux, include/uapi/linux/usb/functionfs.h; USB HID 1.11 §6.2.1 (HID descriptor), §7.2 (requests).
 */
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readSync,
  rmdirSync,
  write,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { createByteQueue } from '../../drivers/transports/byte-queue.ts';
import type { HidFeatures, Transport } from '../../drivers/transports/transport.ts';

export type HidFunction = Readonly<{
  /** Input reports go out by `write`, output reports come in as `bytes`, id first. */
  line(): Transport;
  remove(): void;
}>;

const magic = { descriptors: 3, strings: 2 } as const;
const fullSpeed = 1;
const event = { enable: 2, disable: 3, setup: 4 } as const;
const eventBytes = 12;
const request = { getDescriptor: 0x06, getReport: 0x01, setReport: 0x09 } as const;
const descriptorType = { hid: 0x21, report: 0x22 } as const;
const featureReport = 3;
/** Largest packet of an interrupt endpoint at full speed; longer reports go as several. */
const packetBytes = 64;
const outputBytesMax = 1_024;
/** A device's own buffer; what is more than this is dropped while nobody listens. */
const waitingMax = 16;
const lookMs = 5;

type Setup = Readonly<{
  toHost: boolean;
  request: number;
  value: number;
  lengthBytes: number;
}>;

/** `name` is the instance of the gadget's function, made before. */
export function openHidFunction(name: string, hid: HidFeatures): HidFunction {
  const folder = join('/dev', `ffs-${name}`);
  mkdirSync(folder);
  const mounted = spawnSync('mount', ['-t', 'functionfs', name, folder]);
  if (mounted.status !== 0) throw new Error(`functionfs: ${mounted.stderr}`);
  const control = openSync(join(folder, 'ep0'), constants.O_RDWR | constants.O_NONBLOCK);
  const reports = hid.reportDescriptor ?? new Uint8Array();
  const hidDescriptor = Buffer.from([
    9,
    descriptorType.hid,
    0x11,
    0x01,
    0,
    1,
    descriptorType.report,
    0,
    0,
  ]);
  hidDescriptor.writeUInt16LE(reports.length, 7);
  writeSync(control, descriptorsOf(hidDescriptor));
  writeSync(control, words(magic.strings, 16, 0, 0));
  const device = new HidDevice(control, join(folder, 'ep1'), hid, hidDescriptor);
  return {
    line: () => device.line(),
    remove: () => {
      device.close();
      spawnSync('umount', [folder]);
      rmdirSync(folder);
    },
  };
}

/** One interface of class HID with one endpoint: interrupt, to the host, each millisecond. */
function descriptorsOf(hidDescriptor: Buffer): Buffer {
  const body = Buffer.concat([
    Buffer.from([9, 0x04, 0, 0, 1, 0x03, 0, 0, 0]),
    hidDescriptor,
    Buffer.from([7, 0x05, 0x81, 0x03, packetBytes, 0, 1]),
  ]);
  const descriptors = 3;
  const headBytes = 16;
  return Buffer.concat([
    words(magic.descriptors, headBytes + body.length, fullSpeed, descriptors),
    body,
  ]);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, 4 * index);
  return bytes;
}

/** Owns the two files of the function. */
class HidDevice {
  readonly #control: number;
  readonly #input: number;
  readonly #hid: HidFeatures;
  readonly #hidDescriptor: Uint8Array;
  readonly #waiting: Uint8Array[] = [];
  #queue = createByteQueue({ pause: () => {}, resume: () => {} });
  #timer: NodeJS.Timeout;
  #enabled = false;
  #sending = false;
  #closed = false;

  constructor(control: number, inputFile: string, hid: HidFeatures, hidDescriptor: Uint8Array) {
    this.#control = control;
    this.#input = openSync(inputFile, constants.O_RDWR);
    this.#hid = hid;
    this.#hidDescriptor = hidDescriptor;
    this.#timer = setTimeout(() => void this.#look(), lookMs);
  }

  line(): Transport {
    const queue = createByteQueue({ pause: () => {}, resume: () => {} });
    this.#queue = queue;
    return {
      bytes: queue.bytes,
      write: async (report) => {
        if (this.#waiting.length < waitingMax) this.#waiting.push(Uint8Array.from(report));
        this.#send();
      },
      close: async () => {
        this.#waiting.length = 0;
        queue.end();
      },
    };
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    closeSync(this.#control);
    closeSync(this.#input);
  }

  /** Waits in a thread of its own until the host fetches the report, or the plug is pulled. */
  #send(): void {
    if (!this.#enabled || this.#sending) return;
    const report = this.#waiting.shift();
    if (!report) return;
    this.#sending = true;
    write(this.#input, report, () => {
      this.#sending = false;
      this.#send();
    });
  }

  async #look(): Promise<void> {
    const bytes = Buffer.alloc(eventBytes);
    while (!this.#closed) {
      try {
        if (readSync(this.#control, bytes) < eventBytes) break;
      } catch {
        break;
      }
      await this.#obey(bytes);
    }
    if (!this.#closed) this.#timer = setTimeout(() => void this.#look(), lookMs);
  }

  async #obey(bytes: Buffer): Promise<void> {
    const type = bytes.readUInt8(8);
    if (type === event.enable || type === event.disable) {
      this.#enabled = type === event.enable;
      this.#send();
    }
    if (type !== event.setup) return;
    const setup: Setup = {
      toHost: (bytes.readUInt8(0) & 0x80) !== 0,
      request: bytes.readUInt8(1),
      value: bytes.readUInt16LE(2),
      lengthBytes: bytes.readUInt16LE(6),
    };
    if (setup.toHost) await this.#tell(setup);
    else await this.#hear(setup);
  }

  async #tell(setup: Setup): Promise<void> {
    const answer = await this.#answerTo(setup).catch(() => null);
    // Reading where the host wants to be told is how functionfs refuses.
    if (!answer) ignoringErrors(() => readSync(this.#control, Buffer.alloc(1)));
    else ignoringErrors(() => writeSync(this.#control, answer.subarray(0, setup.lengthBytes)));
  }

  async #answerTo({ request: asked, value, lengthBytes }: Setup): Promise<Uint8Array | null> {
    const [kind, id] = [value >> 8, value & 0xff];
    if (asked === request.getDescriptor) {
      return kind === descriptorType.report ? this.#hid.reportDescriptor : this.#hidDescriptor;
    }
    if (asked !== request.getReport || kind !== featureReport) return null;
    const report = await this.#hid.getFeature(id, id === 0 ? lengthBytes + 1 : lengthBytes);
    return id === 0 ? report.subarray(1) : report;
  }

  async #hear({ request: asked, value }: Setup): Promise<void> {
    const [kind, id] = [value >> 8, value & 0xff];
    const data = Buffer.alloc(outputBytesMax);
    let length = 0;
    ignoringErrors(() => {
      length = readSync(this.#control, data);
    });
    if (asked !== request.setReport) return;
    const report = Uint8Array.from([...(id === 0 ? [0] : []), ...data.subarray(0, length)]);
    if (kind === featureReport) await this.#hid.sendFeature(report).catch(() => {});
    else this.#queue.push(report);
  }
}

/** The host may have gone away in the middle of its own request. */
function ignoringErrors(io: () => void): void {
  try {
    io();
  } catch {
    // Then there is nobody to tell.
  }
}
