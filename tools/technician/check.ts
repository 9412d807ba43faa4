/** `devices -- check ADDRESS [TEST]`: health at a level, or one test of the bench. */

import { type BenchTest, benchTestSchema } from '../../domain/devices/bench.ts';
import { healthLevelSchema } from '../../domain/devices/verbs.ts';
import { type Command, type Given, numberOf, textOf, Usage } from './command.ts';
import { deviceOptions } from './device.ts';
import { recordOptions } from './record.ts';
import { noSuch } from './say.ts';
import { visit } from './visit.ts';

/** `soak`, `baud` and `raw` are commands of their own. */
const tests = benchTestSchema.options
  .map(({ shape }) => shape.test.value)
  .filter((test) => test !== 'soak' && test !== 'baud' && test !== 'raw');

export const check: Command = {
  usage: 'ADDRESS [TEST] [--level internal|external|interactive] [--json]',
  help: 'help.check',
  names: () => tests,
  positionals: [1, 2],
  options: {
    ...deviceOptions,
    ...recordOptions,
    level: { type: 'string' },
    text: { type: 'string' },
    key: { type: 'string' },
    pulse: { type: 'string' },
  },
  run: runCheck,
};

async function runCheck(given: Given): Promise<number> {
  const name = given.positionals[1];
  if (name !== undefined) return visit(given, { test: testOf(given, name) });
  const level = healthLevelSchema.safeParse(textOf(given, 'level') ?? 'internal');
  if (!level.success) throw new Usage('--level is internal, external or interactive.');
  return visit(given, { health: level.data });
}

function testOf(given: Given, name: string): BenchTest {
  const wrappedKey = textOf(given, 'key')?.toUpperCase() ?? null;
  if (wrappedKey !== null && !/^([0-9A-F]{16}){1,2}$/.test(wrappedKey)) {
    throw new Usage('--key is 16 or 32 hex digits.');
  }
  switch (name) {
    case 'display':
      return { test: name, lines: linesOf(textOf(given, 'text') ?? 'ROLLCALL|DISPLAY TEST') };
    case 'pin':
    case 'kcv':
      return { test: name, wrappedKey };
    case 'mac':
      if (wrappedKey === null) throw new Usage('mac wants --key.');
      return { test: name, wrappedKey };
    case 'drawer':
      return { test: name, pulseMs: numberOf(given, 'pulse', [10, 510, 100]) };
    case 'keys':
    case 'swipe':
    case 'scan':
    case 'weigh':
    case 'print':
    case 'payment':
      return { test: name };
    default:
      throw new Usage(noSuch(given.lang, 'test', name, tests));
  }
}

function linesOf(text: string): string[] {
  const lines = text.split('|');
  if (lines.length > 4 || lines.some((line) => line.length > 20)) {
    throw new Usage('--text is up to four lines of twenty characters.');
  }
  return lines;
}
