/** A till's devices host with one emulated device on a real USB plug, set up by what identifies it. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { PortInfo } from '../../domain/devices/bench.ts';
import type { DeviceFamily } from '../../domain/devices/register.ts';
import type { DeviceEvent, Protocol } from '../../domain/devices/verbs.ts';
import { Problem } from '../../domain/words/problem.ts';
import { systemClock } from '../../drivers/deadline.ts';
import type { Fault } from '../../drivers/emulators/control.ts';
import type { DeviceEmulator } from '../../drivers/emulators/device-emulator.ts';
import { emulators } from '../../drivers/emulators/registry.ts';
import { createDevices, type DevicesHost } from '../../drivers/index.ts';
import { until } from '../helpers/until.ts';
import type { UsbIdentity } from './gadget.ts';
import { hidPlug, type MakePlug, released, type UsbPlug } from './plug.ts';
import { afterwards, whenFailed } from './runner.ts';

export type DeviceUnderTest = Readonly<{
  family: DeviceFamily;
  protocol: Protocol;
  identity: UsbIdentity;
  /** `hid` for what the emulator says it is; else how it is plugged in. */
  plug: MakePlug | 'hid';
  /** `serial`, `hid` or `usb`, and line settings where the device wants others than 9600 8N1. */
  scheme: 'serial' | 'hid' | 'usb';
  settings?: string;
  options?: Record<string, string | boolean>;
}>;

export type Bench = Readonly<{
  device: string;
  devices: DevicesHost;
  events: readonly DeviceEvent[];
  emulator: DeviceEmulator;
  plug: UsbPlug;
  /** As a configuration names it: by vendor, product and serial number. */
  address: string;
  /** What the host lists of it now. */
  port(): Promise<PortInfo>;
  misbehave(fault: Fault): void;
  /** Uses a hand of the emulated device. */
  act(name: string, input?: unknown): Promise<void>;
  /** Puts another device into its place and plugs it in again, so that it comes up under another name. */
  plugInElsewhere(pathBefore: string): Promise<void>;
}>;

const linesTold = 20;

/** Plugs the device in and configures it alone. */
export async function benchWith(device: DeviceUnderTest): Promise<Bench> {
  let fault: Fault = 'none';
  const create = emulators[device.protocol];
  assert(create, `${device.protocol} has an emulator`);
  const emulator = create({
    clock: systemClock,
    random: { bytes: (length) => randomBytes(length) },
    fault: () => fault,
  });
  const make = device.plug === 'hid' ? hidPlug(featuresOf(emulator)) : device.plug;
  const plug = make(device.identity, (line) => emulator.attach(line));
  await plug.plugIn();
  const devices = createDevices({ clock: systemClock });
  // Asked first, so that the port is let go before its device is taken apart.
  afterwards(() => devices.close());
  whenFailed(() => traceOf(devices, device.family));
  const events: DeviceEvent[] = [];
  devices.onEvent((event) => events.push(event));
  const address = addressOf(device.scheme, device.identity);
  const port = async (): Promise<PortInfo> => {
    const { ports } = await devices.request('ports', {});
    const found = ports.find((each) => each.address === address);
    assert(found, `${address} is listed among ${ports.map((each) => each.address).join(', ')}`);
    return found;
  };
  await devices.request('configure', {
    devices: [
      {
        device: device.family,
        family: device.family,
        protocol: device.protocol,
        address: `${address}${device.settings ?? ''}`,
        ...(device.options && { options: device.options }),
      },
    ],
    acquirer: null,
    keys: null,
  });
  return {
    device: device.family,
    devices,
    events,
    emulator,
    plug,
    address,
    port,
    misbehave: (next) => {
      fault = next;
    },
    act: async (name, input = {}) => {
      const act = emulator.acts[name];
      assert(act, `${device.protocol} has a hand for ${name}`);
      await act.run(act.input.parse(input) as never);
    },
    plugInElsewhere: async (pathBefore) => {
      await released(pathBefore);
      const stranger = { ...device.identity, productId: 0xfffe, serialNumber: 'STRANGER' };
      await make(stranger, () => {}).plugIn();
      assert(existsSync(pathBefore), `a stranger is at ${pathBefore}`);
      await plug.plugIn();
      assert.notEqual((await port()).path, pathBefore);
    },
  };
}

/** The last that went over the line, for whoever looks why a test failed. */
async function traceOf(devices: DevicesHost, device: string): Promise<string> {
  const { lines } = await devices.request('trace', { device, after: -1 });
  const told = lines
    .slice(-linesTold)
    .map(({ direction, meaning, hex }) => `${direction} ${meaning} ${hex}`);
  return `trace:\n${told.join('\n')}`;
}

function featuresOf({ hid }: DeviceEmulator): NonNullable<DeviceEmulator['hid']> {
  assert(hid, 'a HID device says what its reports are');
  return hid;
}

export function addressOf(
  scheme: string,
  { vendorId, productId, serialNumber }: UsbIdentity,
): string {
  const id = (value: number): string => value.toString(16).padStart(4, '0');
  return `${scheme}://${id(vendorId)}:${id(productId)}/${encodeURIComponent(serialNumber)}`;
}

/** The problem that a verb ended with. */
export async function problemOf(verb: Promise<unknown>): Promise<Problem> {
  const thrown = await verb.then(
    () => null,
    (error: unknown) => error,
  );
  assert(thrown instanceof Problem, `a problem, not ${String(thrown)}`);
  return thrown;
}

/** Listed as what it is, found out, and opened by its identity: the same for every device. */
export async function isListedAndDetected(bench: Bench, device: DeviceUnderTest): Promise<void> {
  const { vendorId, productId, serialNumber, manufacturer, product } = device.identity;
  const listed = await bench.port();
  assert.deepEqual(
    [listed.vendorId, listed.productId, listed.serialNumber, listed.manufacturer, listed.product],
    [vendorId, productId, serialNumber, manufacturer, product],
  );
  const { findings } = await bench.devices.request('detect', { address: bench.address });
  assert.equal(findings[0]?.protocol, device.protocol, JSON.stringify(findings));
}

/** Waits for an event of the host. */
export async function eventOf<Kind extends DeviceEvent['kind']>(
  bench: Bench,
  kind: Kind,
  fits: (event: Extract<DeviceEvent, { kind: Kind }>) => boolean = () => true,
): Promise<Extract<DeviceEvent, { kind: Kind }>> {
  const find = () =>
    bench.events.find(
      (event): event is Extract<DeviceEvent, { kind: Kind }> =>
        event.kind === kind && fits(event as Extract<DeviceEvent, { kind: Kind }>),
    );
  await until(() => find() !== undefined, `the host tells ${kind}`);
  return find() as Extract<DeviceEvent, { kind: Kind }>;
}
