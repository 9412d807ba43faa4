/**
 * The technician's bench at the till: who has it open, tests whose results are kept, and the register. Channels:
 * `bench.*`.
 */

import type { ChannelInput, ChannelOutput, OperatorView } from '../../../domain/contract/ipc.ts';
import type { BenchTest, Finding } from '../../../domain/devices/bench.ts';
import type { BenchView, StoredCheck } from '../../../domain/devices/channels.ts';
import { holdsDrawerPulse, pulseTailBytes } from '../../../domain/devices/drawer-pulse.ts';
import type { DeviceCheckedBody } from '../../../domain/devices/facts.ts';
import {
  type DeviceIdentity,
  type RegisteredDevice,
  registeredAtTill,
} from '../../../domain/devices/register.ts';
import { deviceConfigSchema, type VerbOutput } from '../../../domain/devices/verbs.ts';
import { mayDo } from '../../../domain/people/right.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { attached } from '../../till/attached.ts';
import type { Call } from '../../till/call.ts';
import { memory } from '../../till/memory.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { checkHolds, holdsOf } from '../../till/presence.ts';
import { record } from '../../till/record.ts';
import { checkNoCard } from '../../till/typed.ts';
import { watched, withRegister } from '../../till/watch.ts';
import { allowed } from '../people/grants.ts';
import { operatorOf, operatorView } from '../people/operators.ts';
import { openAttempts } from '../tenders/attempts.ts';
import { paymentOf } from '../tenders/under-way.ts';
import { benchOf, benchOperator, benchUser, openBenchFor, shutBench } from './bench-open.ts';
import { confirmationOf } from './confirm.ts';
import { configureDevices } from './devices.ts';
import { noteBenchPulse } from './drawer-pulse.ts';

/** What a technician looks through; the journal keeps them all. */
const checksShownMax = 50;
/** A fact longer than this is a dump; its head tells which. */
const factCharactersMax = 500;

/** The last raw bytes that any bench sent, to whichever device; see drawer-pulse.ts. */
const rawSent = memory<{ tail: readonly number[] }>(() => ({ tail: [] }));

export function viewBench(till: OpenTill): BenchView {
  const operator = benchOperator(till);
  return {
    operator,
    mayRaw: operator !== null && mayDo(holdsOf(till, operator.role), 'devices.raw'),
    mayRegister: operator !== null && mayDo(holdsOf(till, operator.role), 'devices.register'),
  };
}

/** For whoever allows it. Throws `Problem` as `allowed`. */
export function openBench(
  till: OpenTill,
  _input: ChannelInput<'bench.open'>,
  call: Call,
): BenchView {
  const { by } = allowed(till, call, null, { right: 'devices.test' });
  const operator = operatorOf(till, by);
  shutBench(till);
  record(till, [{ kind: 'bench-opened', body: { number: operator.number } }], operator.number);
  openBenchFor(till, operatorView(operator));
  return viewBench(till);
}

export function closeBench(till: OpenTill): Record<string, never> {
  shutBench(till);
  return {};
}

export function listPorts(till: OpenTill): Promise<VerbOutput<'ports'>> {
  return till.ports.devices.request('ports', {});
}

/** A customer at the pad is not to be asked who they are. Throws `Problem` `device-busy`, `port-…`. */
export async function detect(
  till: OpenTill,
  input: ChannelInput<'bench.detect'>,
): Promise<VerbOutput<'detect'>> {
  checkNoPayment(till, input.address);
  return till.ports.devices.request('detect', input);
}

/** Throws `Problem`: `device-…`, `port-…`, and for what opens the drawer as `noteBenchPulse`. */
export async function check(
  till: OpenTill,
  { device, level }: ChannelInput<'bench.check'>,
  call: Call,
): Promise<VerbOutput<'health'>> {
  const by = benchUser(till);
  checkNoPayment(till, device);
  if (level === 'interactive' && familyOf(till, device) === 'printer') {
    noteBenchPulse(till, by, 'bench-check', call);
  }
  const health = await till.ports.devices.request('health', { device, level });
  await keep(till, by, device, {
    check: `health-${level}`,
    outcome: health.state === 'healthy' ? 'passed' : health.state,
    problems: health.problems,
    facts: health.facts,
    tookMs: Math.round(health.tookMs),
  });
  return health;
}

/**
 * Throws `Problem`: `not-permitted` for raw bytes without the right, `device-…`, `test-not-possible`, and for what opens
 * the drawer as `noteBenchPulse`.
 */
export async function runTest(
  till: OpenTill,
  { device, run, test }: ChannelInput<'bench.test'>,
  call: Call,
): Promise<VerbOutput<'test'>> {
  const by = benchUser(till);
  if (test.test === 'raw') checkHolds(till, by, 'devices.raw');
  checkNoPayment(till, device);
  // What a terminal did last must stay its last until an open attempt has been settled by it.
  if (test.test === 'payment' && openAttempts(till).length > 0) throw new Problem('attempt-open');
  const pulse = pulseOf(till, test);
  if (pulse !== null) noteBenchPulse(till, by, pulse, call);
  const bench = benchOf(till);
  bench?.runs.add(run);
  const result = await till.ports.devices
    .request('test', { device, run, test })
    .finally(() => bench?.runs.delete(run));
  if (result.roundTripsMs.length > 0) bench?.soaks.set(device, result);
  await keep(till, by, device, {
    check: result.test,
    outcome: result.outcome,
    problems: result.problems,
    facts: result.facts,
    tookMs: Math.round(result.tookMs),
  });
  return result;
}

