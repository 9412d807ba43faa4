/**
 * Every harmless question there is, in the order in which an unknown port is asked. One line per protocol.
 *
 * A printer is asked first: its question is three control bytes that mean nothing elsewhere (printer/escpos/probe.ts),
 * while the figures in all others would wait in its line buffer and could stand on its next receipt.
 */
import { neo2Probe } from '../card-reader/idtech-neo2/probe.ts';
import { transbankProbe } from '../payment-terminal/transbank/probe.ts';
import { zvtSerialProbe, zvtTcpProbe } from '../payment-terminal/zvt/probe.ts';
import { visaProbe } from '../pin-pad/visa/probe.ts';
import { escposProbe } from '../printer/escpos/probe.ts';
import { toledoProbe } from '../scale/toledo/probe.ts';
import type { Probe } from './probe.ts';

export const probes: readonly Probe[] = [
  escposProbe,
  visaProbe,
  zvtSerialProbe,
  zvtTcpProbe,
  transbankProbe,
  neo2Probe,
  // Last: the only question that a customer display would show.
  toledoProbe,
];
