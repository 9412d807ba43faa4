/** Which port a USB device is at now. Names move with the socket it is plugged into; its ids do not. */
import type { PortInfo } from '../../domain/devices/bench.ts';
import { Problem } from '../../domain/words/problem.ts';
import type { UsbId } from '../address.ts';

/** Throws `Problem`: `port-missing` where none is, `port-ambiguous` where several are. `address` names it there. */
export function findPort<Port extends UsbIdOfPort>(
  ports: readonly Port[],
  wanted: UsbId,
  address: string,
): Port {
  const found = ports.filter((port) => isMeant(port, wanted));
  const [first, ...others] = found;
  if (!first) throw new Problem('port-missing', { address });
  if (others.length > 0) {
    throw new Problem('port-ambiguous', { address, count: String(found.length) });
  }
  return first;
}

type UsbIdOfPort = Pick<PortInfo, 'vendorId' | 'productId' | 'serialNumber'>;

const isMeant = (port: UsbIdOfPort, wanted: UsbId): boolean =>
  port.vendorId === wanted.vendorId &&
  port.productId === wanted.productId &&
  (wanted.serialNumber === null || port.serialNumber === wanted.serialNumber);