/** Of this bench; one that has ended is no matter. */
export async function stopTest(
  till: OpenTill,
  { run }: ChannelInput<'bench.stopTest'>,
): Promise<Record<string, never>> {
  if (benchOf(till)?.runs.has(run)) await till.ports.devices.request('stopTest', { run });
  return {};
}

/** How a test opens the drawer, or null. Raw bytes are looked at whichever device they are for, and remembered. */
function pulseOf(till: OpenTill, test: BenchTest): 'bench-test' | 'bench-raw' | null {
  if (test.test === 'drawer') return 'bench-test';
  if (test.test !== 'raw') return null;
  const raw = rawSent(till);
  const before = raw.tail;
  const bytes = [...Buffer.from(test.hex.replace(/\s/g, ''), 'hex')];
  raw.tail = [...before, ...bytes].slice(-pulseTailBytes);
  return holdsDrawerPulse(before, bytes) ? 'bench-raw' : null;
}

function familyOf(till: OpenTill, device: string): string | undefined {
  return attached(till).devices.find((one) => one.device === device)?.family;
}

/** What is attached takes the place of the first of its family that is named for nothing (domain/devices/roles.ts). Throws `Problem`: `device-busy`, `card-number-typed` for an address that holds one. */
export async function attach(till: OpenTill, finding: Finding): Promise<{ device: string }> {
  checkNoCard(finding);
  checkNoPayment(till, finding.address);
  const { devices } = attached(till);
  const before = devices.find(({ family, roles }) => family === finding.family && !roles);
  const { family, protocol, address } = finding;
  const config = deviceConfigSchema.parse({
    ...(before?.protocol === protocol ? before : {}),
    device: before?.device ?? family,
    family,
    protocol,
    address,
  });
  const all = [...devices.filter((device) => device !== before), config];
  till.ports.saveDevices(all);
  const body = { device: config.device, family, protocol, address };
  const fact = { ...body, before: before?.address ?? null };
  record(till, [{ kind: 'device-attached', body: fact }], benchUser(till).number);
  attached(till).devices = all;
  await configureDevices(till);
  till.changed('devices', 'tenders');
  return { device: config.device };
}

export function listChecks(
  till: OpenTill,
  { device }: ChannelInput<'bench.checks'>,
): { checks: StoredCheck[] } {
  return { checks: checksOf(till, device) };
}

export function checksOf(till: OpenTill, device: string): StoredCheck[] {
  return till.db.deviceChecks(device, checksShownMax);
}

export function viewRegistered(
  till: OpenTill,
  { device }: ChannelInput<'bench.registered'>,
): ChannelOutput<'bench.registered'> {
  const registered = till.db.register.list().find((other) => other.device === device);
  return { registered: registered ?? null, confirmation: confirmationOf(till, registered) };
}

/**
 * Writes the device into the register: here at once, at the back office with the next push, which from then on owns it.
 * Throws `Problem` `card-number-typed` where a card number stands in what was typed.
 */
export function register(till: OpenTill, device: RegisteredDevice): Record<string, never> {
  checkNoCard(device);
  const rows = till.db.register.list();
  const by = benchUser(till).number;
  watched(till).state = withRegister(watched(till).state, rows);
  record(till, [{ kind: 'device-registered', body: device }], by);
  const before = rows.find((other) => other.device === device.device);
  const others = rows.filter((other) => other !== before);
  const row = registeredAtTill(before, device, by, till.ports.clock.now());
  till.db.register.replace([...others, row]);
  till.wantSync();
  return {};
}

/** A line per frame: time (UTC), direction, bytes, meaning; what was masked stays masked. */
export async function saveTrace(
  till: OpenTill,
  { device }: ChannelInput<'bench.saveTrace'>,
): Promise<{ path: string | null }> {
  const { lines } = await till.ports.devices.request('trace', { device, after: -1 });
  const text = lines.map(({ at, direction, hex, meaning, faulty }) =>
    [new Date(at).toISOString(), direction, hex, meaning, faulty ? 'faulty' : ''].join('\t'),
  );
  const bytes = Buffer.from(`${text.join('\n')}\n`, 'utf8');
  return { path: await till.ports.saveFile(`${device}-trace.tsv`, bytes) };
}

/** Under whoever asked for it, also where the bench was shut meanwhile. */
async function keep(
  till: OpenTill,
  by: OperatorView,
  device: string,
  found: Omit<DeviceCheckedBody, 'device' | 'model' | 'serialNumber'>,
): Promise<void> {
  const { model, serialNumber } = await identityOf(till, device);
  const facts = Object.fromEntries(
    Object.entries(found.facts).map(([name, fact]) => [name, fact.slice(0, factCharactersMax)]),
  );
  const body = { ...found, device, model, serialNumber, facts };
  record(till, [{ kind: 'device-checked', body }], by.number);
}

/** A device that does not answer has been checked all the same. */
export async function identityOf(till: OpenTill, device: string): Promise<DeviceIdentity> {
  try {
    return await till.ports.devices.request('identify', { device });
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    return { model: null, serialNumber: null, firmware: null };
  }
}

function checkNoPayment(till: OpenTill, device: string): void {
  if (paymentOf(till)) throw new Problem('device-busy', { device });
}
