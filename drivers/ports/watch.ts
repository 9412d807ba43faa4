/** Hot-plug by looking again and again and comparing: the events of USB libraries miss some (devices.md §7.3). */
import type { Clock } from '../../domain/basics/clock.ts';
import type { PortInfo } from '../../domain/devices/bench.ts';

export type PortsChange = Readonly<{
  ports: readonly PortInfo[];
  added: readonly PortInfo[];
  removed: readonly PortInfo[];
  /** As they are now; the same device at another path. */
  moved: readonly PortInfo[];
}>;

export type WatchPorts = Readonly<{
  clock: Clock;
  everyMs: number;
  list(): Promise<readonly PortInfo[]>;
  onChange(change: PortsChange): void;
}>;

/**
 * Looks now and every `everyMs` after a look has ended; never twice at once. The first look is what later ones are
 * compared with and is told to nobody. The returned function ends the watch.
 */
export function watchPorts({ clock, everyMs, list, onChange }: WatchPorts): () => void {
  let known: readonly PortInfo[] | null = null;
  let stopped = false;
  let cancel = (): void => {};
  const look = async (): Promise<void> => {
    // A look that fails says nothing about the ports.
    const ports = await list().catch(() => null);
    if (stopped) return;
    const change = known && ports && diffPorts(known, ports);
    known = ports ?? known;
    if (change) onChange(change);
    if (!stopped) cancel = clock.after(everyMs, () => void look());
  };
  void look();
  return () => {
    stopped = true;
    cancel();
  };
}

/** Null when nothing changed. */
export function diffPorts(
  before: readonly PortInfo[],
  after: readonly PortInfo[],
): PortsChange | null {
  const gone = without(before, after, placeOf);
  const come = without(after, before, placeOf);
  const moved = come.filter((port) => gone.some((other) => deviceOf(other) === deviceOf(port)));
  const added = come.filter((port) => !moved.includes(port));
  const removed = gone.filter((port) => !moved.some((other) => deviceOf(other) === deviceOf(port)));
  if (gone.length === 0 && come.length === 0) return null;
  return { ports: after, added, removed, moved };
}

const without = (
  ports: readonly PortInfo[],
  others: readonly PortInfo[],
  key: (port: PortInfo) => string,
): PortInfo[] => {
  const keys = new Set(others.map(key));
  return ports.filter((port) => !keys.has(key(port)));
};

const deviceOf = ({ kind, address }: PortInfo): string => `${kind} ${address}`;
const placeOf = (port: PortInfo): string => `${deviceOf(port)} ${port.path}`;
