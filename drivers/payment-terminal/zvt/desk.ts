/**
 * The till's place at one terminal: registered before every command that needs it, and again after everything that could
 * have made the terminal forget.
 *
 * A terminal refuses with 84 9C for as long as something it said is not acknowledged: to another program that held the
 * port, or before the plug was pulled. It repeats that by itself, so the till waits and asks again; never a command for
 * money.
 */
import { type Clock, sleep } from '../../../domain/basics/clock.ts';
import type { Conversation } from './conversation.ts';
import type { Course } from './course.ts';
import type { ZvtOptions } from './options.ts';
import { registeredAs, registrationCommand, stillNeeded } from './registration.ts';
import type { Completion } from './terminal-codec.ts';
import type { TillCommand } from './till-codec.ts';
import { timing } from './timing.ts';

/** 6B not registered, 83 function not possible: what terminals answer after a restart. Nothing was begun. */
const forgotUs = ['6B', '83'];
/** The terminal is being maintained and starts again afterwards. */
const maintenance = 'E0';
const busy = '9C';
const untilDone = new AbortController().signal;

export class Desk {
  readonly device: string;
  readonly options: ZvtOptions;
  readonly #conversation: Conversation;
  readonly #clock: Clock;
  #registration: Completion | null = null;

  constructor(device: string, options: ZvtOptions, conversation: Conversation, clock: Clock) {
    this.device = device;
    this.options = options;
    this.#conversation = conversation;
    this.#clock = clock;
  }

  /**
   * What the terminal said at registration. The signal ends the wait for a busy terminal. Throws `Problem`:
   * `terminal-not-registered`, `device-…`.
   */
  async registered(signal: AbortSignal): Promise<Completion> {
    if (this.#registration) return this.#registration;
    const command = registrationCommand(this.options);
    const registration = registeredAs(
      await this.#whenFree(command, untilDone, signal),
      this.device,
    );
    this.#registration = registration;
    for (const needed of stillNeeded(registration, this.options.password)) {
      this.#watch(await this.#conversation.run(needed, untilDone));
    }
    return registration;
  }

  /**
   * Runs a command. Throws `Problem` only where it has not left: what `registered` throws. A command that a terminal refused
   * because it has forgotten us is asked again, once.
   */
  async ask(command: TillCommand, signal: AbortSignal): Promise<Course> {
    await this.registered(signal);
    const course = await this.#conversation.run(command, signal);
    const isForgotten = course.ending.kind === 'refused' && forgotUs.includes(course.ending.error);
    if (!isForgotten) return this.#watch(course);
    this.#registration = null;
    await this.registered(signal);
    return this.#watch(await this.#conversation.run(command, signal));
  }

  /** Runs a command that moves no money and needs no registration; a busy terminal is waited for. */
  askAnyway(command: TillCommand, signal: AbortSignal): Promise<Course> {
    return this.#whenFree(command, signal, signal);
  }

  /** As `ask`, for a command that moves no money: a busy terminal is waited for. */
  async askPatiently(command: TillCommand, signal: AbortSignal): Promise<Course> {
    return this.#until(() => this.ask(command, signal), signal);
  }

  #whenFree(command: TillCommand, stop: AbortSignal, giveUp: AbortSignal): Promise<Course> {
    return this.#until(() => this.#conversation.run(command, stop), giveUp);
  }

  /** 84 9C is told only where it lasts. */
  async #until(ask: () => Promise<Course>, giveUp: AbortSignal): Promise<Course> {
    const endsAt = this.#clock.monotonic() + timing.busyMaxMs;
    for (;;) {
      const course = await ask();
      const isBusy = course.ending.kind === 'refused' && course.ending.error === busy;
      if (!isBusy || giveUp.aborted || this.#clock.monotonic() >= endsAt) return course;
      await sleep(this.#clock, timing.busyRetryMs);
    }
  }

  #watch(course: Course): Course {
    const { ending } = course;
    const restarts = ending.kind === 'completed' && ending.completion.result === maintenance;
    if (ending.kind === 'doubt' || restarts) this.#registration = null;
    return course;
  }
}
