/** What a port's own description says of the device behind it, before a byte goes out. */
import type { Confidence, Finding, PortInfo } from '../../domain/devices/bench.ts';
import type { Protocol } from '../../domain/devices/verbs.ts';
import { allProtocols, protocols } from '../protocols.ts';
import { serialBridges, usbModelsOf } from '../usb-ids.ts';

/** By class first, then by maker and product. Empty where neither tells anything. */
export function classifyPort(port: PortInfo): Finding[] {
  const found: Finding[] = [];
  const add = (protocol: Protocol, confidence: Confidence, because: string): void => {
    if (found.some((finding) => finding.protocol === protocol)) return;
    found.push({
      family: protocols[protocol].family,
      protocol,
      confidence,
      address: port.address,
      identity: { model: port.product, serialNumber: port.serialNumber, firmware: null },
      because,
    });
  };
  const byClass = allProtocols.find(
    ({ usb: { hidClass } }) =>
      hidClass?.page === port.usagePage && hidClass?.usages.includes(port.usage ?? -1),
  );
  // The report descriptor is the device's own word about what it sends.
  if (byClass) add(byClass.id, 'certain', `HID usage ${hex2(port.usagePage)}/${hex2(port.usage)}`);
  if (port.kind === 'usb-printer') {
    for (const { id, usb } of allProtocols) {
      if (usb.isPrinterClass) add(id, 'possible', 'USB printer class');
    }
  }
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
