/**
 * The devices process and whoever watches it: started, listened to, killed when it is silent, started again.
 *
 * The use cases see one `Devices` throughout. What was asked of a process that died fails with `devices-restarting`;
 * what is asked while a new one comes up waits for it, for a while.
 */
import type { Clock } from '../../domain/basics/clock.ts';
import type {
  DeviceEvent,
  Devices,
  DeviceVerb,
  VerbInput,
  VerbOutput,
} from '../../domain/devices/verbs.ts';
import { Problem } from '../../domain/words/problem.ts';
import { connectDevices } from '../../drivers/index.ts';
import type { Log } from './log.ts';

const heartbeatMs = 450;
/**
 * A process that has left this many heartbeats in a row unanswered is taken for hung: two seconds at the most. Beats
 * are counted, not time, so that a main process that slept itself does not blame the other.
 */
const missedMax = 3;
/** Loading the native modules takes its time on a slow till. */
const startMsMax = 15_000;
const restartMs = 200;
const restartMsMax = 5_000;
/** Longer than a restart takes, shorter than a cashier's patience. */
const waitMsMax = 8_000;
/** A process that lived this long was well: the next restart is quick again. */
const wellMs = 30_000;

type Configuration = VerbInput<'configure'>;

/** As much of a child process as is used: Electron's utility process in a till. */
export type DevicesProcess = Readonly<{
  /** Undefined until it runs, and when it has ended. */
  readonly pid: number | undefined;
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  once(event: 'spawn', listener: () => void): unknown;
  once(event: 'exit', listener: (code: number) => void): unknown;
  kill(): boolean;
}>;

export type SupervisedDevices = Devices & Readonly<{ close(): void }>;

/** Starts the devices process with `fork` and keeps one running until `close`. */
export function superviseDevices(
  fork: () => DevicesProcess,
  clock: Clock,
  log: Log,
): SupervisedDevices {
  const listeners = new Set<(event: DeviceEvent) => void>();
  const waiting = new Set<(running: Devices | null) => void>();
  let configuration: Configuration | null = null;
  let newest: DevicesProcess | null = null;
  let running: Devices | null = null;
  let deaths = 0;
  let closed = false;

  const emit = (event: DeviceEvent): void => {
    for (const listener of listeners) listener(event);
  };

  const start = (): void => {
    if (closed) return;
    const child = fork();
    newest = child;
    const devices = connectDevices(portOf(child));
    devices.onEvent(emit);
    const bornAt = clock.monotonic();
    const stopHeart = watchHeart(clock, devices, startMsMax, () => {
      log.error({ pid: child.pid }, 'devices process is silent; killing it');
      kill(child);
    });
    child.once('exit', (code) => {
      stopHeart();
      running = null;
      if (closed) return;
      deaths = clock.monotonic() - bornAt > wellMs ? 0 : deaths + 1;
      log.warn({ code, deaths }, 'devices process ended');
      tellOffline(configuration, emit);
      clock.after(Math.min(restartMsMax, restartMs * 2 ** Math.min(deaths, 10)), start);
    });
    child.once('spawn', () => {
      log.info({ pid: child.pid }, 'devices process started');
      void reconfigure(devices, configuration, log).then(() => {
        running = devices;
        for (const settle of [...waiting]) settle(running);
      });
    });
  };

  const whenRunning = (): Promise<Devices | null> => {
    if (running) return Promise.resolve(running);
    return new Promise((resolve) => {
      const settle = (found: Devices | null): void => {
        waiting.delete(settle);
        stopClock();
        resolve(found);
      };
      const stopClock = clock.after(waitMsMax, () => settle(null));
      waiting.add(settle);
    });
  };

  start();
  return {
    request: async (verb, input) => {
      if (verb === 'configure') configuration = input as Configuration;
      const found = closed ? null : await whenRunning();
      if (!found) throw new Problem('devices-restarting');
      const output = await found.request(verb, input);
      configuration = remember(configuration, verb, output);
      return output;
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      closed = true;
      for (const settle of [...waiting]) settle(null);
      newest?.kill();
    },
  };
}

/** Working keys came with the last host sign-on: a new process gets them back, wrapped as they are. */
function remember<Verb extends DeviceVerb>(
  configuration: Configuration | null,
  verb: Verb,
  output: VerbOutput<Verb>,
): Configuration | null {
  if (verb !== 'hostSignOn' || !configuration) return configuration;
  return { ...configuration, keys: (output as VerbOutput<'hostSignOn'>).keys };
}

/** What fails here fails again, with its sentence, when the device is asked for. */
async function reconfigure(
  devices: Devices,
  configuration: Configuration | null,
  log: Log,
): Promise<void> {
  if (!configuration) return;
  try {
    await devices.request('configure', configuration);
  } catch (thrown) {
    log.warn({ err: thrown }, 'devices not configured again');
  }
}

function tellOffline(
  configuration: Configuration | null,
  emit: (event: DeviceEvent) => void,
): void {
  for (const { device } of configuration?.devices ?? []) {
    const problem = new Problem('devices-restarting', { device }).toData();
    emit({ kind: 'device-status', device, online: false, problem });
  }
}

/** Asks again and again whether it lives; `onSilent` is called once. The first answer may take `startMs`. */
function watchHeart(
  clock: Clock,
  devices: Devices,
  startMs: number,
  onSilent: () => void,
): () => void {
  let stopped = false;
  let missed = 0;
  let patience = Math.ceil(startMs / heartbeatMs);
  let cancel = (): void => {};
  const beat = (): void => {
    if (stopped) return;
    if (missed >= patience) {
      stopped = true;
      onSilent();
      return;
    }
    missed += 1;
    devices.request('ping', {}).then(
      () => {
        missed = 0;
        patience = missedMax;
      },
      () => {},
    );
    cancel = clock.after(heartbeatMs, beat);
  };
  beat();
  return () => {
    stopped = true;
    cancel();
  };
}

/** Hung in native code, or stopped, it would not hear anything milder. */
function kill(child: DevicesProcess): void {
  try {
    if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself in between.
  }
}

function portOf(child: DevicesProcess) {
  return {
    send: (message: unknown): void => child.postMessage(message),
    onMessage: (listener: (message: unknown) => void): void => {
      child.on('message', listener);
    },
    onClose: (listener: () => void): void => {
      child.once('exit', listener);
    },
  };
}
