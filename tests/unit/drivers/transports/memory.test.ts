/** Pipes within one process: what emulated HID devices answer besides their reports, and how a pulled plug looks. */
import { expect, test } from 'vitest';
import { Problem } from '../../../../domain/words/problem.ts';
import { createMemoryNetwork } from '../../../../drivers/transports/memory.ts';
import type { HidFeatures, Transport } from '../../../../drivers/transports/transport.ts';

const { signal } = new AbortController();

test('a HID device brings its feature reports and its descriptor, others have none', async () => {
  const network = createMemoryNetwork();
  const sent: Uint8Array[] = [];
  const hid: HidFeatures = {
    vendorId: 0x0801,
    productId: 0x0011,
    reportDescriptor: Uint8Array.of(0x06, 0x00, 0xff),
    sendFeature: async (report) => {
      sent.push(report);
    },
    getFeature: async (reportId, lengthBytes) => Uint8Array.from([reportId, lengthBytes]),
  };
  network.listen('reader', () => {}, hid);
  network.listen('pin-pad', () => {});
  const reader = await network.open('memory://reader', signal);
  await reader.hid?.sendFeature(Uint8Array.of(0, 1));
  expect(sent).toEqual([Uint8Array.of(0, 1)]);
  expect(await reader.hid?.getFeature(0, 25)).toEqual(Uint8Array.of(0, 25));
  expect((await network.open('memory://pin-pad', signal)).hid).toBeUndefined();
});

test('a pulled plug ends both ends with a problem, and nobody is there any more', async () => {
  const network = createMemoryNetwork();
  const ends: Transport[] = [];
  const pull = network.listen('pin-pad', (far) => ends.push(far));
  ends.push(await network.open('memory://pin-pad', signal));
  pull();
  for (const end of ends) {
    const read = async () => {
      for await (const _ of end.bytes);
    };
    await expect(read()).rejects.toThrow(Problem);
    await expect(end.write(Uint8Array.of(1))).rejects.toThrow(Problem);
  }
  await expect(network.open('memory://pin-pad', signal)).rejects.toThrow(Problem);
});
