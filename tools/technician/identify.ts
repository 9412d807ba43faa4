/** `devices -- identify ADDRESS`: what is on this port; with a protocol, who the device says it is. */

import type { Finding } from '../../domain/devices/bench.ts';
import { Problem } from '../../domain/words/problem.ts';
import { systemClock } from '../../drivers/deadline.ts';
import { createDevices, type DevicesHost } from '../../drivers/index.ts';
import { answer, type Command, exit, type Given, table, textOf } from './command.ts';
import { addressOf, configOf, deviceOptions, withDevice } from './device.ts';
import { sayIn } from './say.ts';

export const identify: Command = {
  usage: 'ADDRESS [-p PROTOCOL] [--json]',
  help: 'help.identify',
  positionals: [1, 1],
  options: deviceOptions,
  run: (given) => (textOf(given, 'protocol') === null ? detect(given) : ask(given)),
};

async function detect(given: Given): Promise<number> {
  const host = createDevices({ clock: systemClock });
  const startedAt = performance.now();
  try {
    const { findings: found } = await host.request('detect', { address: addressOf(given) });
    const findings = await Promise.all(found.map((finding) => introduced(given, host, finding)));
    const tookMs = Math.round(performance.now() - startedAt);
    const lines =
      findings.length > 0 ? table(findings.map(rowOf)) : [sayIn(given.lang)('answer.silent')];
    answer(given, { ok: findings.length > 0, findings, tookMs }, lines);
    return findings.length > 0 ? exit.good : exit.bad;
  } finally {
    await host.close();
  }
}

/** A device that was only recognised is asked who it is, as the till would. */
async function introduced(given: Given, host: DevicesHost, finding: Finding): Promise<Finding> {
  if (finding.confidence === 'possible' || finding.identity.serialNumber !== null) return finding;
  try {
    const config = configOf(given, finding.address, finding.protocol);
    await host.request('configure', { devices: [config], acquirer: null, keys: null });
    return { ...finding, identity: await host.request('identify', { device: config.device }) };
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    return finding;
  }
}

const rowOf = ({ protocol, confidence, address, identity, because }: Finding): string[] => [
  protocol,
  confidence,
  address,
  identity.serialNumber ?? '-',
  [identity.model, identity.firmware, because].filter((text) => text !== null).join(' · '),
];

function ask(given: Given): Promise<number> {
  return withDevice(given, async ({ config, host }) => {
    const identity = await host.request('identify', { device: config.device });
    const { model, serialNumber, firmware } = identity;
    answer(given, { ok: true, ...config, identity }, [
      `model     ${model ?? '-'}`,
      `serial    ${serialNumber ?? '-'}`,
      `firmware  ${firmware ?? '-'}`,
    ]);
    return exit.good;
  });
}
