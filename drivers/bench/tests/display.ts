/** Text on a customer's side: a PIN pad, or a customer display. A person looks whether it is there. */
import { type BenchPorts, type Found, needs } from '../bench-test.ts';

/** What a customer display has. */
const displayLinesMax = 2;

export async function testDisplay(ports: BenchPorts, lines: readonly string[]): Promise<Found> {
  await ports.use(async ({ pad, display }) => {
    if (display) await display.show(lines.slice(0, displayLinesMax), ports.signal);
    else await needs(pad, ports).showText(lines, ports.signal);
  });
  return { outcome: 'passed', facts: { shown: lines.join(' | ') } };
}
