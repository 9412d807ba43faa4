/** Which family a protocol belongs to; each belongs to one. */

import type { DeviceFamily } from '../../domain/devices/register.ts';
import type { Protocol } from '../../domain/devices/verbs.ts';

export const familyOf: Readonly<Record<Protocol, DeviceFamily>> = {
  visa: 'pin-pad',
  zvt: 'payment-terminal',
  transbank: 'payment-terminal',
  'text-lines': 'card-reader',
  'magtek-sureswipe': 'card-reader',
  'magtek-magnesafe': 'card-reader',
  'idtech-securemag': 'card-reader',
  'idtech-neo2': 'card-reader',
  escpos: 'printer',
  'hidpos-scanner': 'scanner',
  'serial-scanner': 'scanner',
  'hid-scale': 'scale',
  'toledo-scale': 'scale',
  cd5220: 'customer-display',
};
