/**
 * ZVT: who the terminal is and how it is. Internal: registered, status enquiry (05 01). External: diagnosis with its host
 * (06 70) and a text on its display (06 E0). Interactive: a card is read (06 C0) and forgotten.
 */

import type { DeviceIdentity } from '../../../domain/devices/register.ts';
import type { DeviceHealth, HealthLevel } from '../../../domain/devices/verbs.ts';
import { Problem, toProblem } from '../../../domain/words/problem.ts';
import type { Course } from './course.ts';
import { succeeded } from './course.ts';
import type { Desk } from './desk.ts';
import { errorText, terminalStatusText } from './error-ids.ts';
import { statusServiceBits } from './spec.ts';
import type { Completion } from './terminal-codec.ts';

type Findings = Pick<DeviceHealth, 'state' | 'problems' | 'facts'>;

/** How long a text is shown, and how long a technician has to present a card. */
const seconds = { shown: 5, card: 30 } as const;
const ready = '00';

/** Terminals that do not tell a serial number are known by their terminal number. */
export async function identify(desk: Desk, signal: AbortSignal): Promise<DeviceIdentity> {
  const registration = await desk.registered(signal);
  const status = await enquireStatus(desk, signal);
  return {
    model: status?.deviceName ?? null,
    serialNumber: status?.serialNumber ?? status?.terminalId ?? registration.terminalId,
    firmware: status?.softwareVersion ?? null,
  };
}

export async function checkHealth(
  desk: Desk,
  level: HealthLevel,
  signal: AbortSignal,
): Promise<Findings> {
  const facts: Record<string, string> = {};
  try {
    const isReady = await checkInside(desk, facts, signal);
    if (level !== 'internal') await checkOutside(desk, facts, signal);
    if (level === 'interactive') await checkCard(desk, facts, signal);
    return { state: isReady ? 'healthy' : 'needs-look', problems: [], facts };
  } catch (thrown) {
    return { state: 'failed', problems: [toProblem(thrown).toData()], facts };
  }
}

/** Whether the terminal calls itself ready. */
async function checkInside(
  desk: Desk,
  facts: Record<string, string>,
  signal: AbortSignal,
): Promise<boolean> {
  const registration = await desk.registered(signal);
  facts['terminal number'] = registration.terminalId ?? '?';
  if (registration.currency) facts.currency = registration.currency;
  const status = await enquireStatus(desk, signal);
  if (!status) return true;
  if (status.deviceName) facts.model = status.deviceName;
  if (status.serialNumber) facts.serial = status.serialNumber;
  if (status.softwareVersion) facts.firmware = status.softwareVersion;
  if (status.terminalStatus === null) return true;
  facts.status = `${status.terminalStatus} ${terminalStatusText(status.terminalStatus)}`;
  return status.terminalStatus === ready;
}

/** Null from a terminal that does not answer it. */
async function enquireStatus(desk: Desk, signal: AbortSignal): Promise<Completion | null> {
  // Without the service byte a terminal tells its software and no more (2.56).
  const { password } = desk.options;
  const course = await desk.askAnyway(
    { kind: 'enquireStatus', password, serviceByte: statusServiceBits.furtherStatus },
    signal,
  );
  if (course.ending.kind === 'doubt') throw course.ending.problem;
  return course.ending.kind === 'completed' ? course.ending.completion : null;
}

async function checkOutside(
  desk: Desk,
  facts: Record<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const { device } = desk;
  const diagnosis = failureOf(await desk.askPatiently({ kind: 'diagnose' }, signal));
  facts.diagnosis = diagnosis === null ? 'passed' : `${diagnosis} ${errorText(diagnosis)}`;
  if (diagnosis !== null) throw new Problem('device-refused', { device, code: diagnosis });
  const lines = ['ROLLCALL', 'TERMINAL TEST'];
  const shown = failureOf(
    await desk.ask({ kind: 'showText', seconds: seconds.shown, lines, beeps: 1 }, signal),
  );
  // Not every terminal lets a till write on its display; that is no fault of it.
  facts.display = shown === null ? 'shown' : `${shown} ${errorText(shown)}`;
}

/** The card's data, masked or not, go no further than the message they came in. */
async function checkCard(
  desk: Desk,
  facts: Record<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const { device } = desk;
  const course = await desk.ask(
    { kind: 'readCard', timeoutS: seconds.card, cardType: null, dialog: null },
    signal,
  );
  const failure = failureOf(course);
  facts.card = failure === null ? 'read' : `${failure} ${errorText(failure)}`;
  if (failure !== null) throw new Problem('card-unreadable', { device });
}

/** Its error id; null when all went well. Throws the `Problem` of a command without an end. */
function failureOf({ ending, result }: Course): string | null {
  if (ending.kind === 'doubt') throw ending.problem;
  if (ending.kind === 'refused') return ending.error;
  if (ending.kind === 'aborted') return ending.abort.error ?? '?';
  return result?.result && result.result !== succeeded ? result.result : null;
}
