/** MagTek USB HID SureSwipe, manual D99875191. */
import type { UsbModel } from '../../usb-model.ts';

/** ../shared/protocols/devices.md sections 3.1 to 3.3 and ../shared/vectors/hid.md. */
export const models: readonly UsbModel[] = [
  { vendorId: 0x0801, productId: 0x0002, model: 'MagTek SureSwipe' },
];
