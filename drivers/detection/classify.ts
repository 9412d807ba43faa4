/** What a port's own description says of the device behind it, before a byte goes out. */
import type { Confidence, Finding, PortInfo } from '../../domain/devices/bench.ts';
import type { Protocol } from '../../domain/devices/verbs.ts';
import { serialBridges, usbModelsOf } from '../usb-ids.ts';
import { familyOf } from './families.ts';

/** USB HID Usage Tables 1.5: Bar Code Scanner (8C/02), Weighing Device (8D/01, scale 8D/20). */
const hidClasses: readonly Readonly<{ page: number; usages: number[]; protocol: Protocol }>[] = [
  { page: 0x8c, usages: [0x01, 0x02], protocol: 'hidpos-scanner' },
  { page: 0x8d, usages: [0x01, 0x20], protocol: 'hid-scale' },
];

/** By class first, then by maker and product. Empty where neither tells anything. */
export function classifyPort(port: PortInfo): Finding[] {
  const found: Finding[] = [];
  const add = (protocol: Protocol, confidence: Confidence, because: string): void => {
    if (found.some((finding) => finding.protocol === protocol)) return;
    found.push({
      family: familyOf[protocol],
      protocol,
      confidence,
      address: port.address,
      identity: { model: port.product, serialNumber: port.serialNumber, firmware: null },
      because,
    });
  };
  const byClass = hidClasses.find(
    ({ page, usages }) => port.usagePage === page && usages.includes(port.usage ?? -1),
  );
  // The report descriptor is the device's own word about what it sends.
  if (byClass)
    add(byClass.protocol, 'certain', `HID usage ${hex2(port.usagePage)}/${hex2(port.usage)}`);
  if (port.kind === 'usb-printer') add('escpos', 'possible', 'USB printer class');
  for (const { productId, protocol, model } of usbModelsOf(port.vendorId, port.productId)) {
    const numbers = `USB ${hex4(port.vendorId)}:${hex4(port.productId)}, ${model}`;
    if (productId !== null) add(protocol, 'likely', numbers);
    // A maker's serial port or printer is none of its HID devices.
    else if (port.kind === 'hid') add(protocol, 'possible', `${numbers} by its maker`);
  }
  return found;
}

/** The name of the converter that a serial port is, where it is one. */
export const bridgeOf = (port: PortInfo): string | null =>
  serialBridges.get(port.vendorId ?? -1) ?? null;

const hex2 = (value: number | null): string =>
  (value ?? 0).toString(16).toUpperCase().padStart(2, '0');
const hex4 = (value: number | null): string => (value ?? 0).toString(16).padStart(4, '0');
