/** `devices -- list`: what is plugged into this machine, and what it is by its own description. */

import type { PortInfo } from '../../domain/devices/bench.ts';
import { bridgeOf, classifyPort } from '../../drivers/detection/classify.ts';
import { listPorts } from '../../drivers/ports/list.ts';
import { answer, type Command, exit, type Given, table } from './command.ts';
import { sayIn } from './say.ts';

export const list: Command = {
  usage: '[--json]',
  help: 'help.list',
  positionals: [0, 0],
  options: {},
  run: runList,
};

async function runList(given: Given): Promise<number> {
  const ports = (await listPorts()).map((port) => ({ ...port, findings: classifyPort(port) }));
  const rows = ports.map((port) => [port.address, port.path, describe(port)]);
  const lines = rows.length > 0 ? table(rows) : [sayIn(given.lang)('answer.nothing')];
  answer(given, { ok: true, ports }, lines);
  return exit.good;
}

function describe(
  port: PortInfo & Readonly<{ findings: ReturnType<typeof classifyPort> }>,
): string {
  const name = [port.manufacturer, port.product].filter((text) => text !== null).join(' ');
  const is = port.findings.map(({ protocol, confidence }) => `${protocol} (${confidence})`);
  const bridge = bridgeOf(port);
  return [name, ...is, ...(bridge ? [`${bridge} converter: anything may be behind it`] : [])]
    .filter((text) => text !== '')
    .join(' · ');
}
