/** A byte pipe to a device or a host. Framing and meaning are somebody else's. */

export type Transport = Readonly<{
  /**
   * Bytes in the order they came. Ends when the far side is gone; throws `Problem` (`device-gone`) when it went while
   * bytes were awaited. One reader at a time.
   */
  bytes: AsyncIterable<Uint8Array>;
  /** Resolves when the bytes have been handed to the system. Throws `Problem` when the far side is gone. */
  write(data: Uint8Array): Promise<void>;
  /** Closes and ends `bytes`; harmless when called again. */
  close(): Promise<void>;
  /**
   * Only where the far side is a USB HID device. A chunk of `bytes`, and what `write` is given, is then one report. An
   * incoming one begins with its id only where the device numbers its reports (USB HID 1.11 §5.6); an outgoing one
   * always does, with 0 where they are not numbered.
   */
  hid?: HidFeatures;
}>;

/** What only HID devices have. */
export type HidFeatures = Readonly<{
  vendorId: number;
  productId: number;
  /** The device's own description of its reports; null where this system does not show it. */
  reportDescriptor: Uint8Array | null;
  /** First byte: the report's id, 0 where the device numbers none. Throws `Problem` `device-gone`. */
  sendFeature(report: Uint8Array): Promise<void>;
  /** Answers with the id first, which `lengthBytes` counts. Throws `Problem` `device-gone`. */
  getFeature(reportId: number, lengthBytes: number): Promise<Uint8Array>;
}>;

/** Opens the transport an address names. Throws `Problem`: `port-missing`, `port-busy`, `port-denied`, `device-gone`. */
export type OpenTransport = (address: string, signal: AbortSignal) => Promise<Transport>;
