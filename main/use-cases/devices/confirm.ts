/**
 * A second person vouches for a device that takes cards and that somebody at this till has attached, where the back office
 * cannot be reached: it gives a one-time code by telephone, or a manager lends their right, if the store lets them.
 * Channel: `bench.confirm`.
 */
import type { ChannelInput, ChannelOutput } from '../../../domain/contract/ipc.ts';
import {
  confirmedRow,
  deviceFamilySchema,
  type RegisteredDevice,
} from '../../../domain/devices/register.ts';
import { type CodeRequest, serialEndOf } from '../../../domain/people/one-time-code.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { settingsOf } from '../../till/business-day.ts';
import type { Call } from '../../till/call.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { whoIsHere } from '../../till/presence.ts';
import { record } from '../../till/record.ts';
import { allowed } from '../people/grants.ts';
import { challengeIfAny, redeemCode } from '../people/one-time-codes.ts';
import { benchOperator } from './bench-open.ts';

type Confirmation = ChannelOutput<'bench.registered'>['confirmation'];

/** How a row that waits can be confirmed here; null where none waits. */
export function confirmationOf(till: OpenTill, row: RegisteredDevice | undefined): Confirmation {
  if (!row?.unconfirmed) return null;
  return {
    challenge: challengeIfAny(till, requestOf(row)),
    byManager: settingsOf(till).managerConfirmsDevices,
  };
}

/**
 * Throws `Problem`: `approval-refused` where the row is another by now, or whoever approves is not entitled, or wrote it;
 * `not-permitted` where the store leaves this to the back office; `code-wrong`, `code-not-ready`; what `allowed` throws.
 */
export function confirmDevice(
  till: OpenTill,
  input: ChannelInput<'bench.confirm'>,
  call: Call,
): Record<string, never> {
  const asked = waiting(till, input);
  if (input.code !== undefined) {
    const { challenge } = redeemCode(till, requestOf(asked), input.code);
    return confirm(till, input, { by: null, challenge });
  }
  if (!settingsOf(till).managerConfirmsDevices) throw new Problem('not-permitted');
  const { by } = allowed(till, call, null, { right: 'devices.confirm' });
  return confirm(till, input, { by });
}

function confirm(
  till: OpenTill,
  input: ChannelInput<'bench.confirm'>,
  vouched: Readonly<{ by: string | null; challenge?: string }>,
): Record<string, never> {
  const { device, serialNumber } = input;
  const row = confirmedRow(waiting(till, input), { serialNumber, by: vouched.by });
  if (!row) throw new Problem('approval-refused');
  const here = benchOperator(till) ?? whoIsHere(till);
  const body = { device, serialNumber, ...vouched };
  record(till, [{ kind: 'device-confirmed', body }], here?.number ?? null);
  const others = till.db.register.list().filter((other) => other.device !== device);
  till.db.register.replace([...others, row]);
  till.wantSync();
  till.changed();
  return {};
}

/** The row that was asked about, if it still waits. Throws `Problem` `approval-refused`. */
function waiting(
  { db }: OpenTill,
  { device, serialNumber }: ChannelInput<'bench.confirm'>,
): RegisteredDevice {
  const row = db.register.list().find((other) => other.device === device);
  if (row?.unconfirmed && row.serialNumber === serialNumber) return row;
  throw new Problem('approval-refused');
}

function requestOf({ family, serialNumber }: RegisteredDevice): CodeRequest {
  return {
    purpose: 'device-confirm',
    family: deviceFamilySchema.options.indexOf(family),
    serialEnd: serialEndOf(serialNumber),
  };
}
