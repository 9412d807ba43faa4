/** What is on this port? By class, by ids, then by harmless questions at the likeliest speeds first. */
import { expect, test } from 'vitest';
import type { PortInfo } from '../../../../domain/devices/bench.ts';
import { classifyPort } from '../../../../drivers/detection/classify.ts';
import { detect } from '../../../../drivers/detection/detect.ts';
import type { Probe } from '../../../../drivers/detection/probe.ts';
import { probes } from '../../../../drivers/protocols.ts';
import { createMemoryNetwork } from '../../../../drivers/transports/memory.ts';
import type { OpenTransport } from '../../../../drivers/transports/transport.ts';
import { idleClock } from '../../../helpers/idle-clock.ts';

const port: PortInfo = {
  kind: 'serial',
  address: 'serial:///dev/ttyUSB0',
  path: '/dev/ttyUSB0',
  vendorId: null,
  productId: null,
  serialNumber: null,
  manufacturer: null,
  product: null,
  usagePage: null,
  usage: null,
};
const hid: PortInfo = { ...port, kind: 'hid', address: 'hid://1234:0001', path: '/dev/hidraw0' };
const nobody = { model: null, serialNumber: null, firmware: null };

const probe = (protocol: Probe['protocol'], ask: string, answer: string): Probe => ({
  family: 'pin-pad',
  protocol,
  transports: ['serial', 'tcp'],
  settings: [
    { baudRate: 9_600, frame: '8N1' },
    { baudRate: 1_200, frame: '7E1' },
  ],
  ask: Buffer.from(ask),
  waitMs: 200,
  recognise: (heard) =>
    Buffer.from(heard).includes(answer)
      ? { confidence: 'likely', identity: nobody, because: answer }
      : null,
  thanks: Buffer.from('THX'),
});

/** Every serial address leads to one device, which hears everything and answers as told. */
function line(answer: (heard: string, address: string) => string | null) {
  const network = createMemoryNetwork();
  const opened: string[] = [];
  const heard: string[] = [];
  let address = '';
  network.listen('line', (far) => {
    const here = address;
    void (async () => {
      for await (const chunk of far.bytes) {
        const text = Buffer.from(chunk).toString();
        heard.push(text);
        const said = answer(text, here);
        if (said !== null) await far.write(Buffer.from(said));
      }
    })().catch(() => {});
  });
  const open: OpenTransport = (wanted, signal) => {
    opened.push(wanted);
    address = wanted;
    return network.open('memory://line', signal);
  };
  return { open, opened, heard };
}

const ports = (open: OpenTransport, known: readonly Probe[]) => ({
  open,
  clock: idleClock(),
  signal: new AbortController().signal,
  probes: known,
});

test('a HID device that names its class is certain, and no byte goes out', async () => {
  const { open, opened } = line(() => null);
  const scanner = { ...hid, usagePage: 0x8c, usage: 0x02, product: 'Scanner' };
  const found = await detect(scanner.address, scanner, ports(open, probes));
  expect(found).toMatchObject([
    { family: 'scanner', protocol: 'hidpos-scanner', confidence: 'certain' },
  ]);
  expect(opened).toEqual([]);
});

test('known ids are likely, a printer of the USB class is possible, a converter is nothing', () => {
  const reader = { ...hid, vendorId: 0x0801, productId: 0x0011 };
  expect(classifyPort(reader)).toMatchObject([
    { protocol: 'magtek-magnesafe', confidence: 'likely' },
  ]);
  const printer = { ...port, kind: 'usb-printer' as const };
  expect(classifyPort(printer)).toMatchObject([{ protocol: 'escpos', confidence: 'possible' }]);
  expect(classifyPort({ ...port, vendorId: 0x0403, productId: 0x6001 })).toEqual([]);
});

test('questions share one opening per line setting, and the first answer ends it', async () => {
  const { open, opened, heard } = line((text, address) =>
    text === 'B?' && address.includes('baud=1200') ? 'B!' : null,
  );
  const known = [probe('visa', 'A?', 'A!'), probe('zvt', 'B?', 'B!')];
  const found = await detect(port.address, port, ports(open, known));
  expect(opened).toEqual([
    'serial:///dev/ttyUSB0?baud=9600&frame=8N1',
    'serial:///dev/ttyUSB0?baud=1200&frame=7E1',
  ]);
  expect(heard).toEqual(['A?', 'B?', 'A?', 'B?', 'THX']);
  expect(found).toMatchObject([{ protocol: 'zvt', address: opened[1], because: 'B!' }]);
});

test('a silent port is nothing, after every question', async () => {
  const { open } = line(() => null);
  expect(await detect(port.address, port, ports(open, [probe('visa', 'A?', 'A!')]))).toEqual([]);
});

test('a device that hangs up on nonsense is asked the next question on a new line', async () => {
  const network = createMemoryNetwork();
  let opened = 0;
  network.listen('line', (far) => {
    opened += 1;
    void (async () => {
      for await (const chunk of far.bytes) {
        if (Buffer.from(chunk).toString() !== 'B?') await far.close();
        else await far.write(Buffer.from('B!'));
      }
    })().catch(() => {});
  });
  const known = [probe('visa', 'A?', 'A!'), probe('zvt', 'B?', 'B!')];
  const found = await detect('memory://line', null, ports(network.open, known));
  expect(found).toMatchObject([{ protocol: 'zvt', address: 'memory://line' }]);
  expect(opened).toBe(2);
});

test('no question holds a line of text that a printer or a display would show, but the last', () => {
  const wouldShow = (bytes: Uint8Array): boolean =>
    /[\x20-\x7e]{3,}[\r\n]/.test(Buffer.from(bytes).toString('latin1'));
  for (const { protocol, ask } of probes.slice(0, -1)) {
    expect(wouldShow(ask), protocol).toBe(false);
  }
});
