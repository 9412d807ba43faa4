/** `devices -- trace ADDRESS`: every frame as it passes. Masked as the till masks it. */
import type { TraceLine } from '../../domain/devices/verbs.ts';
import { type Command, exit, type Given, numberOf, textOf } from './command.ts';
import { deviceOptions, type OpenDevice, withDevice } from './device.ts';

export const trace: Command = {
  usage: 'ADDRESS [--seconds S] [--grep TEXT] [--json]',
  help: 'help.trace',
  positionals: [1, 1],
  options: { ...deviceOptions, seconds: { type: 'string' }, grep: { type: 'string' } },
  run: runTrace,
};

const lookEveryMs = 100;

function runTrace(given: Given): Promise<number> {
  const seconds = numberOf(given, 'seconds', [0, 86_400, 86_400]);
  return withDevice(given, async (device) => {
    const endsAt = performance.now() + seconds * 1_000;
    let stopped = false;
    given.io.onInterrupt(() => {
      stopped = true;
    });
    // Something passes at once, and a device that is silent shows what was asked.
    const asked = device.host.request('identify', { device: device.config.device }).catch(() => {});
    let after = -1;
    let faulty = false;
    const show = async (): Promise<void> => {
      for (const line of await linesAfter(device, after)) {
        after = line.index;
        faulty ||= line.faulty;
        tell(given, line);
      }
    };
    do {
      await Promise.race([asked, pause()]);
      await show();
    } while (!stopped && performance.now() < endsAt && (await pause()));
    await asked;
    await show();
    return faulty ? exit.bad : exit.good;
  });
}

const pause = (): Promise<true> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(true), lookEveryMs);
  });

async function linesAfter({ host, config }: OpenDevice, after: number): Promise<TraceLine[]> {
  return (await host.request('trace', { device: config.device, after })).lines;
}

function tell(given: Given, line: TraceLine): void {
  const wanted = textOf(given, 'grep');
  if (wanted !== null && !`${line.hex} ${line.meaning}`.includes(wanted)) return;
  const text = [
    new Date(line.at).toISOString().slice(11, 23),
    line.direction === 'out' ? '>' : '<',
    `${line.faulty ? '! ' : ''}${line.hex}`,
    line.meaning,
  ].join('  ');
  given.io.out(`${given.json ? JSON.stringify(line) : text}\n`);
}
