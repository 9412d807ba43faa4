/** Opens whatever an address names. Native code is loaded with the first address that needs it. */
import { assertNever } from '../../domain/assert.ts';
import { Problem } from '../../domain/problems.ts';
import { parseAddress } from '../address.ts';
import { openTcp } from './tcp.ts';
import type { OpenTransport } from './transport.ts';

export const openTransport: OpenTransport = async (address, signal) => {
  const parsed = parseAddress(address);
  switch (parsed.kind) {
    case 'serial': {
      const { openSerial } = await import('./serial.ts');
      return openSerial(parsed, signal);
    }
    case 'hid': {
      const { openHid } = await import('./hid.ts');
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
