/**
 * Pipes within one process, for simulations: no sockets, no timers, so a day of devices runs on virtual time.
 *
 * A network is a set of names; whoever listens under a name gets the far end of every pipe opened to it.
 */
import { Problem } from '../../domain/words/problem.ts';
import { parseAddress } from '../address.ts';
import { type ByteQueue, createByteQueue } from './byte-queue.ts';
import type { HidFeatures, OpenTransport, Transport } from './transport.ts';

export type MemoryNetwork = Readonly<{
  open: OpenTransport;
  /**
   * Resolves nothing and waits for nobody; the returned function stops listening and breaks every open pipe. `hid` is
   * what an emulated HID device answers besides its reports.
   */
  listen(name: string, onConnect: (transport: Transport) => void, hid?: HidFeatures): () => void;
}>;

/** Nothing to hold back: the reader of a pipe runs in the same turn. */
const endless = { pause: () => {}, resume: () => {} };

export function createMemoryNetwork(): MemoryNetwork {
  type Listener = Readonly<{
    onConnect: (far: Transport) => void;
    hid: HidFeatures | undefined;
    pipes: Set<() => void>;
  }>;
  const listeners = new Map<string, Listener>();
  return {
    open: async (address, signal) => {
      const parsed = parseAddress(address);
      const listener = parsed.kind === 'memory' ? listeners.get(parsed.name) : undefined;
      if (signal.aborted || !listener) throw new Problem('port-missing', { address });
      const { near, far, cut } = createPipe(address);
      listener.pipes.add(cut);
      listener.onConnect(far);
      return listener.hid ? { ...near, hid: listener.hid } : near;
    },
    listen: (name, onConnect, hid) => {
      const listener: Listener = { onConnect, hid, pipes: new Set() };
      listeners.set(name, listener);
      return () => {
        if (listeners.get(name) === listener) listeners.delete(name);
        for (const cut of listener.pipes) cut();
        listener.pipes.clear();
      };
    },
  };
}

function createPipe(address: string): Readonly<{
  near: Transport;
  far: Transport;
  cut: () => void;
}> {
  const toNear = createByteQueue(endless);
  const toFar = createByteQueue(endless);
  let open = true;
  const gone = (): Problem => new Problem('device-gone', { address });
  const shut = (failure?: Problem): void => {
    open = false;
    toNear.end(failure);
    toFar.end(failure);
  };
  const end = (incoming: ByteQueue, outgoing: ByteQueue): Transport => ({
    bytes: incoming.bytes,
    write: async (data) => {
      if (!open) throw gone();
      // A copy: `slice` of a Buffer would be a view of bytes that the writer may wipe.
      outgoing.push(Uint8Array.from(data));
    },
    close: async () => shut(),
  });
  return { near: end(toNear, toFar), far: end(toFar, toNear), cut: () => shut(gone()) };
}
