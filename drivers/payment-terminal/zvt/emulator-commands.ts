/**
 * Which commands of the table in spec.ts an emulated terminal does, and how: done at once, done with a person, or a job. The
 * rest it answers with 84 83 (PA00P015 2.66). How each ends is the table's to say.
 */
import { bytesOfHex } from './apdu.ts';
import type { Finish, TerminalJobs } from './emulator-jobs.ts';
import { completion } from './emulator-till.ts';
import { controlOf, decodeTill, type TillCommand } from './till-codec.ts';

/** What of the terminal itself a command changes. */
export type CommandPorts = Readonly<{
  jobs: TerminalJobs;
  isLocked(): boolean;
  show(text: string): void;
  register(command: Extract<TillCommand, { kind: 'register' }>): Finish;
  tellStatus(command: Extract<TillCommand, { kind: 'enquireStatus' }>): Finish;
  logOff(): void;
  /** False where there is no speed to change. */
  changeSpeed(): boolean;
}>;

/** As a payment, with cards that pay nothing told apart (2.65). */
const cardPoll = '06E6';
/** Told and done; nothing of it can be seen. */
const uneventful = ['0695', '061B', '0830', '0801', '0810'];
const atOnce = ['0685', '06C5', '0850'];

/** 06 E6 is read as the payment it is. */
export function asDone(command: TillCommand): TillCommand {
  if (command.kind !== 'other' || command.control !== cardPoll) return command;
  return decodeTill({ command: '0601', data: bytesOfHex(command.data) }).command ?? command;
}

/** What ends with its first answer. False where this terminal does not have it. */
export function doneAtOnce(command: TillCommand, ports: CommandPorts): boolean {
  switch (command.kind) {
    case 'showText':
      ports.show(command.lines.join(' / '));
      return true;
    case 'logOff':
      ports.logOff();
      return true;
    case 'changeBaudRate':
      return ports.changeSpeed();
    default:
      return atOnce.includes(controlOf(command));
  }
}

type Job = () => Promise<Finish>;

/** What takes its time. Null where this terminal does not have it. */
export function jobOf(command: TillCommand, ports: CommandPorts): Job | null {
  const { isLocked, jobs } = ports;
  const unlessLocked = (job: Job): Job => (isLocked() ? () => jobs.lockedOut() : job);
  switch (command.kind) {
    case 'register':
      return async () => ports.register(command);
    case 'enquireStatus':
      return async () => ports.tellStatus(command);
    case 'authorise':
    case 'reserve':
    case 'refund':
      return unlessLocked(() => jobs.takeCard(command));
    case 'reverse':
      return unlessLocked(() => jobs.reverse(command));
    case 'bookReservation':
    case 'cancelReservation':
    case 'releaseReservation':
      return () => jobs.settleReservation(command);
    case 'repeatReceipt':
      return () => jobs.repeatReceipt();
    case 'endOfDay':
      return () => jobs.endDay();
    case 'readCard':
      return () => jobs.readCard(command);
    case 'diagnose':
    case 'initialise':
      return () => jobs.consultHost();
    case 'setClock':
    case 'selfTest':
    case 'reset':
      return async () => completion();
    default:
      return otherJobOf(controlOf(command), jobs);
  }
}

function otherJobOf(control: string, jobs: TerminalJobs): Job | null {
  switch (control) {
    case '0610':
      return () => jobs.showDay(true);
    case '0612':
    case '061A':
      return () => jobs.showDay(false);
    case '0651':
      return () => jobs.consultHost();
    default:
      return uneventful.includes(control) ? async () => completion() : null;
  }
}
