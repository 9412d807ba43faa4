/** The line to the back office: whether it answers, what its clock says, and one talk at a time. */
import { memory, tillLane } from '../../till/memory.ts';

export type Link = {
  online: boolean;
  /** When the back office last answered a pull, by the till's clock and in ms since the machine started. */
  lastPull: Readonly<{ at: number; bootMs: number }> | null;
  /** The server's clock minus ours in ms, once it has told. */
  serverAheadMs: number | null;
  /** The sign-in that waits for its answer; null where nobody stands there for it. */
  awaitedBy: Readonly<{ cancelled: boolean }> | null;
};

export const link = memory<Link>(() => ({
  online: false,
  lastPull: null,
  serverAheadMs: null,
  awaitedBy: null,
}));

export const syncLane = tillLane();
