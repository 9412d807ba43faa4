/** An emulated device on a cable: what lines of a script and the window's buttons do to it. */
import { z } from 'zod';
import { type Fault, faults } from '../../drivers/emulators/control.ts';
import type { DeviceEmulator } from '../../drivers/emulators/device-emulator.ts';
import { type Plug, ptyPlug, tcpPlug } from '../../drivers/emulators/plug.ts';

type Done = Readonly<Record<string, unknown>>;

const waitMaxMs = 60_000;
const lookEveryMs = 20;
const pauseMaxMs = 600_000;

export class Puppet {
  readonly #emulator: DeviceEmulator;
  #fault: Fault;
  #plug: Plug | null = null;

  constructor(make: (fault: () => Fault) => DeviceEmulator, fault: Fault) {
    this.#fault = fault;
    this.#emulator = make(() => this.#fault);
  }

  /** As a till's configuration names it. */
  get address(): string {
    return this.#plug?.address ?? '';
  }

  get plugged(): boolean {
    return this.#plug?.plugged() ?? false;
  }

  get fault(): Fault {
    return this.#fault;
  }

  look(): ReturnType<DeviceEmulator['look']> {
    return this.#emulator.look();
  }

  /** Name → what it wants, as JSON Schema. */
  acts(): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(this.#emulator.acts).map(([name, { input }]) => [name, z.toJSONSchema(input)]),
    );
  }

  /** A path is a pty, a number a TCP port. Throws an Error with a sentence when it is taken. */
  async plugIn(where: string | number): Promise<void> {
    const attach: Parameters<typeof tcpPlug>[0] = (line) => this.#emulator.attach(line);
    this.#plug =
      typeof where === 'number' ? await tcpPlug(attach, where) : await ptyPlug(where, attach);
  }

  async close(): Promise<void> {
    await this.#plug?.pull();
  }

  /** Does what one line says. Null for an empty line or a remark. Throws an Error with a sentence. */
  async obey(line: string): Promise<Done | null> {
    const [, verb = '', rest = ''] = /^\s*(\S*)\s*(.*?)\s*$/.exec(line) ?? [];
    if (verb === '' || verb.startsWith('#')) return null;
    switch (verb) {
      case 'look':
        return { event: 'look', ...this.look() };
      case 'acts':
        return { event: 'acts', ...this.acts() };
      case 'act':
        return this.#act(rest);
      case 'fault':
        return this.#misbehave(rest);
      case 'unplug':
        await this.#plug?.pull();
        return { event: 'unplugged', address: this.address };
      case 'replug':
        return this.#replug(rest);
      case 'wait-for':
        return this.#waitFor(rest);
      case 'pause':
        return this.#pause(rest);
      default:
        throw new Error(`"${verb}" means nothing here.`);
    }
  }

  /** Throws an Error with a sentence when it cannot be done now. */
  async act(name: string, input: unknown): Promise<void> {
    const act = Object.hasOwn(this.#emulator.acts, name) ? this.#emulator.acts[name] : undefined;
    if (!act) {
      throw new Error(`There is no act "${name}": ${Object.keys(this.#emulator.acts).join(', ')}.`);
    }
    const parsed = act.input.safeParse(input);
    if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
    await act.run(parsed.data as never);
  }

  async #act(rest: string): Promise<Done> {
    const [, name = '', json = ''] = /^(\S*)\s*(.*)$/.exec(rest) ?? [];
    let input: unknown = {};
    try {
      if (json !== '') input = JSON.parse(json);
    } catch {
      throw new Error(`What follows "${name}" is no JSON.`);
    }
    await this.act(name, input);
    return { event: 'done', act: name };
  }

  #misbehave(name: string): Done {
    const fault = faults.find((known) => known === name);
    if (!fault) throw new Error(`A fault is one of ${faults.join(', ')}.`);
    this.#fault = fault;
    return { event: 'fault', fault };
  }

  async #replug(where: string): Promise<Done> {
    await this.#plug?.pull();
    if (where === '') await this.#plug?.push();
    else await this.plugIn(/^\d{1,5}$/.test(where) ? Number(where) : where);
    return { event: 'plugged', address: this.address };
  }

  async #waitFor(rest: string): Promise<Done> {
    const [, name = '', text = ''] = /^(\S*)\s*(.*)$/.exec(rest) ?? [];
    const endsAt = performance.now() + waitMaxMs;
    for (;;) {
      const seen = [this.look()[name] ?? ''].flat().join('\n');
      if (seen.includes(text)) return { event: 'seen', name, text };
      if (performance.now() > endsAt) throw new Error(`${name} never had "${text}": ${seen}`);
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  }

  async #pause(ms: string): Promise<Done> {
    const wanted = Number(ms);
    if (!/^\d+$/.test(ms) || wanted > pauseMaxMs) throw new Error('pause wants milliseconds.');
    await new Promise((resolve) => setTimeout(resolve, wanted));
    return { event: 'paused', ms: wanted };
  }
}
