/** A port is lent to somebody who probes it: nobody is told, verbs wait, the device comes back. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Problem } from '../../../../domain/words/problem.ts';
import type { Driven } from '../../../../drivers/driver.ts';
import { SupervisedDevice } from '../../../../drivers/host/supervised-device.ts';
import type { AnyPort } from '../../../../drivers/protocol.ts';
import { createTap } from '../../../../drivers/tap.ts';
import { createMemoryNetwork } from '../../../../drivers/transports/memory.ts';
import type { OpenTransport, Transport } from '../../../../drivers/transports/transport.ts';
import { handClock } from '../../../helpers/hand-clock.ts';
import { until } from '../../../helpers/until.ts';

const never = new AbortController().signal;
const forever = new Promise<never>(() => {});

/** Does nothing but notice that its line has gone. */
function idleDriver(transport: Transport): Driven<AnyPort> {
  const gone = (async () => {
    try {
      for await (const _ of transport.bytes);
    } catch {
      // Gone is gone.
    }
  })();
  return {
    gone,
    close: () => transport.close(),
    identify: async () => ({ model: 'idle', serialNumber: null, firmware: null }),
    health: () => forever,
  };
}

async function oneDevice(slowed: (open: OpenTransport) => OpenTransport = (open) => open) {
  const clock = handClock();
  const network = createMemoryNetwork();
  let lines = 0;
  const unplug = network.listen('device', () => {
    lines += 1;
  });
  const told: boolean[] = [];
  const device = new SupervisedDevice({
    device: 'device',
    address: 'memory://device',
    clock,
    open: slowed(network.open),
    tap: createTap(clock),
    make: idleDriver,
    onStatus: (online) => told.push(online),
  });
  await device.settled;
  return { clock, network, device, told, unplug, lines: () => lines };
}

const kindOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no problem',
    (thrown: unknown) => (thrown instanceof Problem ? thrown.kind : String(thrown)),
  );

test('a lent port is closed for its borrower, and open again afterwards without a word', async () => {
  const { device, told, lines, clock } = await oneDevice();
  const asked = { verb: Promise.resolve<unknown>(null) };
  const answer = await device.lend(async (open, address) => {
    expect(address).toBe('memory://device');
    const line = await open(address, never);
    clock.advance(60_000);
    asked.verb = device.use((driver) => driver.identify(never), never, true);
    await line.close();
    return 'a PIN pad';
  }, never);
  expect(answer).toBe('a PIN pad');
  expect(await asked.verb).toMatchObject({ model: 'idle' });
  expect(lines()).toBe(3);
  expect(told).toEqual([true]);
  await device.close();
});

test('a loan ends with the device open, however long that takes: what it says next is heard', async () => {
  const { device, lines } = await oneDevice((open) => async (address, signal) => {
    await nextTurn();
    return open(address, signal);
  });
  for (let loans = 1; loans <= 3; loans += 1) {
    await device.lend(async () => {}, never);
    expect(lines()).toBe(1 + loans);
  }
  await device.close();
});

test('options that no driver takes leave the port closed for others', async () => {
  const clock = handClock();
  const network = createMemoryNetwork();
  const left: Promise<void>[] = [];
  network.listen('device', (far) => {
    left.push(
      (async () => {
        for await (const _ of far.bytes);
      })(),
    );
  });
  const told: unknown[] = [];
  const device = new SupervisedDevice({
    device: 'device',
    address: 'memory://device',
    clock,
    open: network.open,
    tap: createTap(clock),
    make: () => {
      throw new Problem('config-unreadable', { file: 'till.json', where: 'options' });
    },
    onStatus: (online, problem) => told.push([online, problem?.kind]),
  });
  await device.settled;
  expect(left).toHaveLength(1);
  await left[0];
  expect(told).toEqual([[false, 'config-unreadable']]);
  await device.close();
});

test('a second borrower is refused, and so is one whose device is busy for too long', async () => {
  const { device, clock } = await oneDevice();
  let giveBack = (): void => {};
  let lentOut = false;
  const lent = device.lend(
    () =>
      new Promise<void>((resolve) => {
        lentOut = true;
        giveBack = resolve;
      }),
    never,
  );
  expect(await kindOf(device.lend(async () => {}, never))).toBe('device-busy');
  await until(() => lentOut, 'lent');
  giveBack();
  await lent;
  let running = false;
  const verb = () => {
    running = true;
    return forever;
  };
  void device.use(verb, never, true);
  await until(() => running, 'the verb runs');
  const refused = kindOf(device.lend(async () => {}, never));
  clock.advance(5_000);
  expect(await refused).toBe('device-busy');
  expect(await device.use((driver) => driver.identify(never), never, true)).toBeTruthy();
  await device.close();
});

test('a device that does not come back from a loan is told to be gone after the usual grace', async () => {
  const { device, told, clock, unplug } = await oneDevice();
  await device.lend(async () => unplug(), never);
  clock.advance(5_900);
  expect(told).toEqual([true]);
  clock.advance(200);
  expect(told).toEqual([true, false]);
  await device.close();
});

test('closing while a port is lent ends at once; the borrower keeps what it opened', async () => {
  const { device } = await oneDevice();
  let giveBack = (): void => {};
  const lent = device.lend(
    () =>
      new Promise<void>((resolve) => {
        giveBack = resolve;
      }),
    never,
  );
  await device.close();
  expect(await kindOf(device.use(async () => {}, never, true))).toBe('device-not-configured');
  await Promise.resolve();
  giveBack();
  expect(await kindOf(lent)).toBe('device-not-configured');
});
