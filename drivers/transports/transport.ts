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
}>;

/** Opens the transport an address names. Throws `Problem`: `port-missing`, `port-busy`, `port-denied`, `device-gone`. */
export type OpenTransport = (address: string, signal: AbortSignal) => Promise<Transport>;
