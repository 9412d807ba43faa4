/** A USB device that is known by its numbers; `protocol.ts` of what it speaks lists it. */

export type UsbModel = Readonly<{
  vendorId: number;
  /** Null for a maker whose every HID device is of that kind, as far as anybody has seen. */
  productId: number | null;
  /** As a technician would look it up. */
  model: string;
  /** Types its codes until it is told otherwise. */
  startsAsKeyboard?: true;
}>;

export type UsbNumbers = Readonly<{ vendorId: number; productId: number }>;

/** What an emulated device says of itself: the first that has both numbers. Throws a `RangeError` where none has. */
export function firstNumbers(models: readonly UsbModel[]): UsbNumbers {
  for (const { vendorId, productId } of models) {
    if (productId !== null) return { vendorId, productId };
  }
  throw new RangeError('no model with both numbers');
}
