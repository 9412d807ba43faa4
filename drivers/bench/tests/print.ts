/** The printer's own test page: Chinese with ￥, bars, a QR code and a picture. */
import { type BenchPorts, type Found, needs } from '../bench-test.ts';

export async function testPrint(ports: BenchPorts): Promise<Found> {
  const { signal } = ports;
  return ports.use(async (driver): Promise<Found> => {
    const printer = needs(driver.printer, ports);
    await printer.printTestPage(signal);
    // Paper that is nearly at its end prints all the same; a technician wants to know.
    const { state, problems, facts } = await printer.health('internal', signal);
    return {
      outcome: state === 'healthy' ? 'passed' : 'needs-look',
      problems,
      facts: { ...facts, printed: 'test page' },
    };
  });
}
