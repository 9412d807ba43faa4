/** One device, opened as the till opens it, for as long as a command takes. */
import type { ParseArgsOptionsConfig } from 'node:util';
import type { Finding } from '../../domain/devices/bench.ts';
import {
  type DeviceConfig,
  type DeviceEvent,
  type Protocol,
  protocolNames,
} from '../../domain/devices/verbs.ts';
import { Problem } from '../../domain/words/problem.ts';
import { systemClock } from '../../drivers/deadline.ts';
import { createDevices, type DevicesHost } from '../../drivers/index.ts';
import { protocols } from '../../drivers/protocols.ts';
import { type Given, textOf, Usage } from './command.ts';
import { noSuch } from './say.ts';

export const deviceOptions = {
  protocol: { type: 'string', short: 'p' },
  option: { type: 'string', short: 'o', multiple: true },
  'master-key': { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

export type OpenDevice = Readonly<{
  config: DeviceConfig;
  host: DevicesHost;
  /** How it was found; null where the protocol was given. */
  finding: Finding | null;
}>;

/** Opens it, runs, closes it. Throws `Usage`; `Problem` `port-…` when it cannot be opened. */
export async function withDevice<T>(
  given: Given,
  run: (device: OpenDevice) => Promise<T>,
): Promise<T> {
  const host = createDevices({ clock: systemClock });
  try {
    const address = addressOf(given);
    const protocol = protocolOf(given);
    const finding = protocol === null ? await recognise(given, host, address) : null;
    const config = configOf(given, finding?.address ?? address, protocol ?? finding?.protocol);
    await configure(host, config);
    return await run({ config, host, finding });
  } finally {
    await host.close();
  }
}

/** What the person typed, as an address. */
export function addressOf({ positionals: [typed = ''] }: Given): string {
  if (typed.includes('://')) return typed;
  if (typed === '') throw new Usage('Say which port: an ADDRESS.');
  return `serial://${typed}`;
}

/** Throws `Problem` `device-silent` when nothing that is known answers. */
async function recognise({ io }: Given, host: DevicesHost, address: string): Promise<Finding> {
  io.tell(`What is at ${address}? …\n`);
  const { findings } = await host.request('detect', { address });
  const [best] = findings;
  if (!best) throw new Problem('device-silent', { device: address });
  io.tell(`${best.protocol} (${best.confidence}): ${best.because}\n`);
  return best;
}

async function configure(host: DevicesHost, config: DeviceConfig): Promise<void> {
  const offline: Extract<DeviceEvent, { kind: 'device-status' }>[] = [];
  const stop = host.onEvent((event) => {
    if (event.kind === 'device-status' && !event.online) offline.push(event);
  });
  await host.request('configure', { devices: [config], acquirer: null, keys: null });
  stop();
  const problem = offline[0]?.problem;
  if (problem) throw new Problem(problem.kind, problem.params);
}

/** Throws `Usage` for options that mean nothing. */
export function configOf(
  given: Given,
  address: string,
  protocol: string | undefined,
): DeviceConfig {
  const known = protocolNames.find((name) => name === protocol);
  if (!known) throw new Usage(noSuch(given.lang, 'protocol', protocol ?? '', protocolNames));
  const { family } = protocols[known];
  const masterKey = textOf(given, 'master-key') ?? '0';
  if (!/^\d$/.test(masterKey)) throw new Usage('--master-key is one digit.');
  return { device: family, family, protocol: known, address, masterKey, options: optionsOf(given) };
}

function protocolOf(given: Given): Protocol | null {
  const text = textOf(given, 'protocol');
  if (text === null) return null;
  const known = protocolNames.find((name) => name === text);
  if (known) return known;
  throw new Usage(noSuch(given.lang, 'protocol', text, protocolNames));
}

/** `true`, `false` and whole numbers mean what they say; everything else is a text. */
function optionsOf({ values }: Given): DeviceConfig['options'] {
  const given = Array.isArray(values.option) ? values.option : [];
  return Object.fromEntries(
    given.map((option) => {
      const [, key = '', value = ''] = /^([^=]+)=(.*)$/.exec(String(option)) ?? [];
      if (key === '') throw new Usage('--option is KEY=VALUE.');
      if (value === 'true' || value === 'false') return [key, value === 'true'];
      return [key, /^-?\d{1,15}$/.test(value) && !/^0\d/.test(value) ? Number(value) : value];
    }),
  );
}
