/** A stable weight, and how long the scale took to find it. */
import type { Weight } from '../../../domain/goods/weight.ts';
import { type BenchPorts, type Found, needs } from '../bench-test.ts';

export async function testWeigh(ports: BenchPorts): Promise<Found> {
  const startedAt = ports.clock.monotonic();
  let readings = 0;
  const weight = await ports.use(async (driver) => {
    const scale = needs(driver.scale, ports);
    const stop = scale.onReading(() => {
      readings += 1;
    });
    try {
      return await scale.weigh(ports.signal);
    } finally {
      stop();
    }
  });
  return {
    outcome: 'passed',
    facts: {
      weight: shown(weight),
      readings: String(readings),
      'steady after': `${Math.round(ports.clock.monotonic() - startedAt)} ms`,
    },
  };
}

/** `{ value: 123, exponent: -1, unit: 'oz' }` → `12.3 oz`. */
function shown({ value, exponent, unit }: Weight): string {
  if (exponent >= 0) return `${value}${'0'.repeat(exponent)} ${unit}`;
  const digits = String(Math.abs(value)).padStart(1 - exponent, '0');
  const sign = value < 0 ? '-' : '';
  return `${sign}${digits.slice(0, exponent)}.${digits.slice(exponent)} ${unit}`;
}
