/** Every harmless question there is, in the order in which an unknown port is asked. One line per protocol. */
import { neo2Probe } from '../card-reader/idtech-neo2/probe.ts';
import { transbankProbe } from '../payment-terminal/transbank/probe.ts';
import { zvtSerialProbe, zvtTcpProbe } from '../payment-terminal/zvt/probe.ts';
import { visaProbe } from '../pin-pad/visa/probe.ts';
import { escposProbe } from '../printer/escpos/probe.ts';
import { toledoProbe } from '../scale/toledo/probe.ts';
import type { Probe } from './probe.ts';

export const probes: readonly Probe[] = [
  visaProbe,
  zvtSerialProbe,
  zvtTcpProbe,
  transbankProbe,
  neo2Probe,
  escposProbe,
  // Last: the only question that a customer display would show.
  toledoProbe,
];
