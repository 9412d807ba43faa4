/** One end of a message channel, whatever carries it: a utilityProcess, a MessagePort, a forked child. */
export type DevicesPort = Readonly<{
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The other end is gone for good. */
  onClose(listener: () => void): void;
}>;
