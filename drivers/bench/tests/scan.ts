/** One code through a scanner. What pays is told by its length only. */

import { holdsPan } from '../../../domain/basics/mask.ts';
import { looksLikeBadge } from '../../../domain/people/badge.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { deadlineIn } from '../../deadline.ts';
import type { Scan } from '../../scanner/port.ts';
import { looksLikePaymentCode } from '../../scanner/scan-text.ts';
import { type BenchPorts, type Found, needs } from '../bench-test.ts';

const scanWaitMs = 60_000;
const gtin = /^(\d{8}|\d{12,14})$/;

export async function testScan(ports: BenchPorts): Promise<Found> {
  const { text, symbology } = await ports.use((driver) => {
    const scanner = needs(driver.scanner, ports);
    return nextScan(ports, (listener) => scanner.onScan(listener));
  });
  const facts = {
    text: shownText({ text, symbology }),
    symbology: symbology ?? 'not told',
    length: String(text.length),
    ...(gtin.test(text) ? { 'check digit': gtinIsRight(text) ? 'right' : 'wrong' } : {}),
  };
  return { outcome: facts['check digit'] === 'wrong' ? 'needs-look' : 'passed', facts };
}

function shownText(scan: Scan): string {
  const { text } = scan;
  if (looksLikeBadge(text)) return `${text.length} characters, a badge`;
  if (looksLikePaymentCode(scan)) return `${text.length} characters, a customer's payment code`;
  return holdsPan(text) ? `${text.length} characters, a card number` : text;
}

async function nextScan(
  { clock, config, signal }: BenchPorts,
  onScan: (listener: (scan: Scan) => void) => () => void,
): Promise<Scan> {
  const deadline = deadlineIn(clock, scanWaitMs, signal);
  let stop = (): void => {};
  try {
    return await new Promise<Scan>((resolve, reject) => {
      stop = onScan(resolve);
      const fail = (): void => reject(new Problem('device-silent', { device: config.device }));
      if (deadline.signal.aborted) fail();
      deadline.signal.addEventListener('abort', fail, { once: true });
    });
  } finally {
    stop();
    deadline.done();
  }
}

/** GS1 General Specifications 7.9: weights 3 and 1 from the right, before the check digit. */
function gtinIsRight(digits: string): boolean {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}
