/**
 * "What is on this port?" By class first, then by maker and product, and only then by asking.
 *
 * What goes out, and why nothing can come of it: each question is a complete frame of its protocol with a check byte
 * (DLE EOT of a printer, which has none, comes first and W of a scale last) and asks for state or identity only. A device
 * of another protocol sees a wrong start or check byte and drops the frame. A receipt printer holds characters without a
 * line end back for its next receipt, so it is asked before all others and then left alone; DLE EOT never reaches its
 * paper (Epson, DLE EOT). One that does not answer, stopped by its flow control or at another speed, keeps what it took
 * for text until a job begins with ESC @, as all of ours do. A customer display is the one device that shows something: the figures in the questions, until the
 * till writes to it again. Where only printers are, the USB printer class and TCP ports of print jobs, nothing but DLE EOT
 * is asked: it prints nothing on a printer of any language. Nothing that begins a payment, a PIN entry, a print or a drawer pulse is ever asked. Speeds
 * are tried from the likeliest; a question at a wrong speed is noise, and every protocol here drops noise.
 * tests/unit/drivers/detection/harmless.test.ts puts all questions to all emulators.
 */
import type { Clock } from '../../domain/basics/clock.ts';
import type { Finding, PortInfo } from '../../domain/devices/bench.ts';
import { Problem } from '../../domain/words/problem.ts';
import { parseAddress, withLineSettings } from '../address.ts';
import { deadlineIn } from '../deadline.ts';
import { probes } from '../protocols.ts';
import type { Tap } from '../tap.ts';
import type { OpenTransport } from '../transports/transport.ts';
import { type Answered, Ear } from './ask.ts';
import { classifyPort } from './classify.ts';
import type { LineSettings, Probe } from './probe.ts';

export type DetectPorts = Readonly<{
  open: OpenTransport;
  clock: Clock;
  signal: AbortSignal;
  tap?: Tap;
  /** Those of protocols.ts unless given. */
  probes?: readonly Probe[];
}>;

/** A line is let alone for so long between two questions, so that the end of one is not the start of the next. */
const quietMs = 30;

/**
 * Best first. `port` is what the system says of the address, where it says anything. Throws `Problem` when the port
 * cannot be opened: `port-missing`, `port-busy`, `port-denied`, `device-gone`, `config-unreadable`.
 */
export async function detect(
  address: string,
  port: PortInfo | null,
  ports: DetectPorts,
): Promise<Finding[]> {
  const byItself = port ? classifyPort(port) : [];
  if (byItself.some(({ confidence }) => confidence === 'certain')) return byItself;
  const asked = await askAll(address, ports);
  const better = asked.map(({ protocol }) => protocol);
  return [...asked, ...byItself.filter(({ protocol }) => !better.includes(protocol as never))].sort(
    (a, b) => rank[a.confidence] - rank[b.confidence],
  );
}

const rank = { certain: 0, likely: 1, possible: 2 } as const;

async function askAll(address: string, ports: DetectPorts): Promise<Finding[]> {
  const kind = kindOf(address);
  const known = (ports.probes ?? probes).filter(
    ({ transports, family }) =>
      transports.includes(kind) && (family === 'printer' || !isPrinter(address)),
  );
  if (kind !== 'serial') return askAtOneSetting(address, known, ports);
  const found: Finding[] = [];
  for (const settings of everySetting(known)) {
    const here = known.filter((probe) => probe.settings.some((own) => same(own, settings)));
    found.push(...(await askAtOneSetting(withLineSettings(address, settings), here, ports)));
    // One device hangs on a line: once it has answered, the rest would only disturb it.
    if (found.some(({ confidence }) => confidence !== 'possible')) break;
  }
  return found;
}

/**
 * One opening for all questions of a serial line: opening it may reset what hangs there. Over TCP each question has its
 * own connection: whoever splits by length would wait for the rest of a question that was none of theirs.
 */
async function askAtOneSetting(
  address: string,
  known: readonly Probe[],
  ports: DetectPorts,
): Promise<Finding[]> {
  const { open, clock, signal } = ports;
  const found: Finding[] = [];
  let line = await open(address, signal);
  let ear = new Ear(line);
  const isTcp = kindOf(address) === 'tcp';
  try {
    for (const [asked, probe] of known.entries()) {
      if (signal.aborted) throw new Problem('card-cancelled', {});
      if (ear.ended || (isTcp && asked > 0)) {
        await line.close();
        line = await open(address, signal);
        ear = new Ear(line);
      }
      const answered = await askOnce(ear, probe, ports);
      if (answered?.recognised) {
        found.push(findingOf(address, probe, answered.recognised));
        if (answered.recognised.confidence !== 'possible') break;
      }
      await quiet(clock, signal);
    }
    return found;
  } finally {
    await line.close();
  }
}

/** Null where the line broke under the question: that is an answer too, from a device of another protocol. */
async function askOnce(ear: Ear, probe: Probe, ports: DetectPorts): Promise<Answered | null> {
  try {
    return await ear.ask(probe, ports);
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.kind === 'device-gone') return null;
    throw thrown;
  }
}

const findingOf = (
  address: string,
  { family, protocol }: Probe,
  { confidence, identity, because }: NonNullable<Answered['recognised']>,
): Finding => ({ family, protocol, confidence, address, identity, because });

function kindOf(address: string): Probe['transports'][number] {
  const { kind } = parseAddress(address);
  return kind === 'serial' || kind === 'hid' ? kind : 'tcp';
}

/** Where print servers and printers take jobs: LPD, IPP, and the raw ports that HP JetDirect began with. */
const isPrintPort = (port: number): boolean =>
  port === 515 || port === 631 || (port >= 9_100 && port <= 9_109);

/**
 * A printer by where it is. Whatever else it is asked would stand on its next receipt; one of another language than
 * ESC/POS would print it on a sheet of its own as soon as the connection ends.
 */
function isPrinter(address: string): boolean {
  const parsed = parseAddress(address);
  return parsed.kind === 'usb-printer' || (parsed.kind === 'tcp' && isPrintPort(parsed.port));
}

/** The likeliest of every protocol before the second likeliest of any. */
function everySetting(known: readonly Probe[]): LineSettings[] {
  const all: LineSettings[] = [];
  const longest = Math.max(0, ...known.map(({ settings }) => settings.length));
  for (let place = 0; place < longest; place += 1) {
    for (const { settings } of known) {
      const own = settings[place];
      if (own && !all.some((other) => same(own, other))) all.push(own);
    }
  }
  return all;
}

const same = (a: LineSettings, b: LineSettings): boolean =>
  a.baudRate === b.baudRate && a.frame === b.frame;

async function quiet(clock: Clock, signal: AbortSignal): Promise<void> {
  const deadline = deadlineIn(clock, quietMs, signal);
  if (!deadline.signal.aborted) {
    await new Promise<void>((resolve) => {
      deadline.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
  deadline.done();
}
