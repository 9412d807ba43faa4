/**
 * Commands of MagTek readers in HID feature reports of 24 bytes: `command length data…` out, `result length data…` back,
 * both filled with zeros. Sources: MagTek D99875191 (SureSwipe) and 99875475 (MagneSafe V5), section 2, "Commands";
 * ../shared/vectors/hid.md H008.
 */
import type { DeviceIdentity } from '../../domain/devices/register.ts';
import { Problem } from '../../domain/words/problem.ts';
import { deadlineIn } from '../deadline.ts';
import type { DriverPorts } from '../driver.ts';

export const featureBytes = 24;
export const commands = { getProperty: 0x00, getKsn: 0x09, securityLevel: 0x15 } as const;
export const properties = { softwareId: 0x00, usbSerialNumber: 0x01, serialNumber: 0x03 } as const;
export const results = { success: 0x00, failure: 0x01, badParameters: 0x02 } as const;

/** USB gives a control transfer five seconds (USB 2.0 §9.2.6.4). */
const answerWaitMs = 5_000;

/** With the report id 0 in front: these readers do not number their reports. */
export function encodeCommand(command: number, data: Uint8Array): Uint8Array {
  const report = new Uint8Array(1 + featureBytes);
  report.set([0, command, data.length, ...data]);
  return report;
}

export type CommandAnswer = Readonly<{ result: number; data: Uint8Array }>;

/** Null for an answer that says more than it holds. */
export function decodeAnswer(report: Uint8Array): CommandAnswer | null {
  const [, result, length] = report;
  if (result === undefined || length === undefined || report.length < 3 + length) return null;
  return { result, data: report.slice(3, 3 + length) };
}

/**
 * Asks the reader; null where it does not know the command. Throws `Problem`: `device-silent`, `device-garbage`,
 * `device-gone`.
 */
export async function askReader(
  { device, transport, clock, tap }: DriverPorts,
  command: number,
  data: Uint8Array,
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  const { hid } = transport;
  if (!hid) return null;
  const sent = encodeCommand(command, data);
  const startedAt = clock.monotonic();
  const deadline = deadlineIn(clock, answerWaitMs, signal);
  const late = new Promise<null>((resolve) => {
    deadline.signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  tap.note({ direction: 'out', bytes: sent, meaning: `feature: ${nameOf(command, data)}` });
  try {
    const exchange = hid.sendFeature(sent).then(() => hid.getFeature(0, 1 + featureBytes));
    const report = await Promise.race([exchange, late]);
    if (report === null) {
      if (deadline.expired()) tap.timedOut('answer');
      throw new Problem(deadline.expired() ? 'device-silent' : 'card-cancelled', { device });
    }
    const answer = decodeAnswer(report);
    tap.count(answer ? 'goodFrames' : 'badFrames');
    tap.note({
      direction: 'in',
      bytes: report,
      meaning: answer ? `feature: result ${hex(answer.result)}` : 'feature: not understood',
      faulty: answer === null,
      hidden: [],
    });
    if (!answer) throw new Problem('device-garbage', { device });
    tap.roundTrip(clock.monotonic() - startedAt);
    return answer.result === results.success ? answer.data : null;
  } finally {
    deadline.done();
  }
}

/** Who the reader is, by its own properties. */
export async function identifyReader(
  ports: DriverPorts,
  model: string,
  serialNumber: number,
  signal: AbortSignal,
): Promise<DeviceIdentity> {
  const ask = async (property: number): Promise<string | null> => {
    const value = await askReader(ports, commands.getProperty, Uint8Array.of(property), signal);
    return value === null ? null : printable(value);
  };
  return {
    model,
    serialNumber: await ask(serialNumber),
    firmware: await ask(properties.softwareId),
  };
}

/** Null for an empty one. */
function printable(value: Uint8Array): string | null {
  const text = Buffer.from(value).toString('latin1').replace(/\0.*$/s, '');
  return /^[\x20-\x7e]+$/.test(text) ? text : null;
}

function nameOf(command: number, data: Uint8Array): string {
  const known = Object.entries(commands).find(([, number]) => number === command)?.[0];
  return `${known ?? hex(command)}${data.length > 0 ? ` ${hex(data[0] ?? 0)}` : ''}`;
}

const hex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0');
