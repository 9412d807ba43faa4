/** How the emulated host misbehaves: once or from now on, towards every request or one kind. */

export const hostFaults = [
  /** Does what was asked and never answers. */
  'silent',
  /** The request is lost on the way: nothing is done, nothing is answered. */
  'lost',
  /** Does what was asked and answers `lateMs` later. */
  'late',
  /** Does what was asked and answers noise. */
  'garbage',
  /** Refuses, with `code`. */
  'decline',
  /** Does what was asked; the MAC of the answer is wrong, nothing but zeros, or not there. */
  'wrong-mac',
  'zero-mac',
  'no-mac',
  /** A made-up MAC, also on an answer that has none. */
  'forged-mac',
  /** Somebody on the line writes `code` into the answer and leaves its MAC as it was. */
  'altered-code',
  /** Does what was asked and answers about another amount, under a right MAC. */
  'wrong-amount',
  /** Does what was asked and adds a DE59 of its own to the answer, under a right MAC: no fault, but a stranger's way. */
  'extra-field',
  /** Does what was asked and answers about another batch, under a right MAC. */
  'wrong-batch',
  /** Hands out keys whose check values do not fit. */
  'wrong-keys',
  /** Does what was asked and wants a new sign-on (head digit 6 is 3). */
  'sign-on-again',
  /** Does what was asked and hangs up instead of answering. */
  'drop-connection',
] as const;
export type HostFault = (typeof hostFaults)[number];

export type HostRequestKind = 'sign-on' | 'sale' | 'reversal' | 'echo';

export type FaultOptions = Readonly<{
  /** Default `all`. */
  for?: HostRequestKind | 'all';
  /** How many requests; default 1. */
  times?: number;
  /** DE39 of `decline` and `altered-code`; default 05, do not honour. */
  code?: string;
  /** Delay of `late` in ms; default 35 s, past the default answer time-out. */
  lateMs?: number;
  /** Leaves the MAC out of its answer, whatever `fault` is. */
  unsealed?: boolean;
}>;

export type PlannedFault = Readonly<{
  fault: HostFault;
  code: string;
  lateMs: number;
  unsealed: boolean;
}>;

export type HostControl = Readonly<{
  /** Misbehaves towards the next request that matches. Several add up, first planned first. */
  next(fault: HostFault, options?: FaultOptions): void;
  /** Misbehaves towards every request that matches until told otherwise; `none` is a healthy host again. */
  always(fault: HostFault | 'none', options?: Omit<FaultOptions, 'times'>): void;
  /** Forgets everything planned with `next` and `always`. */
  behave(): void;
  /** False: nobody answers at the address any more; true: the host is back under it. */
  setReachable(reachable: boolean): Promise<void>;
  /** Forgets the working keys, as a host after a restart: every MAC is wrong until the next sign-on. */
  forgetKeys(): void;
  /** Cards that were locked for their wrong PINs are taken again, as after the bank has been asked. */
  forgiveWrongPins(): void;
  /** How many requests of a kind have come in. */
  received(kind: HostRequestKind): number;
}>;

export type FaultPlan = Readonly<{
  next: HostControl['next'];
  always: HostControl['always'];
  behave: HostControl['behave'];
  /** What to do to the request that has just come, or null; uses up one planned time. */
  take(kind: HostRequestKind): PlannedFault | null;
}>;

const defaultLateMs = 35_000;
const defaultDeclineCode = '05';

export function createFaultPlan(): FaultPlan {
  type Queued = { fault: PlannedFault; kind: HostRequestKind | 'all'; times: number };
  let queued: Queued[] = [];
  const standing = new Map<HostRequestKind | 'all', PlannedFault>();
  return {
    next: (fault, options = {}) => {
      queued.push({
        fault: plan(fault, options),
        kind: options.for ?? 'all',
        times: options.times ?? 1,
      });
    },
    always: (fault, options = {}) => {
      const kind = options.for ?? 'all';
      if (fault === 'none') standing.delete(kind);
      else standing.set(kind, plan(fault, options));
    },
    behave: () => {
      queued = [];
      standing.clear();
    },
    take: (kind) => {
      const first = queued.find((one) => one.kind === 'all' || one.kind === kind);
      if (!first) return standing.get(kind) ?? standing.get('all') ?? null;
      first.times -= 1;
      queued = queued.filter((one) => one.times > 0);
      return first.fault;
    },
  };
}

function plan(fault: HostFault, options: FaultOptions): PlannedFault {
  return {
    fault,
    code: options.code ?? defaultDeclineCode,
    lateMs: options.lateMs ?? defaultLateMs,
    unsealed: options.unsealed ?? fault === 'no-mac',
  };
}
