/** MagTek USB HID SureSwipe, manual D99875191: a report of 337 bytes is a swipe, in clear; a bank card nobody waits for is dropped. */
import type { Driven } from '../../driver.ts';
import { askReader, commands, identifyReader, properties } from '../feature-commands.ts';
import type { CardReader } from '../port.ts';
import { createReader, type ReaderPorts } from '../reader.ts';
import type { Takers } from '../takers.ts';
import { hearTrackReport } from '../track-report-swipe.ts';

const model = 'MagTek SureSwipe';

export function createSureSwipeReader(ports: ReaderPorts): Driven<CardReader> {
  return createReader(ports, (takers) => sureSwipeParts(ports, takers));
}

function sureSwipeParts(
  ports: ReaderPorts,
  takers: Takers,
): ReturnType<Parameters<typeof createReader>[1]> {
  return {
    hear: (report) => hearTrackReport(ports, takers, report),
    identify: (signal) => identifyReader(ports, model, properties.usbSerialNumber, signal),
    check: async (signal) => {
      const software = Uint8Array.of(properties.softwareId);
      const answer = await askReader(ports, commands.getProperty, software, signal);
      const facts: Record<string, string> = { encryption: 'none' };
      if (answer) facts.firmware = Buffer.from(answer).toString('latin1');
      return { problems: [], facts };
    },
  };
}
