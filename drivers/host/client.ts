/** Main's end of the devices process. */
import type {
  DeviceEvent,
  Devices,
  DeviceVerb,
  VerbInput,
  VerbOutput,
} from '../../domain/devices/verbs.ts';
import { devicesMessageSchema, deviceVerbs } from '../../domain/devices/verbs.ts';
import { Problem } from '../../domain/words/problem.ts';
import type { DevicesPort } from './port.ts';

type Pending = Readonly<{ settle: (value: unknown) => void; fail: (problem: Problem) => void }>;

/** Far more than a till asks at once; beyond it something loops. */
const pendingMax = 200;

/**
 * Verbs travel as messages with an id. When the port closes, everything pending and everything asked later fails with
 * `devices-restarting`; whoever started the process starts another and connects anew.
 */
export function connectDevices(port: DevicesPort): Devices {
  const pending = new Map<number, Pending>();
  const listeners = new Set<(event: DeviceEvent) => void>();
  let nextId = 1;
  let closed = false;

  port.onMessage((message) => {
    const parsed = devicesMessageSchema.safeParse(message);
    if (!parsed.success) return;
    if ('event' in parsed.data) {
      for (const listener of listeners) listener(parsed.data.event);
      return;
    }
    const waiting = pending.get(parsed.data.id);
    pending.delete(parsed.data.id);
    if (parsed.data.ok) waiting?.settle(parsed.data.value);
    else waiting?.fail(new Problem(parsed.data.problem.kind, parsed.data.problem.params));
  });
  port.onClose(() => {
    closed = true;
    for (const { fail } of pending.values()) fail(new Problem('devices-restarting'));
    pending.clear();
  });

  return {
    request: async <Verb extends DeviceVerb>(verb: Verb, input: VerbInput<Verb>) => {
      if (closed) throw new Problem('devices-restarting');
      if (pending.size >= pendingMax) throw new Problem('device-busy', { device: verb });
      const id = nextId;
      nextId += 1;
      const answer = new Promise<unknown>((settle, fail) => {
        pending.set(id, { settle, fail });
        port.send({ id, verb, input });
      });
      return deviceVerbs[verb].output.parse(await answer) as VerbOutput<Verb>;
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
