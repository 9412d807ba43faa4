/** Step 3, the devices: each opens, is the registered one, untampered and well; a person looks at the seals. */

import { businessDateOf } from '../../../domain/business-date.ts';
import type { DeviceConfig } from '../../../domain/contract/devices.ts';
import { matchRegister } from '../../../domain/poi-register.ts';
import { Problem, type ProblemKind, toProblem } from '../../../domain/problems.ts';
import { type OpenTill, settingsOf } from '../../session.ts';
import { detail, type Finding, finding, type Step, type StepContext } from './step.ts';

/** A device that may have been opened, exchanged or lost its keys takes no card, whatever the store says. */
const blockingKinds: ReadonlySet<ProblemKind> = new Set([
  'device-tampered',
  'device-key-missing',
  'device-swapped',
]);

export const checkDevices: Step = async (context) => {
  const { till, businessDate } = context;
  const { devices } = till.session;
  const found = await Promise.all(devices.map((device) => checkDevice(till, device, businessDate)));
  const all = finding({
    details: found.flatMap((part) => part.details),
    failures: found.flatMap((part) => part.failures),
    warnings: found.flatMap((part) => part.warnings),
    blockers: found.flatMap((part) => part.blockers),
  });
  // Whoever has to fetch a technician anyway need not look at seals first.
  if (all.failures.length + all.blockers.length > 0) return all;
  const broken = await confirmSeals(context);
  return { ...all, blockers: broken };
};

async function checkDevice(
  till: OpenTill,
  config: DeviceConfig,
  businessDate: string,
): Promise<Finding> {
  const { device, family } = config;
  const bad: Problem[] = [];
  const look: Problem[] = [];
  const details = [];
  try {
    const identity = await till.ports.devices.request('identify', { device });
    const health = await till.ports.devices.request('health', { device, level: 'internal' });
    const problems = health.problems.map(({ kind, params }) => new Problem(kind, params));
    for (const problem of problems) {
      const isBad = health.state === 'failed' || blockingKinds.has(problem.kind);
      (isBad ? bad : look).push(problem);
    }
    if (takesCards(config)) {
      const registered = till.db.register.list().find((other) => other.device === device);
      const { firmware } = settingsOf(till);
      const verdict = matchRegister(device, identity, registered, businessDate, firmware);
      bad.push(...verdict.failures);
      look.push(...verdict.warnings);
    }
    const { model, serialNumber } = identity;
    const params = { device, model: model ?? '', serialNumber: serialNumber ?? '' };
    details.push(detail('devices', 'device', params));
  } catch (thrown) {
    bad.push(named(toProblem(thrown), device));
  }
  const blockers = bad.filter((problem) => blockingKinds.has(problem.kind));
  const failures = bad.filter((problem) => !blockingKinds.has(problem.kind));
  // Without paper or scanner a shop can still sell.
  return takesCards({ family })
    ? finding({ details, blockers, failures, warnings: look })
    : finding({ details, warnings: [...bad, ...look] });
}

function takesCards({ family }: Pick<DeviceConfig, 'family'>): boolean {
  return family === 'pin-pad' || family === 'card-reader' || family === 'payment-terminal';
}

/** Every sentence about a device names it. */
function named(problem: Problem, device: string): Problem {
  return new Problem(problem.kind, { device, ...problem.params }, problem.cause);
}

/** Once a business date: a later sign-in of the same day does not ask again. */
async function confirmSeals({ till, businessDate, ask }: StepContext): Promise<Problem[]> {
  const configured = till.session.devices;
  const sealed = till.db.register
    .list()
    .filter(({ seals }) => seals.length > 0)
    .filter(({ device }) => configured.some((config) => config.device === device))
    .map(({ device, seals }) => ({ device, seals }));
  if (sealed.length === 0 || signedInOn(till, businessDate)) return [];
  const answer = await ask('seals', sealed);
  if (answer.kind === 'seals' && answer.intact) return [];
  return sealed.map(({ device }) => new Problem('device-tampered', { device }));
}

function signedInOn(till: OpenTill, businessDate: string): boolean {
  const last = till.db.lastSignIn();
  return last !== null && businessDateOf(last.at, settingsOf(till)) === businessDate;
}
