/** Which tests a device of each family can pass; main and the devices process refuse the others. */
import type { BenchTestName } from '../../../domain/devices/bench.ts';
import type { DeviceFamily } from '../../../domain/devices/register.ts';

const line = ['soak', 'raw'] as const satisfies readonly BenchTestName[];

export const testsOf: Readonly<Record<DeviceFamily, readonly BenchTestName[]>> = {
  'pin-pad': ['display', 'keys', 'pin', 'kcv', 'mac', 'baud', ...line],
  'card-reader': ['swipe', ...line],
  'payment-terminal': ['payment', ...line],
  printer: ['print', 'drawer', ...line],
  scanner: ['scan', 'raw'],
  scale: ['weigh', ...line],
  'customer-display': ['display', 'raw'],
};
