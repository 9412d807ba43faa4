/**
 * The till's place at one terminal: registered before every command that needs it, and again after everything that could
 * have made the terminal forget.
 */
import type { Conversation } from './conversation.ts';
import type { Course } from './course.ts';
import type { ZvtOptions } from './options.ts';
import { registeredAs, registrationCommand, stillNeeded } from './registration.ts';
import type { Completion } from './terminal-codec.ts';
import type { TillCommand } from './till-codec.ts';

/** 6B not registered, 83 function not possible: what terminals answer after a restart. Nothing was begun. */
const forgotUs = ['6B', '83'];
/** The terminal is being maintained and starts again afterwards. */
const maintenance = 'E0';
const untilDone = new AbortController().signal;

export class Desk {
  readonly device: string;
  readonly options: ZvtOptions;
  readonly #conversation: Conversation;
  #registration: Completion | null = null;

  constructor(device: string, options: ZvtOptions, conversation: Conversation) {
    this.device = device;
    this.options = options;
    this.#conversation = conversation;
  }

  /** What the terminal said at registration. Throws `Problem`: `terminal-not-registered`, `device-…`. */
  async registered(): Promise<Completion> {
    if (this.#registration) return this.#registration;
    const command = registrationCommand(this.options);
    const registration = registeredAs(
      await this.#conversation.run(command, untilDone),
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
    await this.registered();
    const course = await this.#conversation.run(command, signal);
    const isForgotten = course.ending.kind === 'refused' && forgotUs.includes(course.ending.error);
    if (!isForgotten) return this.#watch(course);
    this.#registration = null;
    await this.registered();
    return this.#watch(await this.#conversation.run(command, signal));
  }

  /** Runs a command that needs no registration. */
  askAnyway(command: TillCommand, signal: AbortSignal): Promise<Course> {
    return this.#conversation.run(command, signal);
  }

  #watch(course: Course): Course {
    const { ending } = course;
    const restarts = ending.kind === 'completed' && ending.completion.result === maintenance;
    if (ending.kind === 'doubt' || restarts) this.#registration = null;
    return course;
  }
}
