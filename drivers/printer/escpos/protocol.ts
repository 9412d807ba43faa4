import { protocol } from '../../protocol.ts';
import { decodeEscpos } from './decode.ts';
import { createEscposPrinter } from './driver.ts';
import { escposProbe } from './probe.ts';
import { optionsSchema } from './spec.ts';

export const escpos = protocol({
  id: 'escpos',
  family: 'printer',
  over: ['serial', 'tcp', 'usb'],
  questions: [escposProbe],
  usb: { isPrinterClass: true },
  decoders: { escpos: decodeEscpos },
  options: optionsSchema,
  drive: createEscposPrinter,
});
