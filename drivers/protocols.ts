/**
 * Every protocol there is. One line each: the compiler asks for what domain/devices/verbs.ts names and is not here.
 *
 * In the order in which an unknown port is asked. A printer comes first: its question is three control bytes that mean
 * nothing elsewhere (printer/escpos/probe.ts), while the figures in all others would wait in its line buffer and could
 * stand on its next receipt. A scale comes last: its question is the only one that a customer display would show.
 */
import { isKnown } from '../domain/basics/growing.ts';
import { type DeviceConfig, type Protocol, protocolNames } from '../domain/devices/verbs.ts';
import { Problem } from '../domain/words/problem.ts';
import { neo2 } from './card-reader/idtech-neo2/protocol.ts';
import { secureMag } from './card-reader/idtech-securemag/protocol.ts';
import { magneSafe } from './card-reader/magtek-magnesafe/protocol.ts';
import { sureSwipe } from './card-reader/magtek-sureswipe/protocol.ts';
import { textLines } from './card-reader/text-lines/protocol.ts';
import { cd5220 } from './customer-display/cd5220/protocol.ts';
import type { Probe } from './detection/probe.ts';
import type { Driven } from './driver.ts';
import { transbank } from './payment-terminal/transbank/protocol.ts';
import { zvt } from './payment-terminal/zvt/protocol.ts';
import { visa } from './pin-pad/visa/protocol.ts';
import { escpos } from './printer/escpos/protocol.ts';
import type { AnyPort, MakePorts, SpokenProtocol } from './protocol.ts';
import { hidScale } from './scale/hid/protocol.ts';
import { toledo } from './scale/toledo/protocol.ts';
import { hidposScanner } from './scanner/hidpos/protocol.ts';
import { serialScanner } from './scanner/serial/protocol.ts';

export const protocols: Readonly<{ [Id in Protocol]: SpokenProtocol<Id> }> = {
  escpos,
  visa,
  zvt,
  transbank,
  'idtech-neo2': neo2,
  'idtech-securemag': secureMag,
  'magtek-magnesafe': magneSafe,
  'magtek-sureswipe': sureSwipe,
  'text-lines': textLines,
  'hidpos-scanner': hidposScanner,
  'serial-scanner': serialScanner,
  cd5220,
  'hid-scale': hidScale,
  'toledo-scale': toledo,
};

export const allProtocols: readonly SpokenProtocol[] = Object.values(protocols);

export const probes: readonly Probe[] = allProtocols.flatMap((each) => each.probes);

/** Throws `Problem` `config-unreadable` for a protocol that is not there, or not of that family. */
export function makeDriver(ports: Omit<MakePorts, 'device'>): Driven<AnyPort> {
  const { device, family, protocol } = ports.config;
  const spoken = spokenBy(ports.config);
  if (spoken?.family === family) return spoken.makeDriver({ ...ports, device });
  throw new Problem('config-unreadable', { file: `${family}/${protocol}`, where: device });
}

/** Null for one that only another version speaks. */
export const spokenBy = ({ protocol }: Pick<DeviceConfig, 'protocol'>): SpokenProtocol | null =>
  isKnown(protocolNames, protocol) ? protocols[protocol] : null;
