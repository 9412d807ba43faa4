/** Step 3, the devices: each opens, is the registered one, untampered and well; a person looks at the seals. */

import { matchRegister, takesCards } from '../../../../domain/devices/register.ts';
import type { DeviceConfig } from '../../../../domain/devices/verbs.ts';
import { sealsToCheck } from '../../../../domain/sign-in/checks-of-day.ts';
import { Problem, type ProblemKind, toProblem } from '../../../../domain/words/problem.ts';
import { attached } from '../../../till/attached.ts';
import { settingsOf } from '../../../till/business-day.ts';
import { allOf, type Finding, finding } from '../../../till/finding.ts';
import type { OpenTill } from '../../../till/open-till.ts';
import { record } from '../../../till/record.ts';
import { detail, type Step, type StepContext } from './step.ts';

/** A device that is a stranger, or may have been opened or lost its keys, takes no card, whatever the store says. */
const blockingKinds: ReadonlySet<ProblemKind> = new Set([
  'device-tampered',
  'device-key-missing',
  'device-swapped',
  'device-not-registered',
]);

/** Who signs in after somebody else waits no longer than this, in ms, for a device that the day can do without. */
const patienceMs = 1_000;

export const checkDevices: Step = async (context) => {
  const { till, businessDate } = context;
  const { devices } = attached(till);
  const all = allOf(await Promise.all(devices.map((device) => checkDevice(context, device))));
  const { devices: policy } = settingsOf(till).signInPolicy;
  // Whoever has to fetch a technician anyway need not look at seals first.
  if (all.blockers.length > 0 || (all.failures.length > 0 && policy === 'block')) return all;
  const broken = await confirmSeals(context, businessDate);
  return { ...all, blockers: broken };
};

async function checkDevice(context: StepContext, config: DeviceConfig): Promise<Finding> {
  const { till, businessDate } = context;
  if (takesCards(config)) return askDevice(till, config, businessDate);
  const asked = askDevice(till, config, businessDate);
  const found =
    till.db.day().businessDate === businessDate
      ? await inTime(till, config.device, asked)
      : await asked;
  // Without paper or scanner a shop can still sell.
  const { details, blockers, failures, warnings } = found;
  return finding({ details, warnings: [...blockers, ...failures, ...warnings] });
}

async function askDevice(
  till: OpenTill,
  config: DeviceConfig,
  businessDate: string,
): Promise<Finding> {
  const { device } = config;
  const bad: Problem[] = [];
  const warnings: Problem[] = [];
  const details = [];
  try {
    const identity = await till.ports.devices.request('identify', { device });
    const health = await till.ports.devices.request('health', { device, level: 'internal' });
    for (const { kind, params } of health.problems) {
      const problem = named(new Problem(kind, params), device);
      const isBad = health.state === 'failed' || blockingKinds.has(kind);
      (isBad ? bad : warnings).push(problem);
    }
    if (takesCards(config)) {
      const registered = till.db.register.list().find((other) => other.device === device);
      const { firmware } = settingsOf(till);
      const verdict = matchRegister(device, identity, registered, businessDate, firmware);
      bad.push(...verdict.failures);
      warnings.push(...verdict.warnings);
    }
    const { model, serialNumber } = identity;
    const params = { device, model: model ?? '', serialNumber: serialNumber ?? '' };
    details.push(detail('devices', 'device', params));
  } catch (thrown) {
    bad.push(named(toProblem(thrown), device));
  }
  return finding({
    details,
    warnings,
    blockers: bad.filter(({ kind }) => blockingKinds.has(kind)),
    failures: bad.filter(({ kind }) => !blockingKinds.has(kind)),
  });
}

/** Every sentence about a device names it. */
function named(problem: Problem, device: string): Problem {
  return new Problem(problem.kind, { device, ...problem.params }, problem.cause);
}

/** What is found later is found by whoever uses the device. */
function inTime(till: OpenTill, device: string, asked: Promise<Finding>): Promise<Finding> {
  return new Promise((resolve) => {
    const stopClock = till.ports.clock.after(patienceMs, () =>
      resolve(finding({ warnings: [new Problem('device-silent', { device })] })),
    );
    void asked.then((found) => {
      stopClock();
      resolve(found);
    });
  });
}

/** Once a business date, for the seals that the register has: a later sign-in of the same day does not ask again. */
async function confirmSeals(
  { till, operator, ask }: StepContext,
  businessDate: string,
): Promise<Problem[]> {
  const configured = attached(till).devices;
  const sealed = till.db.register
    .list()
    .filter(({ seals }) => seals.length > 0)
    .filter(({ device }) => configured.some((config) => config.device === device))
    .map(({ device, seals }) => ({ device, seals }));
  const devices = sealsToCheck(sealed, till.db.checksOf(businessDate));
  if (devices.length === 0) return [];
  const answer = await ask({ waitsFor: 'seals', seals: devices });
  if (answer.kind !== 'seals') throw new Problem('sign-in-not-running');
  const { intact } = answer;
  record(till, [{ kind: 'seals-checked', body: { devices, intact } }], operator.number);
  return intact ? [] : devices.map(({ device }) => new Problem('device-tampered', { device }));
}
