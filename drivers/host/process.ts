/**
 * Entry of the devices process (an Electron utilityProcess): verbs come in over `process.parentPort`, answers and
 * events go out. What nobody expected ends the process; whoever watches it starts another.
 */
import { type DevicesMessage, devicesRequestSchema } from '../../domain/devices/verbs.ts';
import { toProblem } from '../../domain/words/problem.ts';
import { systemClock } from '../deadline.ts';
import { createDevices, type DevicesHost } from './host.ts';

/** As much of Electron's `process.parentPort` as is used; there is no Electron to import in this process. */
type ParentPort = Readonly<{
  postMessage(message: DevicesMessage): void;
  on(event: 'message', listener: (event: Readonly<{ data: unknown }>) => void): unknown;
}>;

/** Answers what comes over `port` with the devices of `host`. */
function serveDevices(port: ParentPort, host: DevicesHost): void {
  host.onEvent((event) => port.postMessage({ event }));
  port.on('message', ({ data }) => {
    const request = devicesRequestSchema.safeParse(data);
    if (!request.success) return;
    const { id, verb, input } = request.data;
    // The host parses the input against the verb's own schema.
    host.request(verb, input as never).then(
      (value) => port.postMessage({ id, ok: true, value }),
      (thrown: unknown) => {
        const problem = toProblem(thrown);
        if (problem.kind === 'unexpected') report(thrown);
        port.postMessage({ id, ok: false, problem: problem.toData() });
      },
    );
  });
}

/** Where it happened, without the message: that could quote a card. */
function report(thrown: unknown): void {
  const frames = thrown instanceof Error ? thrown.stack?.split('\n').filter(isFrame) : undefined;
  process.stderr.write(`devices: unexpected error\n${frames?.join('\n') ?? ''}\n`);
}

const isFrame = (line: string): boolean => /^\s+at /.test(line);

const { parentPort } = process as unknown as Readonly<{ parentPort?: ParentPort }>;
if (parentPort) serveDevices(parentPort, createDevices({ clock: systemClock }));
