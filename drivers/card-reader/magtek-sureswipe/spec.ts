/** MagTek USB HID SureSwipe, manual D99875191: unencrypted tracks in one report of 337 bytes. */

export const usbIds = [{ vendorId: 0x0801, productId: 0x0002 }] as const;
