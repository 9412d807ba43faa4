/** Every key of a PIN pad once, in any order; ENTER ends it. */
import { type BenchPorts, type Found, needs } from '../bench-test.ts';

/** As `PinPad.askKey` names them. */
const wantedKeys = [...'0123456789', '*', '/', '#'];
const names: Readonly<Record<string, string>> = { '*': 'CANCEL', '/': 'CLEAR', '#': 'ENTER' };
const enter = '#';
const keyWaitMs = 30_000;
const nameOf = (key: string): string => names[key] ?? key;

export async function testKeys(ports: BenchPorts): Promise<Found> {
  const { signal } = ports;
  const pressed = new Set<string>();
  let last: string | null = '';
  while (last !== enter && last !== null && !signal.aborted) {
    last = await ports.use(async (driver) => {
      const pad = needs(driver.pad, ports);
      const missing = missingOf(pressed).filter((key) => key !== enter);
      await pad.showText(['PRESS EACH KEY', missing.join('').slice(0, 16), 'THEN ENTER'], signal);
      return pad.askKey({ timeoutMs: keyWaitMs }, signal);
    });
    if (last !== null) pressed.add(last);
    ports.progress(wantedKeys.length - missingOf(pressed).length, wantedKeys.length, {
      pressed: last === null ? '-' : nameOf(last),
      missing: missingOf(pressed).map(nameOf).join(' '),
    });
  }
  if (!signal.aborted) await ports.use(({ pad }) => needs(pad, ports).showText([''], signal));
  const missing = missingOf(pressed);
  return {
    outcome: missing.length === 0 ? 'passed' : 'failed',
    facts: {
      pressed: [...pressed].map(nameOf).join(' '),
      missing: missing.map(nameOf).join(' ') || 'none',
    },
  };
}

const missingOf = (pressed: ReadonlySet<string>): string[] =>
  wantedKeys.filter((key) => !pressed.has(key));
