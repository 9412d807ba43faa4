/** A PIN pad on a real USB serial port. */
import assert from 'node:assert/strict';
import { systemClock } from '../../drivers/deadline.ts';
import { createVisaPad } from '../../drivers/pin-pad/visa/driver.ts';
import { PadEmulator } from '../../drivers/pin-pad/visa/emulator.ts';
import { createTap } from '../../drivers/tap.ts';
import { openTransport } from '../../drivers/transports/open.ts';
import { nodeThere, serialPlug } from './plug.ts';
import { test } from './runner.ts';

const { signal } = new AbortController();

test('first light', async () => {
  const pad = new PadEmulator({
    clock: systemClock,
    masterKeys: {},
    serialNumber: 'VP5-1',
    fault: () => 'none',
  });
  const plug = serialPlug(
    {
      vendorId: 0x11ca,
      productId: 0x0300,
      serialNumber: 'PAD1',
      manufacturer: 'VeriFone',
      product: 'VX 820',
    },
    (line) => pad.attach(line),
  );
  await plug.plugIn();
  await nodeThere('/dev/ttyACM0');
  const transport = await openTransport('serial:///dev/ttyACM0', signal);
  const driver = createVisaPad(
    { device: 'pin-pad', transport, clock: systemClock, tap: createTap(systemClock) },
    '0',
  );
  assert.equal((await driver.identify(signal)).serialNumber, 'VP5-1');
  await driver.close();
});
