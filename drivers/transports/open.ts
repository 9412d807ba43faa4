/** Opens whatever an address names. Native code is loaded with the first address that needs it. */
import { assertNever } from '../../domain/basics/assert.ts';
import type { Loader } from '../../domain/devices/native-modules.ts';
import { Problem } from '../../domain/words/problem.ts';
import { parseAddress } from '../address.ts';
import { openTcp } from './tcp.ts';
import type { OpenTransport } from './transport.ts';

const loadSerial = () => import('./serial.ts');
const loadHid = () => import('./hid.ts');

/** Everything of this process that has machine code of its own. */
export const nativeTransports: readonly Loader[] = [
  ['serialport', loadSerial],
  ['node-hid', loadHid],
];

export const openTransport: OpenTransport = async (address, signal) => {
  const parsed = parseAddress(address);
  switch (parsed.kind) {
    case 'serial': {
      const { openSerial } = await native('serialport', loadSerial);
      return openSerial(parsed, signal);
    }
    case 'hid': {
      const { openHid } = await native('node-hid', loadHid);
      return openHid(parsed, signal);
    }
    case 'usb-printer': {
      const { openUsbPrinter } = await import('./usb-printer.ts');
      return openUsbPrinter(parsed, signal);
    }
    case 'tcp':
      return openTcp(parsed, signal);
    case 'memory':
      // Memory pipes belong to the network that a simulation made; this process-wide opener knows of none.
      throw new Problem('port-missing', { address });
    default:
      return assertNever(parsed);
  }
};

/** Throws `Problem` `native-module-missing`. */
async function native<T>(module: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (thrown) {
    throw new Problem('native-module-missing', { module }, thrown);
  }
}
