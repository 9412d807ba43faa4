/** The devices process is killed, at the worst moment: main is told, a new process opens the same devices. */
import { type ChildProcess, fork } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceEvent, Devices } from '../../domain/devices/verbs.ts';
import { Problem } from '../../domain/words/problem.ts';
import { systemClock } from '../../drivers/deadline.ts';
import { testMasterKey } from '../../drivers/emulators/keys.ts';
import { tcpPlug } from '../../drivers/emulators/plug.ts';
import { connectDevices } from '../../drivers/index.ts';
import { PadEmulator } from '../../drivers/pin-pad/visa/emulator.ts';
import type { Transport } from '../../drivers/transports/transport.ts';
import { root } from '../../tools/paths.ts';
import { bundled } from '../helpers/bundle.ts';
import { endChild } from '../helpers/child.ts';
import { type EmulatedDevices, emulatedDevices, hasSocat } from '../helpers/emulated-devices.ts';
import { until } from '../helpers/until.ts';

type Process = Readonly<{ child: ChildProcess; devices: Devices; events: DeviceEvent[] }>;

let bench: EmulatedDevices;
let children: ChildProcess[];
let program: string;
beforeEach(async () => {
  children = [];
  bench = await emulatedDevices(hasSocat);
  program = await bundled(`${root}/tests/helpers/children/devices-process.ts`);
});
afterEach(async () => {
  await Promise.all(children.map((child) => endChild(child)));
  await bench.close();
});

function startProcess(): Process {
  const child = fork(program);
  children.push(child);
  const devices = connectDevices({
    send: (message) => child.send(message as object),
    onMessage: (listener) => child.on('message', listener),
    onClose: (listener) => child.once('exit', listener),
  });
  const events: DeviceEvent[] = [];
  devices.onEvent((event) => events.push(event));
  return { child, devices, events };
}
const configure = ({ devices }: Process) =>
  devices.request('configure', {
    devices: bench.emulators.devices,
    acquirer: bench.emulators.acquirer,
    keys: null,
  });
async function kindOf(verb: Promise<unknown>): Promise<string> {
  const thrown = await verb.then(
    () => null,
    (error: unknown) => error,
  );
  return thrown instanceof Problem ? thrown.kind : `no problem but ${String(thrown)}`;
}

test('killed in the middle of a PIN: what waits fails at once, a new process has the pad back', async () => {
  const first = startProcess();
  await configure(first);
  await first.devices.request('hostSignOn', { stan: '000001', batch: '000001', operator: '01' });
  const collected = kindOf(
    first.devices.request('collect', { attemptId: 'a1', amountMinor: 100, timeoutMs: 60_000 }),
  );
  await until(
    () => first.events.some((event) => event.kind === 'payment-stage'),
    'a card is asked for',
  );
  bench.emulators.control.reader.swipe('', '6200000000000013=30122010000000000');
  await until(() => bench.emulators.control.pad.wantsPin(), 'the pad asks');

  first.child.kill('SIGKILL');
  expect(await collected).toBe('devices-restarting');
  expect(await kindOf(first.devices.request('ping', {}))).toBe('devices-restarting');

  const second = startProcess();
  await configure(second);
  expect(await second.devices.request('identify', { device: 'pin-pad' })).toMatchObject({
    serialNumber: bench.emulators.control.pad.serialNumber(),
  });
  expect(
    await kindOf(
      second.devices.request('authorise', {
        attemptId: 'a1',
        stan: '000002',
        batch: '000001',
        amountMinor: 100,
        operator: '01',
      }),
    ),
  ).toBe('host-sign-on-needed');
});

/** 06 with its answer `06PAD-1`, three ACK or EOT between and after them, and the beginning of what is asked next. */
const exchangeBytes = 22;

/** Calls `onByte` with the number of bytes that have passed, both ways together, one byte at a time. */
function counted(line: Transport, onByte: (count: number) => void): Transport {
  let count = 0;
  const pass = (): void => {
    count += 1;
    onByte(count);
  };
  return {
    bytes: (async function* () {
      for await (const chunk of line.bytes) {
        for (const byte of chunk) {
          pass();
          yield Uint8Array.of(byte);
        }
      }
    })(),
    write: async (data) => {
      for (const byte of data) {
        await line.write(Uint8Array.of(byte));
        pass();
      }
    },
    close: () => line.close(),
  };
}

test('killed at any byte of an exchange: it is told, the pad is well, the next process has it', async () => {
  const pad = new PadEmulator({
    clock: systemClock,
    masterKeys: { 0: testMasterKey },
    serialNumber: 'PAD-1',
    fault: () => 'none',
  });
  let onByte = (_: number): void => {};
  const plug = await tcpPlug((far) => pad.attach(counted(far, (count) => onByte(count))));
  const config = { device: 'pin-pad', family: 'pin-pad', protocol: 'visa' } as const;
  const devices = [{ ...config, address: plug.address }];
  // One starts while the one before is being killed.
  let next = startProcess();
  const identify = async ({ devices: running }: Process) => {
    await running.request('configure', { devices, acquirer: null, keys: null });
    return running.request('identify', { device: 'pin-pad' });
  };
  try {
    for (let at = 1; at <= exchangeBytes; at += 1) {
      const now = next;
      next = startProcess();
      onByte = (count) => {
        if (count === at) now.child.kill('SIGKILL');
      };
      expect(await kindOf(identify(now)), `killed at byte ${at}`).toBe('devices-restarting');
    }
    onByte = () => {};
    expect(await identify(next)).toMatchObject({ serialNumber: 'PAD-1' });
  } finally {
    await plug.pull();
  }
}, 120_000);

test('problems cross the border with their sentence and without their cause', async () => {
  const only = startProcess();
  await only.devices.request('configure', {
    devices: [
      {
        device: 'pin-pad',
        family: 'pin-pad',
        protocol: 'visa',
        address: `serial://${bench.directory}/nothing`,
        masterKey: '0',
      },
    ],
    acquirer: null,
    keys: null,
  });
  const thrown: unknown = await only.devices
    .request('identify', { device: 'pin-pad' })
    .catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(Problem);
  expect((thrown as Problem).toData()).toEqual({
    kind: 'port-missing',
    params: { device: 'pin-pad', address: `serial://${bench.directory}/nothing` },
  });
  expect((thrown as Problem).cause).toBeUndefined();
  expect(only.events).toMatchObject([{ kind: 'device-status', online: false }]);
});
