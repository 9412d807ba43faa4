/** The attached devices, for whoever looks after them. Channels: `devices.*`. */

import type { ChannelInput, DeviceView } from '../../../domain/contract/ipc.ts';
import type { DeviceEvent, VerbOutput } from '../../../domain/devices/verbs.ts';
import { attached } from '../../till/attached.ts';
import type { OpenTill } from '../../till/open-till.ts';

/** Opens what is attached and closes what no longer is; the working keys stay where they are. */
export async function configureDevices(till: OpenTill): Promise<void> {
  const { ports } = till;
  const { acquirer, wallet } = ports.config;
  const devices = [...attached(till).devices];
  await ports.devices.request('configure', { devices, acquirer, wallet, keys: null });
}

export function listDevices(till: OpenTill): DeviceView[] {
  return attached(till).devices.map(({ device, family, protocol, address }) => {
    const status = attached(till).status.get(device);
    return {
      device,
      family,
      protocol,
      address,
      online: status?.online ?? false,
      problem: status?.problem ?? null,
    };
  });
}

/** Throws `Problem`: `device-…`, `port-…`. */
export function identify(
  till: OpenTill,
  input: ChannelInput<'devices.identify'>,
): Promise<VerbOutput<'identify'>> {
  return till.ports.devices.request('identify', input);
}

/** Throws `Problem`: `device-…`, `port-…`. */
export function checkHealth(
  till: OpenTill,
  input: ChannelInput<'devices.health'>,
): Promise<VerbOutput<'health'>> {
  return till.ports.devices.request('health', input);
}

export function statistics(
  till: OpenTill,
  input: ChannelInput<'devices.statistics'>,
): Promise<VerbOutput<'statistics'>> {
  return till.ports.devices.request('statistics', input);
}

export function trace(
  till: OpenTill,
  input: ChannelInput<'devices.trace'>,
): Promise<VerbOutput<'trace'>> {
  return till.ports.devices.request('trace', input);
}

export function onDeviceStatus(
  till: OpenTill,
  event: Extract<DeviceEvent, { kind: 'device-status' }>,
): void {
  const { device, online, problem } = event;
  attached(till).status.set(device, { online, problem });
  till.changed('devices');
}
