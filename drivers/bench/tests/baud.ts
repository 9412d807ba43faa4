/** At which speed and framing does the device answer? Each setting is opened and its protocol's question asked. */
import { Problem } from '../../../domain/words/problem.ts';
import { withLineSettings } from '../../address.ts';
import { askOn } from '../../detection/ask.ts';
import type { LineSettings } from '../../detection/probe.ts';
import { spokenBy } from '../../protocols.ts';

import type { BenchFacts, BenchPorts, Found } from '../bench-test.ts';

/** What devices of a till are set to, the likeliest first. */
const commonSettings: readonly LineSettings[] = [
  { baudRate: 9_600, frame: '8N1' },
  { baudRate: 9_600, frame: '7E1' },
  { baudRate: 9_600, frame: '8N2' },
  { baudRate: 115_200, frame: '8N1' },
  { baudRate: 19_200, frame: '8N1' },
  { baudRate: 19_200, frame: '7E1' },
  { baudRate: 38_400, frame: '8N1' },
  { baudRate: 57_600, frame: '8N1' },
  { baudRate: 4_800, frame: '7E1' },
  { baudRate: 2_400, frame: '7E1' },
  { baudRate: 1_200, frame: '7E1' },
];

const nameOf = ({ baudRate, frame }: LineSettings): string => `${baudRate} ${frame}`;

export function testBaud(ports: BenchPorts): Promise<Found> {
  const { clock, config, progress, signal, tap } = ports;
  const probe = spokenBy(config)?.probes.find(({ transports }) => transports.includes('serial'));
  if (!probe || !config.address.startsWith('serial:')) {
    throw new Problem('test-not-possible', { device: config.device });
  }
  const own = probe.settings.map(nameOf);
  const all = [...probe.settings, ...commonSettings.filter((each) => !own.includes(nameOf(each)))];
  return ports.lend(async (open, address): Promise<Found> => {
    const facts: BenchFacts = {};
    for (const [index, settings] of all.entries()) {
      if (signal.aborted) break;
      const line = await open(withLineSettings(address, settings), signal);
      const { recognised, heard } = await askOn(line, probe, { clock, signal, tap });
      await line.close();
      facts[nameOf(settings)] = recognised?.because ?? `${heard} bytes, not understood`;
      if (heard === 0) facts[nameOf(settings)] = 'silence';
      progress(index + 1, all.length, facts);
      if (recognised && recognised.confidence !== 'possible') {
        return { outcome: 'passed', facts: { ...facts, answers: nameOf(settings) } };
      }
    }
    return { outcome: 'failed', facts };
  });
}
