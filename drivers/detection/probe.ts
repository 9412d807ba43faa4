/**
 * A harmless question to an unknown device, and how to know the answer. Each protocol that can be asked has one
 * (`<protocol>/probe.ts`), which its `protocol.ts` names.
 */
import type { Confidence } from '../../domain/devices/bench.ts';
import type { DeviceFamily, DeviceIdentity } from '../../domain/devices/register.ts';
import type { Protocol } from '../../domain/devices/verbs.ts';

/** `frame` as in addresses: `8N1`, `7E1`, `8N2`. */
export type LineSettings = Readonly<{ baudRate: number; frame: string }>;

export type Recognised = Readonly<{
  confidence: Confidence;
  identity: DeviceIdentity;
  /** One technical line: `ACK and EOT after <SI>11<SO>`. */
  because: string;
}>;

export type Question = Readonly<{
  transports: readonly ('serial' | 'tcp' | 'hid')[];
  /** To be tried in this order on a serial line; the likeliest first. */
  settings: readonly LineSettings[];
  /** Moves nothing, prints nothing, changes nothing, on this device or on one of another kind that hears it. */
  ask: Uint8Array;
  /** How long the device may take to answer. */
  waitMs: number;
  /** Everything heard since `ask`, whole or in part; null for as long as it could be anything. */
  recognise(heard: Uint8Array): Recognised | null;
  /** Said after an answer so that the device rests again (an ACK, an EOT); null where nothing is due. */
  thanks: Uint8Array | null;
  /**
   * Only where an answer has several parts: all that is to be said to what was heard so far, an ACK or the next question
   * (it grows as that grows), and whether the device has said everything.
   */
  reply?(heard: Uint8Array): Readonly<{ say: Uint8Array; isOver: boolean }>;
}>;

export type Probe = Question & Readonly<{ family: DeviceFamily; protocol: Protocol }>;
